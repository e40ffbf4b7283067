import { Agent, request } from 'node:https';

/** What the API server did not do, in its own words. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly reason: string,
    message: string,
  ) {
    super(message);
    this.name = 'ApiError';
  }
}

export interface Answer {
  readonly body: unknown;
  /** What the server warns of: deprecated versions, pods that a Pod Security level would refuse. */
  readonly warnings: readonly string[];
}

export interface ApiClientOptions {
  /** Such as `https://127.0.0.1:40124`. */
  readonly url: string;
  /** The certificate it must answer with. */
  readonly ca: string;
  /** @default - nobody in particular */
  readonly token?: string;
}

/** Speaks JSON with an API server. */
export class ApiClient {
  private readonly agent: Agent;

  constructor(private readonly options: ApiClientOptions) {
    this.agent = new Agent({ keepAlive: true, ca: options.ca });
  }

  get(path: string): Promise<Answer> {
    return this.call('GET', path);
  }

  post(path: string, body: unknown): Promise<Answer> {
    return this.call('POST', path, body);
  }

  delete(path: string): Promise<Answer> {
    return this.call('DELETE', path);
  }

  /** Changes what the fields name, and nothing else. */
  merge(path: string, body: unknown): Promise<Answer> {
    return this.call('PATCH', path, body, 'application/merge-patch+json');
  }

  /** A server-side apply: JSON is YAML too. */
  apply(path: string, body: unknown): Promise<Answer> {
    return this.call('PATCH', path, body, 'application/apply-patch+yaml');
  }

  /** Leaves no connection open. */
  close(): void {
    this.agent.destroy();
  }

  /** @throws ApiError where the answer is no success */
  private call(method: string, path: string, body?: unknown, type = 'application/json'): Promise<Answer> {
    const { url, token } = this.options;
    const headers = {
      accept: 'application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': type }),
    };
    return new Promise((resolve, reject) => {
      const call = request(new URL(path, url), { method, headers, agent: this.agent, timeout: TIMEOUT }, (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (piece: string) => (text += piece));
        answer.on('error', reject);
        answer.on('end', () => {
          const status = answer.statusCode!;
          if (status >= 200 && status < 300) resolve({ body: parsed(text), warnings: warningsOf(answer.rawHeaders) });
          else reject(errorOf(status, text, `${method} ${path}`));
        });
      });
      call.on('timeout', () => call.destroy(new Error(`${method} ${path}: no answer within ${TIMEOUT / 1000} seconds`)));
      call.on('error', reject);
      call.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }
}

/** In milliseconds. */
const TIMEOUT = 30_000;

/** `/readyz` and its like answer in plain text. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function errorOf(status: number, text: string, call: string): ApiError {
  const { message, reason } = (parsed(text) ?? {}) as { readonly message?: string; readonly reason?: string };
  return new ApiError(status, reason ?? '', message ?? `${call}: ${status}: ${text.trim()}`);
}

/** Each is `299 - "text"`, with quotes and backslashes escaped. */
function warningsOf(rawHeaders: readonly string[]): readonly string[] {
  const values = rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]!.toLowerCase() === 'warning');
  return values.map((value) => (/^299 \S+ "(.*)"$/s.exec(value)?.[1] ?? value).replace(/\\(.)/g, '$1'));
}
