import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import type { Vcsim } from '../tools/vcsim';

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly cookie: string;
}

/** What the simulator says it can do. */
export async function about(simulator: Vcsim): Promise<{ methods: string[]; types: string[] }> {
  return JSON.parse((await send(new URL('/about', simulator.url), 'GET')).body) as { methods: string[]; types: string[] };
}

/** A session, as a cookie; undefined where the password is refused. */
export async function logIn(simulator: Vcsim, password: string): Promise<string | undefined> {
  const answer = await call(simulator, 'SessionManager', 'Login', `<userName>${simulator.user}</userName><password>${password}</password>`);
  return answer.status === 200 ? answer.cookie : undefined;
}

/** The type and id of what stands at an inventory path such as `fra1/vm/debian-12`. */
export async function findByPath(simulator: Vcsim, session: string, path: string): Promise<string | undefined> {
  const answer = await call(simulator, 'SearchIndex', 'FindByInventoryPath', `<inventoryPath>${path}</inventoryPath>`, session);
  return /<returnval[^>]*>([^<]+)</.exec(answer.body)?.[1];
}

function call(simulator: Vcsim, object: string, method: string, parameters: string, cookie = ''): Promise<Answer> {
  const self = `<_this type="${object}">${object}</_this>`;
  const body = `<${method} xmlns="urn:vim25">${self}${parameters}</${method}>`;
  const envelope = `<Envelope xmlns="http://schemas.xmlsoap.org/soap/envelope/"><Body>${body}</Body></Envelope>`;
  return send(new URL(simulator.url), 'POST', envelope, cookie);
}

/** The simulator signs its own certificate. */
function send(url: URL, method: string, body = '', cookie = ''): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'text/xml', ...(cookie ? { cookie } : {}) };
    const sent = request(url, { method, headers, rejectUnauthorized: false }, (response) => {
      text(response).then((body) => {
        resolve({
          status: response.statusCode ?? 0,
          body,
          cookie: (response.headers['set-cookie'] ?? []).map((each) => each.split(';')[0]).join('; '),
        });
      }, reject);
    });
    sent.on('error', reject).end(body);
  });
}
