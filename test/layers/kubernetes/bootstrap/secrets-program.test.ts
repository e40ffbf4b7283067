import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { SECRETS_PROGRAM } from '../../../../lib/layers/kubernetes/bootstrap/secrets-program';
import { aCluster, filesOf, FIRST, SECOND, WORKER } from './plans';

/** Where there is no Python these tests are skipped: a node has it, a machine that runs the unit tests need not. */
const python = spawnSync('python3', ['--version']).status === 0;

const WRAPPING = 'hvs.wrapping';
const CLIENT = 'hvs.client';
const PEM = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
const KEY = Buffer.alloc(32, 7).toString('base64');
const JOIN = 'secret/data/kubernetes/prod/join';
const CONTROL_PLANE = 'secret/data/kubernetes/prod/control-plane';
const SECRETS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  [JOIN]: { token: 'abcdef.0123456789abcdef', 'ca.crt': PEM },
  [CONTROL_PLANE]: {
    'ca.key': 'the key of the authority',
    'front-proxy-ca.crt': PEM,
    'front-proxy-ca.key': 'x',
    'etcd/ca.crt': PEM,
    'etcd/ca.key': 'x',
    'sa.pub': 'x',
    'sa.key': 'x',
    'encryption.key': KEY,
  },
};

interface Vault {
  /** What made the answer that the token wraps; a number is the status of the refusal. */
  readonly wraps?: string | number;
  readonly secrets?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** How many requests it answers by 503 first. */
  readonly sealed?: number;
}

