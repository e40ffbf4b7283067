import { createHash } from 'node:crypto';
import type { ImageReference } from '../../estate';
import { InputError } from '../../report';
import { parseChallenge, type Challenge } from './challenge';
import type { CredentialStore } from './credentials';

/** What a registry holds under a digest. */
export interface Content {
  /** `sha256:…` of the bytes, as they came. */
  readonly digest: string;
  readonly mediaType: string;
  readonly json: unknown;
}

export type Repository = Pick<ImageReference, 'registry' | 'path'>;

export const MANIFEST_TYPES = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
];
const INDEX = 'application/vnd.oci.image.index.v1+json';
/** Manifests are 4 MiB at the most, by the distribution specification; the configuration of an image is far smaller. */
const MOST_BYTES = 4 * 1024 * 1024;
const TIMEOUT_MS = 30_000;
const MOST_PAGES = 100;

/** A client of the OCI distribution API, for reading (github.com/opencontainers/distribution-spec, 1.1). */
export class RegistryClient {
  /** Values of the `Authorization` header, by repository. */
  private readonly authorizations = new Map<string, string>();

  public constructor(private readonly credentials: CredentialStore) {}

  /**
   * The manifest or index of a tag or digest; undefined where the registry has none.
   *
   * @throws InputError when the registry cannot be asked, refuses, or gives other bytes than the digest says
   */
  public async manifest(repository: Repository, tagOrDigest: string): Promise<Content | undefined> {
    return this.content(repository, `manifests/${tagOrDigest}`, MANIFEST_TYPES, tagOrDigest.includes(':') ? tagOrDigest : undefined);
  }

  /** @throws InputError when the registry does not have it, or gives other bytes than the digest says */
  public async blob(repository: Repository, digest: string): Promise<unknown> {
    const content = await this.content(repository, `blobs/${digest}`, ['*/*'], digest);
    if (content === undefined) throw new InputError(`${nameOf(repository)}: the registry has no blob ${digest}, which a manifest names`);
    return content.json;
  }

  /** Descriptors of what refers to a digest, by the API, else by the tag that stands in for it. */
  public async referrers(repository: Repository, digest: string): Promise<readonly unknown[]> {
    const found: unknown[] = [];
    let url: URL | undefined = urlOf(repository, `referrers/${digest}`);
    for (let page = 0; url !== undefined && page < MOST_PAGES; page++) {
      const response = await this.fetch(repository, url, [INDEX]);
      // Registries that do not know the path call it a bad request as well as an unknown one.
      if (page === 0 && (response.status === 404 || response.status === 400)) return this.referrersByTag(repository, digest);
      if (!response.ok) throw refusal(repository, response);
      found.push(...manifestsIn(await jsonOf(repository, await bytesOf(repository, response))));
      url = nextPage(response, url);
    }
    return found;
  }

  private async referrersByTag(repository: Repository, digest: string): Promise<readonly unknown[]> {
    const [algorithm = '', hex = ''] = digest.split(':');
    const index = await this.manifest(repository, `${algorithm.slice(0, 32)}-${hex.slice(0, 64)}`);
    return index === undefined ? [] : manifestsIn(index.json);
  }

  private async content(repository: Repository, path: string, accept: readonly string[], expected?: string): Promise<Content | undefined> {
    const response = await this.fetch(repository, urlOf(repository, path), accept);
    if (response.status === 404) return undefined;
    if (!response.ok) throw refusal(repository, response);
    const bytes = await bytesOf(repository, response);
    const algorithm = expected?.split(':')[0] ?? 'sha256';
    const digest = `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`;
    if (expected !== undefined && digest !== expected) {
      throw new InputError(`${nameOf(repository)}: the registry gave other bytes for ${expected}: they are ${digest}`);
    }
    const json = await jsonOf(repository, bytes);
    const { mediaType } = (json ?? {}) as { readonly mediaType?: unknown };
    const type = typeof mediaType === 'string' ? mediaType : (response.headers.get('content-type') ?? '').split(';')[0]!.trim();
    return { digest, mediaType: type, json };
  }

