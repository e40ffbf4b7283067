import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CredentialStore } from '../../../lib/cli/registry/credentials';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'strata-docker-'))));
afterEach(() => rmSync(folder, { recursive: true }));

function store(config?: unknown): CredentialStore {
  if (config !== undefined) writeFileSync(join(folder, 'config.json'), typeof config === 'string' ? config : JSON.stringify(config));
  return CredentialStore.fromEnvironment({ DOCKER_CONFIG: folder });
}

const auth = Buffer.from('ann:s:cret').toString('base64');

test.each([
  ['a host', 'registry.example.com:5000', 'registry.example.com:5000'],
  ['a URL', 'https://registry.example.com/v2/', 'registry.example.com'],
  ['Docker Hub, as Docker writes it', 'https://index.docker.io/v1/', 'docker.io'],
])('credentials stand under %s', (_, key, registry) => {
  expect(store({ auths: { [key]: { auth } } }).of(registry)).toEqual({ user: 'ann', password: 's:cret' });
});

test('they may stand in clear, or be an identity token', () => {
  const all = store({ auths: { a: { username: 'ann', password: 'x' }, b: { auth, identitytoken: 'refresh' }, c: {} } });
  expect(all.of('a')).toEqual({ user: 'ann', password: 'x' });
  expect(all.of('b')).toEqual({ user: '', password: '', identityToken: 'refresh' });
  expect([all.of('c'), all.of('a:443')]).toEqual([undefined, undefined]);
});

test('there are none without a configuration', () => {
  expect(store().of('a')).toBeUndefined();
  expect(store().explain('a')).toMatch(/config\.json has no credentials of a in `auths`; sign in with `docker login a`$/);
});

test('a helper is named, and not run', () => {
  expect(store({ auths: { a: {} }, credsStore: 'desktop' }).explain('a')).toMatch(
    /keeps credentials with the helper `docker-credential-desktop`, which strata does not run/,
  );
  expect(store({ credsStore: 'desktop', credHelpers: { a: 'ecr-login' } }).explain('a')).toContain('`docker-credential-ecr-login`');
});

test('a configuration that is no JSON is refused', () => {
  expect(() => store('{')).toThrow(/config\.json: cannot be read as JSON/);
});