/** A Vault that knows one wrapping token, and writes down what it was asked. */
async function vault({
  wraps = 'auth/token/create/prod-worker',
  secrets = SECRETS,
  sealed = 0,
}: Vault): Promise<{ server: Server; asked: string[] }> {
  const asked: string[] = [];
  const answer = async (request: IncomingMessage): Promise<[number, unknown]> => {
    const body = await text(request);
    const path = request.url!.replace('/v1/', '').replace(/\?.*/, '');
    const token = request.headers['x-vault-token'];
    asked.push(`${request.method!} ${path}`);
    if (asked.length <= sealed) return [503, {}];
    if (path === 'sys/health') return [200, {}];
    if (path === 'sys/wrapping/lookup' && typeof wraps === 'number') return [wraps, { errors: ['wrapping token is not valid or does not exist'] }];
    if (path === 'sys/wrapping/lookup') return body.includes(WRAPPING) ? [200, { data: { creation_path: wraps } }] : [400, {}];
    if (path === 'sys/wrapping/unwrap') return token === WRAPPING ? [200, { auth: { client_token: CLIENT } }] : [400, {}];
    if (token !== CLIENT) return [403, {}];
    if (path === 'auth/token/revoke-self') return [204, undefined];
    return secrets[path] === undefined ? [403, {}] : [200, { data: { data: secrets[path] } }];
  };
  const server = createServer((request, response) => {
    void answer(request).then(([status, content]) => response.writeHead(status).end(content === undefined ? undefined : JSON.stringify(content)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, asked };
}

async function text(request: IncomingMessage): Promise<string> {
  let all = '';
  for await (const part of request) all += String(part);
  return all;
}

interface Ran {
  readonly status: number;
  readonly said: string;
  readonly asked: readonly string[];
  /** A file of the node; undefined where it is not there. */
  readonly file: (path: string) => string | undefined;
  readonly mode: (path: string) => string;
}

const CONTROL_PLANE_FILES = [
  '/etc/kubernetes/pki/ca.crt',
  '/etc/kubernetes/pki/ca.key',
  '/etc/kubernetes/pki/etcd/ca.key',
  '/etc/kubernetes/pki/sa.pub',
  '/etc/kubernetes/encryption/config.yaml',
];

interface Case {
  readonly role?: typeof WORKER;
  readonly store?: Vault;
  readonly wrapping?: string;
}

const refused = (join: Readonly<Record<string, string>>): Case => ({ store: { secrets: { [JOIN]: join } } });
const withKey = (key: string): Case => ({
  role: FIRST,
  store: { secrets: { ...SECRETS, [CONTROL_PLANE]: { ...SECRETS[CONTROL_PLANE], 'encryption.key': key } } },
});

const CASES = {
  worker: {},
  first: { role: FIRST },
  second: { role: SECOND },
  sealed: { store: { sealed: 3 } },
  'there is no token': { wrapping: '' },
  'the token was used or has expired': { store: { wraps: 400 } },
  'the token wraps what somebody made up': { store: { wraps: 'sys/wrapping/wrap' } },
  'the policy does not let it read': { store: { secrets: {} } },
  'the store lacks a secret': refused({ token: 'abcdef.0123456789abcdef' }),
  'a secret is empty': refused({ token: 'abcdef.0123456789abcdef', 'ca.crt': ' ' }),
  'the join token is none': refused({ token: 'x', 'ca.crt': PEM }),
  'a certificate is none': refused({ token: 'abcdef.0123456789abcdef', 'ca.crt': 'x' }),
  'the key is short': withKey(Buffer.alloc(16).toString('base64')),
  'the key is no base64': withKey('%%%'),
} as const satisfies Readonly<Record<string, Case>>;
type Name = keyof typeof CASES;

/** Runs the program for every folder in one process: Python takes longer to start than all of them. */
const DRIVER = `
import contextlib, io, json, runpy, sys, traceback
program = runpy.run_path(sys.argv[1])
for root in sys.argv[2:]:
    said, status = io.StringIO(), 0
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        try:
            program["main"](root + "/etc/strata/secrets.json", root + "/run/strata/wrapping-token")
        except SystemExit as end:
            status = 1
            print(end.code)
        except BaseException:
            status = 2
            traceback.print_exc()
    print(json.dumps({"status": status, "said": said.getvalue()}))
`;

function put(root: string, path: string, content: string): void {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), content);
}

/** A node whose root is a folder, and its Vault. */
async function prepared(root: string, { role = WORKER, store = {}, wrapping = WRAPPING }: Case): Promise<{ server: Server; asked: string[] }> {
  const { server, asked } = await vault(store);
  for (const [path, content] of Object.entries(filesOf(aCluster(), role))) put(root, path, content.replace(/(?<=")\/(?=etc|run)/g, `${root}/`));
  const plan = JSON.parse(readFileSync(join(root, '/etc/strata/secrets.json'), 'utf8')) as object;
  put(root, '/etc/strata/secrets.json', JSON.stringify({ ...plan, address: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }));
  put(root, '/run/strata/wrapping-token', `${wrapping}\n`);
  return { server, asked };
}

async function run(program: string, roots: readonly string[]): Promise<{ status: number; said: string }[]> {
  const child = spawn('python3', ['-c', DRIVER, program, ...roots], { env: { PATH: process.env.PATH }, stdio: ['ignore', 'pipe', 'inherit'] });
  let printed = '';
  child.stdout.on('data', (part) => (printed += String(part)));
  await new Promise((resolve) => child.on('close', resolve));
  return printed
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { status: number; said: string });
}

(python ? describe : describe.skip)('the program that fetches secrets', () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'strata-nodes-')));
  const ran = new Map<Name, Ran>();

  beforeAll(async () => {
    const program = join(folder, 'program');
    writeFileSync(program, SECRETS_PROGRAM.replace('time.sleep(5)', 'time.sleep(0.01)'));
    const names = Object.keys(CASES) as Name[];
    const roots = names.map((_, index) => join(folder, String(index)));
    const vaults = await Promise.all(names.map((name, index) => prepared(roots[index]!, CASES[name])));
    const results = await run(program, roots);
    names.forEach((name, index) => {
      const at = (path: string): string => join(roots[index]!, path);
      ran.set(name, {
        ...results[index]!,
        asked: vaults[index]!.asked,
        file: (path) => (existsSync(at(path)) ? readFileSync(at(path), 'utf8') : undefined),
        mode: (path) => (statSync(at(path)).mode & 0o777).toString(8),
      });
    });
    for (const { server } of vaults) server.close();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('gives a worker what it joins by, and nothing else', () => {
    const { status, said, asked, file, mode } = ran.get('worker')!;
    expect({ status, said }).toEqual({ status: 0, said: '' });
    expect(asked).toEqual(['GET sys/health', 'POST sys/wrapping/lookup', 'POST sys/wrapping/unwrap', `GET ${JOIN}`, 'POST auth/token/revoke-self']);
    expect(parse(file('/run/strata/discovery.conf')!)).toMatchObject({
      clusters: [{ cluster: { 'certificate-authority-data': Buffer.from(PEM).toString('base64') } }],
      users: [{ user: { token: 'abcdef.0123456789abcdef' } }],
    });
    expect(mode('/run/strata/discovery.conf')).toBe('600');
    for (const path of CONTROL_PLANE_FILES) expect(file(path)).toBeUndefined();
  });

  test('gives the first node the keys of the cluster, and the join token to make it with', () => {
    const { status, file, mode } = ran.get('first')!;
    expect(status).toBe(0);
    expect(file('/run/strata/kubeadm-init.yaml')).toContain('token: "abcdef.0123456789abcdef"');
    expect(file('/etc/kubernetes/encryption/config.yaml')).toContain(`secret: "${KEY}"`);
    expect(file('/etc/kubernetes/pki/ca.key')).toBe('the key of the authority');
    expect(mode('/run/strata/kubeadm-init.yaml')).toBe('600');
    for (const path of CONTROL_PLANE_FILES) expect(mode(path)).toBe(/\.(?:crt|pub)$/.test(path) ? '644' : '600');
  });

  test('gives another node of the control plane the same keys, and what it joins by', () => {
    const { status, file } = ran.get('second')!;
    expect(status).toBe(0);
    expect(file('/etc/kubernetes/pki/sa.pub')).toBe('x');
    expect(file('/run/strata/kubeadm-init.yaml')).toBeUndefined();
    expect(file('/run/strata/discovery.conf')).toContain('abcdef.0123456789abcdef');
  });

  test('leaves no wrapping token behind, also when it fails', () => {
    for (const { file } of ran.values()) expect(file('/run/strata/wrapping-token')).toBeUndefined();
  });

  test('waits for a Vault that is sealed, and asks for the secret behind the token once', () => {
    const { status, asked } = ran.get('sealed')!;
    expect(status).toBe(0);
    expect(asked.filter((each) => each === 'GET sys/health')).toHaveLength(4);
    expect(asked.filter((each) => each === 'POST sys/wrapping/unwrap')).toHaveLength(1);
  });

  test.each<[Name, string]>([
    ['there is no token', 'the VM was given no wrapping token: add one for this node to the variable prod_wrapping_tokens, and replace the VM'],
    ['the token was used or has expired', 'the wrapping token is not valid (HTTP 400): it has expired, or somebody has used it.'],
    ['the token wraps what somebody made up', 'wraps an answer of sys/wrapping/wrap, and no token of Vault'],
    ['the policy does not let it read', `cannot read ${JOIN} (HTTP 403)`],
    ['the store lacks a secret', 'the store has no ca.crt'],
    ['a secret is empty', 'the store has no ca.crt'],
    ['the join token is none', 'token is no bootstrap token'],
    ['a certificate is none', 'ca.crt is no certificate in PEM'],
    ['the key is short', 'encryption.key has to be 32 bytes in base64'],
    ['the key is no base64', 'encryption.key has to be 32 bytes in base64'],
  ])('says so where %s, and shows no secret', (name, message) => {
    const { status, said } = ran.get(name)!;
    expect({ status, said }).toEqual({ status: 1, said: expect.stringContaining(message) as string });
    expect(said).toMatch(/^strata-secrets: .*\n$/);
    expect(said).not.toMatch(/hvs\.|abcdef/);
  });
});
