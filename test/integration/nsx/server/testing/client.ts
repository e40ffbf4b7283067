export type Json = Record<string, unknown>;

interface Answer {
  readonly status: number;
  readonly body: Json;
}

/** Speaks to the Policy API at an address. */
export class Client {
  public constructor(private readonly url: string) {}

  public async call(method: string, path: string, body?: unknown): Promise<Answer> {
    const response = await fetch(`${this.url}/policy/api/v1${path}`, { method, ...(body !== undefined && { body: JSON.stringify(body) }) });
    const text = await response.text();
    return { status: response.status, body: text === '' ? {} : (JSON.parse(text) as Json) };
  }

  /** A request that must succeed. */
  public async done(method: string, path: string, body?: unknown): Promise<Json> {
    const answer = await this.call(method, path, body);
    if (answer.status !== 200) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  public patch(path: string, body: unknown): Promise<Json> {
    return this.done('PATCH', path, body);
  }

  public async list(path: string): Promise<Json[]> {
    return (await this.done('GET', path)).results as Json[];
  }
}