  private async fetch(repository: Repository, url: URL, accept: readonly string[]): Promise<Response> {
    const key = nameOf(repository);
    const send = (): Promise<Response> => {
      const authorization = this.authorizations.get(key);
      return get(url, { accept: accept.join(', '), ...(authorization !== undefined && { authorization }) });
    };
    const response = await send();
    if (response.status !== 401) return response;
    const challenge = parseChallenge(response.headers.get('www-authenticate'));
    if (challenge === undefined) throw new InputError(`${key}: the registry wants authorisation of a kind that strata does not know`);
    this.authorizations.set(key, await this.authorize(repository, challenge));
    const again = await send();
    if (again.status === 401) throw new InputError(`${key}: the registry refuses what it is shown; ${this.credentials.explain(repository.registry)}`);
    return again;
  }

  private async authorize(repository: Repository, { scheme, parameters }: Challenge): Promise<string> {
    const credentials = this.credentials.of(repository.registry);
    const basic = credentials && `Basic ${Buffer.from(`${credentials.user}:${credentials.password}`).toString('base64')}`;
    const missing = (): InputError =>
      new InputError(`${nameOf(repository)}: the registry wants credentials; ${this.credentials.explain(repository.registry)}`);
    if (scheme === 'basic') {
      if (basic === undefined) throw missing();
      return basic;
    }
    const { realm = '', service, scope = `repository:${repository.path}:pull` } = parameters;
    if (!URL.canParse(realm)) throw new InputError(`${nameOf(repository)}: the registry names no realm to get a token from`);
    const query = { ...(service !== undefined && { service }), scope };
    let response: Response;
    if (credentials?.identityToken !== undefined) {
      const body = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: credentials.identityToken, client_id: 'strata', ...query });
      response = await get(new URL(realm), {}, body);
    } else {
      const url = new URL(realm);
      for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
      response = await get(url, basic === undefined ? {} : { authorization: basic });
    }
    if (response.status === 401 || response.status === 403) throw missing();
    if (!response.ok) throw refusal(repository, response);
    const answer = (await jsonOf(repository, await bytesOf(repository, response))) as { readonly token?: unknown; readonly access_token?: unknown };
    const token = answer.token ?? answer.access_token;
    if (typeof token !== 'string') throw new InputError(`${nameOf(repository)}: ${url(realm)} gave no token`);
    return `Bearer ${token}`;
  }
}

export function nameOf({ registry, path }: Repository): string {
  return `${registry}/${path}`;
}

function urlOf({ registry, path }: Repository, rest: string): URL {
  const host = registry === 'docker.io' ? 'registry-1.docker.io' : registry;
  // As Docker has it, a registry on this very machine needs no certificate.
  const scheme = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::\d+)?$/.test(host) ? 'http' : 'https';
  return new URL(`${scheme}://${host}/v2/${path}/${rest}`);
}

async function get(address: URL, headers: Record<string, string>, body?: URLSearchParams): Promise<Response> {
  try {
    return await fetch(address, { headers, signal: AbortSignal.timeout(TIMEOUT_MS), ...(body && { method: 'POST', body }) });
  } catch (cause) {
    const why = (cause as { cause?: { message?: string } }).cause?.message ?? (cause as Error).message;
    throw new InputError(`${address.origin}: cannot be reached (${why})`, { cause });
  }
}

async function bytesOf(repository: Repository, response: Response): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += (chunk as Uint8Array).length;
    if (size > MOST_BYTES) throw new InputError(`${nameOf(repository)}: an answer of the registry has more than ${MOST_BYTES} bytes`);
    chunks.push(chunk as Uint8Array);
  }
  return Buffer.concat(chunks);
}

async function jsonOf(repository: Repository, bytes: Buffer): Promise<unknown> {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (cause) {
    throw new InputError(`${nameOf(repository)}: an answer of the registry is not JSON`, { cause });
  }
}

function refusal(repository: Repository, response: Response): InputError {
  return new InputError(
    `${nameOf(repository)}: the registry answered ${response.status} ${response.statusText} for ${new URL(response.url).pathname}`,
  );
}

function manifestsIn(index: unknown): readonly unknown[] {
  const { manifests } = (index ?? {}) as { readonly manifests?: unknown };
  return Array.isArray(manifests) ? manifests : [];
}

/** A further page stands in a `Link` header, and never at another host. */
function nextPage(response: Response, current: URL): URL | undefined {
  const link = /<([^>]+)>\s*;\s*rel="?next"?/.exec(response.headers.get('link') ?? '')?.[1];
  const next = link === undefined ? undefined : new URL(link, current);
  return next?.origin === current.origin ? next : undefined;
}

function url(text: string): string {
  return new URL(text).origin;
}
