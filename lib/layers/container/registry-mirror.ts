import { checkFlag, checkProps, checkText, checkTexts, got, ifGiven } from '../check';
import { ConstructError } from '../construct-error';
import type { NodeFile } from './node-file';
import { toToml } from './toml';

export interface RegistryMirrorProps {
  /** Registry that is mirrored, with its port where references name one: `docker.io`. */
  readonly registry: string;

  /** Where images are asked for instead, in this order: URLs such as `https://mirror.example.com`. */
  readonly endpoints: readonly string[];

  /**
   * Whether the registry itself is asked where no mirror has an image. A site without a way out says no.
   * @default true
   */
  readonly fallback?: boolean;

  /**
   * Certificate of the authority that signed those of the mirrors, in PEM. It is no secret.
   * @default - one that the node trusts already
   */
  readonly ca?: string;

  /**
   * Whether the path of the endpoints is all of it: a mirror such as Harbor's proxy of a project does not want `/v2` added to the end.
   * @default false
   */
  readonly overridePath?: boolean;
}

/** Folder of the registries, one folder each (github.com/containerd/containerd, docs/hosts.md). */
export const REGISTRIES = '/etc/containerd/certs.d';
/** Where the images of Docker Hub are really served. */
const SERVERS: Readonly<Record<string, string>> = { 'docker.io': 'https://registry-1.docker.io' };
const HOST = /^[a-zA-Z0-9]([a-zA-Z0-9.-]*[a-zA-Z0-9])?(:[0-9]+)?$/;

/**
 * Where nodes fetch the images of a registry from.
 *
 * @example
 * RegistryMirror.of({ registry: 'docker.io', endpoints: ['https://mirror.example.com'], fallback: false });
 */
export class RegistryMirror {
  /** @throws when the registry is no host name, or an endpoint no URL */
  public static of(props: RegistryMirrorProps): RegistryMirror {
    return new RegistryMirror(props);
  }

  /** Such as `docker.io`. */
  public readonly registry: string;
  public readonly endpoints: readonly string[];
  private readonly fallback: boolean;
  private readonly ca: string | undefined;
  private readonly overridePath: boolean;

  private constructor(props: RegistryMirrorProps) {
    checkProps(undefined, 'props', props, ['registry', 'endpoints']);
    this.registry = checkText(undefined, 'registry', props.registry);
    if (!HOST.test(this.registry)) {
      throw new ConstructError(undefined, `registry must be a host name, got ${got(this.registry)}; give one such as "docker.io"`);
    }
    this.endpoints = checkTexts(undefined, 'endpoints', props.endpoints).map((each) => checkUrl(each));
    if (this.endpoints.length === 0) throw new ConstructError(undefined, `endpoints must not be empty; give where ${this.registry} is mirrored`);
    this.fallback = ifGiven(props.fallback, (value) => checkFlag(undefined, 'fallback', value)) ?? true;
    this.overridePath = ifGiven(props.overridePath, (value) => checkFlag(undefined, 'overridePath', value)) ?? false;
    this.ca = ifGiven(props.ca, checkCertificate);
  }

  /** `hosts.toml` of the registry, and the certificate that it names. */
  public files(): NodeFile[] {
    const folder = `${REGISTRIES}/${this.registry}`;
    const certificate = `${folder}/mirror-ca.pem`;
    const settings = {
      capabilities: ['pull', 'resolve'],
      ...(this.ca !== undefined && { ca: certificate }),
      ...(this.overridePath && { override_path: true }),
    };
    // containerd asks `server` after all hosts, and the registry itself where that is left out.
    const hosts = this.fallback ? this.endpoints : this.endpoints.slice(0, -1);
    const server = this.fallback ? { server: SERVERS[this.registry] ?? `https://${this.registry}` } : { server: this.endpoints.at(-1)!, ...settings };
    const content = { ...server, ...(hosts.length > 0 && { host: Object.fromEntries(hosts.map((host) => [host, settings])) }) };
    return [
      { path: `${folder}/hosts.toml`, content: toToml(content), permissions: '0644' },
      ...(this.ca === undefined ? [] : [{ path: certificate, content: this.ca, permissions: '0644' }]),
    ];
  }
}

function checkUrl(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed !== undefined && (parsed.protocol === 'https:' || parsed.protocol === 'http:') && parsed.search === '' && parsed.username === '')
    return url;
  throw new ConstructError(
    undefined,
    `an endpoint must be a URL without credentials, got ${got(url)}; give one such as "https://mirror.example.com"`,
  );
}

function checkCertificate(ca: string): string {
  checkText(undefined, 'ca', ca);
  if (/^\s*-----BEGIN CERTIFICATE-----/.test(ca) && !ca.includes('PRIVATE KEY')) return ca.endsWith('\n') ? ca : `${ca}\n`;
  throw new ConstructError(undefined, 'ca must be a certificate in PEM and nothing else; it begins with "-----BEGIN CERTIFICATE-----"');
}
