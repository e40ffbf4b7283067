import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export const OCI_INDEX = 'application/vnd.oci.image.index.v1+json';
export const OCI_MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
export const IMAGE_CONFIG = 'application/vnd.oci.image.config.v1+json';

export interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

export interface RegistryOptions {
  /** What it wants: nothing, Basic, or a Bearer token that its own realm gives for Basic or to anybody. */
  readonly auth?: 'basic' | 'bearer' | 'anonymous-bearer';
  readonly user?: string;
  readonly password?: string;
  /** Whether it has the referrers API, or clients keep an index under a tag. */
  readonly referrersApi?: boolean;
  /** Referrers a page. */
  readonly pageSize?: number;
}

/** A registry in memory, as github.com/opencontainers/distribution-spec has it for a client that pulls. */
export class Registry {
  public readonly requests: string[] = [];
  public readonly authorizations: string[] = [];
  /** Bytes that are given instead of others, by digest. */
  public readonly corrupted = new Map<string, string>();
  private readonly contents = new Map<string, { readonly mediaType: string; readonly text: string }>();
  private readonly tags = new Map<string, string>();
  private readonly referrers = new Map<string, object[]>();
  private readonly server: Server;

  public constructor(private readonly options: RegistryOptions = {}) {
    this.server = createServer((request, response) => this.answer(request, response));
  }

  public async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  public async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  public get host(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Stores something; without a repository in its key, since one test has few of them. */
  public push(body: object, mediaType: string, repository?: string, tag?: string): Descriptor {
    const text = JSON.stringify(body);
    const digest = `sha256:${createHash('sha256').update(text).digest('hex')}`;
    this.contents.set(digest, { mediaType, text });
    if (tag !== undefined) this.tags.set(`${repository}:${tag}`, digest);
    return { mediaType, digest, size: text.length };
  }

  public image(os: string, architecture: string, variant?: string): Descriptor {
    const config = this.push({ os, architecture, ...(variant && { variant }) }, IMAGE_CONFIG);
    return this.push({ schemaVersion: 2, mediaType: OCI_MANIFEST, config, layers: [] }, OCI_MANIFEST);
  }

  public tag(repository: string, tag: string, digest: string): void {
    this.tags.set(`${repository}:${tag}`, digest);
  }

  public untag(repository: string, tag: string): void {
    this.tags.delete(`${repository}:${tag}`);
  }

  public remove(digest: string): void {
    this.contents.delete(digest);
  }

  public refer(repository: string, subject: string, artifactType: string): Descriptor {
    const manifest = this.push({ schemaVersion: 2, mediaType: OCI_MANIFEST, artifactType, subject }, OCI_MANIFEST);
    const all = [...(this.referrers.get(subject) ?? []), { ...manifest, artifactType }];
    this.referrers.set(subject, all);
    if (this.options.referrersApi === false) {
      this.push({ schemaVersion: 2, mediaType: OCI_INDEX, manifests: all }, OCI_INDEX, repository, subject.replace(':', '-'));
    }
    return manifest;
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url!, `http://${this.host}`);
    this.requests.push(`${request.method} ${url.pathname}`);
    this.authorizations.push(request.headers.authorization ?? '');
    if (url.pathname === '/token') return this.token(request, response, url);
    const match = /^\/v2\/(.+)\/(manifests|blobs|referrers)\/([^/]+)$/.exec(url.pathname);
    if (!match) return send(response, 404);
    const [, repository = '', kind, reference = ''] = match;
    if (!this.admits(request, repository)) {
      const challenge =
        this.options.auth === 'basic'
          ? 'Basic realm="test"'
          : `Bearer realm="http://${this.host}/token",service="test",scope="repository:${repository}:pull"`;
      return send(response, 401, '{"errors":[{"code":"UNAUTHORIZED"}]}', { 'www-authenticate': challenge });
    }
    if (kind === 'referrers') return this.sendReferrers(response, url, reference);
    const digest = reference.includes(':') ? reference : this.tags.get(`${repository}:${reference}`);
    const content = digest === undefined ? undefined : this.contents.get(digest);
    if (content === undefined) return send(response, 404, '{"errors":[{"code":"MANIFEST_UNKNOWN"}]}');
    const accepted = (request.headers.accept ?? '').split(',').map((each) => each.trim());
    if (kind === 'manifests' && !accepted.includes(content.mediaType)) return send(response, 404, '{"errors":[{"code":"MANIFEST_UNKNOWN"}]}');
    send(response, 200, this.corrupted.get(digest!) ?? content.text, { 'content-type': content.mediaType, 'docker-content-digest': digest! });
  }

  private sendReferrers(response: ServerResponse, url: URL, subject: string): void {
    if (this.options.referrersApi === false) return send(response, 404);
    const { pageSize = 100 } = this.options;
    const from = Number(url.searchParams.get('from') ?? 0);
    const all = this.referrers.get(subject) ?? [];
    const body = JSON.stringify({ schemaVersion: 2, mediaType: OCI_INDEX, manifests: all.slice(from, from + pageSize) });
    const more = from + pageSize < all.length;
    send(response, 200, body, { 'content-type': OCI_INDEX, ...(more && { link: `<${url.pathname}?from=${from + pageSize}>; rel="next"` }) });
  }

  private token(request: IncomingMessage, response: ServerResponse, url: URL): void {
    const { auth, user, password } = this.options;
    if (request.method === 'POST') {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        const form = new URLSearchParams(body);
        if (form.get('refresh_token') !== password || form.get('grant_type') !== 'refresh_token') return send(response, 401);
        send(response, 200, JSON.stringify({ access_token: `token-of-${form.get('scope')}` }));
      });
      return;
    }
    if (auth === 'bearer' && request.headers.authorization !== basic(user, password)) return send(response, 401);
    send(response, 200, JSON.stringify({ token: `token-of-${url.searchParams.get('scope')}` }));
  }

  private admits(request: IncomingMessage, repository: string): boolean {
    const { auth, user, password } = this.options;
    if (auth === undefined) return true;
    const { authorization } = request.headers;
    return auth === 'basic' ? authorization === basic(user, password) : authorization === `Bearer token-of-repository:${repository}:pull`;
  }
}

function basic(user = '', password = ''): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

function send(response: ServerResponse, status: number, text = '{}', headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(text);
}
