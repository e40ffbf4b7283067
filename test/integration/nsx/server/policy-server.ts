import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Manager } from './manager';
import { Refusal } from './refusals';
import { answer } from './routes';
import { BUILT_IN } from './seed';
import type { Seed } from './seed';
import type { NsxObject } from './state';
import { isBody } from './values';
import type { Body } from './values';

/** A request that has been answered. */
export interface LoggedRequest {
  readonly method: string;
  /** As it was sent, with the query. */
  readonly path: string;
  readonly status: number;
  /** Why it was refused. @default - it was not */
  readonly refusal?: string;
}

export interface PolicyServerOptions {
  /** What the manager says its version is; the provider decides by it what it sends. @default '9.1.1.0.0' */
  readonly version?: string;
}

interface Answer {
  readonly status: number;
  readonly body?: Body;
  readonly refusal?: string;
}

const POLICY = '/policy/api/v1';
/** No path of NSX: where whoever makes or removes a machine says so, as hosts do by ways of their own. */
const REPORTED = '/hosts/machines';

/** An NSX manager in memory, as far as Terraform sees one. README.md lists the calls. */
export class PolicyServer {
  private readonly log: LoggedRequest[] = [];
  private readonly manager = new Manager();
  private readonly http = createServer((request, response) => void this.serve(request, response));

  public constructor(private readonly options: PolicyServerOptions = {}) {
    this.manager.seed(BUILT_IN);
  }

  /** Starts it on a free port. @returns where it listens, such as `http://127.0.0.1:40123` */
  public async listen(): Promise<string> {
    this.http.listen(0, '127.0.0.1');
    await once(this.http, 'listening');
    return `http://127.0.0.1:${(this.http.address() as AddressInfo).port}`;
  }

  public async close(): Promise<void> {
    this.http.closeAllConnections();
    this.http.close();
    await once(this.http, 'close');
  }

  /** Adds what exists before Terraform comes. {@link BUILT_IN} is there always. @throws Refusal */
  public seed(objects: readonly Seed[]): void {
    this.manager.seed(objects);
  }

  /** Every object there is, by its path. */
  public objects(): ReadonlyMap<string, NsxObject> {
    return new Map(this.manager.state.all().map((object) => [object.path, object]));
  }

  /** What one records of the manager. */
  public export(): Body {
    return this.manager.export();
  }

  /** What the documentation calls undetermined and NSX takes all the same. */
  public warnings(): string[] {
    return this.manager.warnings();
  }

  public get requests(): readonly LoggedRequest[] {
    return this.log;
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = request.method ?? 'GET';
    const url = new URL(request.url ?? '/', 'http://manager');
    const { status, body, refusal } = this.answer(method, url, await text(request));
    this.log.push({ method, path: request.url ?? '/', status, ...(refusal !== undefined && { refusal }) });
    if (url.pathname === '/api/session/create') {
      response.setHeader('set-cookie', 'JSESSIONID=strata; Path=/; HttpOnly');
      response.setHeader('x-xsrf-token', 'strata');
    }
    response.writeHead(status, { 'content-type': 'application/json' }).end(body === undefined ? '' : JSON.stringify(body));
  }

  private answer(method: string, url: URL, sent: string): Answer {
    try {
      if (method === 'POST' && url.pathname === REPORTED) return this.reported(bodyOf(sent));
      if (method === 'DELETE' && url.pathname.startsWith(`${REPORTED}/`))
        return this.gone(decodeURIComponent(url.pathname.slice(REPORTED.length + 1)));
      if (url.pathname.startsWith('/api/')) return this.outsidePolicy(method, url);
      if (!url.pathname.startsWith(`${POLICY}/`)) throw new Refusal('no-such-path', `there is no ${url.pathname}`);
      const path = decodeURIComponent(url.pathname.slice(POLICY.length));
      const body = answer(this.manager, { method, path, query: url.searchParams, body: bodyOf(sent) });
      return { status: 200, ...(body && { body }) };
    } catch (fault) {
      if (!(fault instanceof Refusal))
        return { status: 500, body: { httpStatus: 'INTERNAL_SERVER_ERROR', error_message: String((fault as Error).stack) } };
      return { status: fault.class.status, body: fault.body, refusal: fault.refusal };
    }
  }

  private reported(machine: Body): Answer {
    this.manager.seed([machine as Seed]);
    return { status: 200 };
  }

  private gone(computeId: string): Answer {
    this.manager.inventory.remove(computeId);
    return { status: 200 };
  }

  /** What the provider asks when it starts. Any user and password will do. */
  private outsidePolicy(method: string, { pathname }: URL): Answer {
    const version = this.options.version ?? '9.1.1.0.0';
    if (method === 'POST' && ['/api/session/create', '/api/session/destroy'].includes(pathname)) return { status: 200 };
    if (method === 'GET' && pathname === '/api/v1/node/version') return { status: 200, body: { node_version: version, product_version: version } };
    if (method === 'GET' && pathname === '/api/v1/licenses') return { status: 200, body: { results: [], result_count: 0 } };
    throw new Refusal('no-such-path', `there is no ${method} ${pathname}`);
  }
}

function bodyOf(sent: string): Body {
  if (sent === '') return {};
  let body: unknown;
  try {
    body = JSON.parse(sent);
  } catch (fault) {
    throw new Refusal('wrong-type', `the body is no JSON: ${(fault as Error).message}`);
  }
  if (!isBody(body)) throw new Refusal('wrong-type', 'the body is no object');
  return body;
}
