import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../lib/cli/program';
import { IMAGE_LOCK_SCHEMA, type LockEntry } from '../../lib/estate';
import { parseImageLock } from '../../lib/estate/image/parse-lock';
import { IMAGE_CONFIG, OCI_INDEX, OCI_MANIFEST, Registry, type RegistryOptions } from './registry/server';

let folder: string;
let file: string;
let registry: Registry;
const docker = process.env.DOCKER_CONFIG;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'strata-images-'));
  file = join(folder, 'images.lock.json');
  process.env.DOCKER_CONFIG = folder;
});
afterEach(async () => {
  await registry.stop();
  rmSync(folder, { recursive: true });
  if (docker === undefined) delete process.env.DOCKER_CONFIG;
  else process.env.DOCKER_CONFIG = docker;
});

async function serve(options: RegistryOptions = {}): Promise<Registry> {
  return (registry = await new Registry(options).start());
}

async function strata(...args: string[]) {
  let [out, err] = ['', ''];
  const exit = await run(['images', ...args, '--file', file], { out: (text) => (out += text), err: (text) => (err += text) });
  return { exit, out, err };
}

const text = () => readFileSync(file, 'utf8');
const entries = () => (JSON.parse(text()) as { images: LockEntry[] }).images;

/** An index of two platforms, which BuildKit says something of. */
function web(): string {
  const platform = (os: string, architecture: string, variant?: string) => ({ os, architecture, ...(variant && { variant }) });
  const amd64 = registry.image('linux', 'amd64');
  const arm64 = registry.image('linux', 'arm64', 'v8');
  const attestation = registry.image('unknown', 'unknown');
  const manifests = [
    { ...arm64, platform: platform('linux', 'arm64', 'v8') },
    { ...amd64, platform: platform('linux', 'amd64') },
    { ...attestation, platform: platform('unknown', 'unknown'), annotations: { 'vnd.docker.reference.type': 'attestation-manifest' } },
  ];
  return registry.push({ schemaVersion: 2, mediaType: OCI_INDEX, manifests }, OCI_INDEX, 'shop/web', '1.4').digest;
}

describe('strata images lock', () => {
  test('writes the digest, the platforms and the referrers of an index', async () => {
    await serve({ pageSize: 1 });
    const digest = web();
    const sbom = registry.refer('shop/web', digest, 'application/spdx+json');
    const signature = registry.refer('shop/web', digest, 'application/vnd.dev.sigstore.bundle.v0.3+json');
    const reference = `${registry.host}/shop/web:1.4`;
    expect(await strata('lock', reference)).toEqual({ exit: 0, out: `${reference}  ${digest} (new)\n${file}: 1 image\n`, err: '' });
    expect(entries()).toEqual([
      {
        reference,
        digest,
        mediaType: OCI_INDEX,
        platforms: [
          { os: 'linux', architecture: 'amd64', digest: registry.image('linux', 'amd64').digest },
          { os: 'linux', architecture: 'arm64', variant: 'v8', digest: registry.image('linux', 'arm64', 'v8').digest },
        ],
        referrers: [
          { artifactType: 'application/spdx+json', digest: sbom.digest },
          { artifactType: 'application/vnd.dev.sigstore.bundle.v0.3+json', digest: signature.digest },
        ],
      },
    ]);
    expect(typeof parseImageLock(text())).toBe('object');
  });

  test('asks the configuration of a single image, or of an index that does not say, for its platform', async () => {
    await serve();
    const arm = registry.image('linux', 'arm64', 'v8');
    registry.tag('one', '1', arm.digest);
    registry.push({ schemaVersion: 2, mediaType: OCI_INDEX, manifests: [arm] }, OCI_INDEX, 'index', '1');
    expect((await strata('lock', `${registry.host}/one:1`, `${registry.host}/index:1`)).exit).toBe(0);
    const platform = { os: 'linux', architecture: 'arm64', variant: 'v8' };
    expect(entries().map(({ platforms }) => platforms)).toEqual([[{ ...platform, digest: arm.digest }], [platform]]);
  });

  test('finds referrers under their tag where the registry has no API for them', async () => {
    await serve({ referrersApi: false });
    const digest = web();
    const signature = registry.refer('shop/web', digest, 'application/vnd.example.signature');
    registry.tag('other', '1', registry.image('linux', 'amd64').digest);
    expect((await strata('lock', `${registry.host}/shop/web:1.4`, `${registry.host}/other:1`)).exit).toBe(0);
    expect(entries().map(({ referrers }) => referrers)).toEqual([
      [],
      [{ artifactType: 'application/vnd.example.signature', digest: signature.digest }],
    ]);
    expect(registry.requests).toContain(`GET /v2/shop/web/manifests/${digest.replace(':', '-')}`);
  });

  test('records the whole manifest of a wasm artifact', async () => {
    await serve();
    const layer = registry.push({ not: 'really wasm' }, 'application/wasm');
    const component = { imports: ['wasi:http/types@0.2.0'], exports: ['wasi:http/incoming-handler@0.2.0'], target: 'wasi:http/proxy@0.2.0' };
    const body = { created: '2024-09-25T00:00:00Z', architecture: 'wasm', os: 'wasip2', layerDigests: [layer.digest], component };
    const config = registry.push(body, 'application/vnd.wasm.config.v0+json');
    registry.push({ schemaVersion: 2, mediaType: OCI_MANIFEST, config, layers: [layer] }, OCI_MANIFEST, 'pricing', '1');
    await strata('lock', `${registry.host}/pricing:1`);
    expect(entries()[0]).toMatchObject({
      platforms: [{ os: 'wasip2', architecture: 'wasm' }],
      wasm: {
        reference: `${registry.host}/pricing:1`,
        digest: entries()[0]!.digest,
        mediaType: OCI_MANIFEST,
        configMediaType: 'application/vnd.wasm.config.v0+json',
        layers: [{ mediaType: 'application/wasm', digest: layer.digest }],
        config: { architecture: 'wasm', os: 'wasip2', layerDigests: [layer.digest], component },
      },
    });
    expect(typeof parseImageLock(text())).toBe('object');
  });

  test('says of what is no image what it is, and no platform', async () => {
    await serve();
    const config = registry.push({}, 'application/vnd.cncf.helm.config.v1+json');
    registry.push({ schemaVersion: 2, mediaType: OCI_MANIFEST, config, layers: [] }, OCI_MANIFEST, 'chart', '1');
    const empty = registry.push({}, 'application/vnd.oci.empty.v1+json');
    registry.push(
      { schemaVersion: 2, mediaType: OCI_MANIFEST, artifactType: 'application/x-policy', config: empty, layers: [] },
      OCI_MANIFEST,
      'policy',
      '1',
    );
    await strata('lock', `${registry.host}/chart:1`, `${registry.host}/policy:1`);
    expect(entries().map(({ artifactType, platforms }) => [artifactType, platforms])).toEqual([
      ['application/vnd.cncf.helm.config.v1+json', []],
      ['application/x-policy', []],
    ]);
  });

  test('keeps the others, in the order of the alphabet, and locks all again without a reference', async () => {
    await serve();
    web();
    for (const name of ['b', 'a']) registry.tag(name, '1', registry.image('linux', 'amd64').digest);
    await strata('lock', `${registry.host}/b:1`, `${registry.host}/shop/web:1.4`);
    await strata('lock', `${registry.host}/a:1`);
    expect(entries().map(({ reference }) => reference.split('/').at(-1))).toEqual(['a:1', 'b:1', 'web:1.4']);
    const before = text();
    const { out } = await strata('lock');
    expect(text()).toBe(before);
    expect(out.match(/\(unchanged\)/g)).toHaveLength(3);
    registry.tag('b', '1', registry.image('linux', 'arm64').digest);
    expect((await strata('lock', `${registry.host}/b:1`)).out).toMatch(/b:1 {2}sha256:\w+ \(was sha256:\w+\)/);
    registry.refer('a', entries()[0]!.digest, 'application/spdx+json');
    expect((await strata('lock', `${registry.host}/a:1`)).out).toContain('(the same image, with other referrers)');
  });

  test.each<[string, RegistryOptions, object]>([
    ['a token for anybody', { auth: 'anonymous-bearer' }, {}],
    ['a token for credentials', { auth: 'bearer', user: 'ann', password: 'x' }, { auth: Buffer.from('ann:x').toString('base64') }],
    ['a token for a refresh token', { auth: 'bearer', password: 'refresh' }, { identitytoken: 'refresh' }],
    ['credentials', { auth: 'basic', user: 'ann', password: 'x' }, { username: 'ann', password: 'x' }],
  ])('shows a registry %s', async (_, options, entry) => {
    await serve(options);
    web();
    writeFileSync(join(folder, 'config.json'), JSON.stringify({ auths: { [registry.host]: entry } }));
    expect(await strata('lock', `${registry.host}/shop/web:1.4`)).toMatchObject({ exit: 0, err: '' });
    expect(registry.requests.filter((request) => request.includes('/token')).length).toBe(options.auth === 'basic' ? 0 : 1);
  });

  test('says why it has no credentials, and never shows any', async () => {
    await serve({ auth: 'bearer', user: 'ann', password: 'right' });
    web();
    const reference = `${registry.host}/shop/web:1.4`;
    expect(await strata('lock', reference)).toMatchObject({ exit: 2, err: expect.stringContaining('the registry wants credentials') });
    writeFileSync(join(folder, 'config.json'), JSON.stringify({ credsStore: 'desktop' }));
    expect((await strata('lock', reference)).err).toContain('the helper `docker-credential-desktop`, which strata does not run');
    writeFileSync(join(folder, 'config.json'), JSON.stringify({ auths: { [registry.host]: { username: 'ann', password: 'hunter2' } } }));
    const { err } = await strata('lock', reference);
    expect(err).toContain('the registry wants credentials');
    expect(err).not.toContain('hunter2');
    expect(existsSync(file)).toBe(false);
  });

  test('refuses bytes that are not those of their digest', async () => {
    await serve();
    const config = registry.push({ os: 'linux', architecture: 'amd64' }, IMAGE_CONFIG);
    registry.push({ schemaVersion: 2, mediaType: OCI_MANIFEST, config, layers: [] }, OCI_MANIFEST, 'web', '1');
    registry.corrupted.set(config.digest, '{"os":"linux","architecture":"arm64"}');
    expect(await strata('lock', `${registry.host}/web:1`)).toMatchObject({
      exit: 2,
      err: expect.stringContaining(`gave other bytes for ${config.digest}`),
    });
  });

  test('writes nothing where one of several cannot be locked', async () => {
    await serve();
    web();
    const { exit, err } = await strata('lock', `${registry.host}/shop/web:1.4`, `${registry.host}/shop/web:9`);
    expect([exit, existsSync(file)]).toEqual([2, false]);
    expect(err).toBe(`strata: ${registry.host}/shop/web:9: the registry has no such tag, or does not show it to you\n`);
  });

  test.each([
    [[], 'has no image to lock again; name some'],
    [['Web:1'], '"Web:1" is no reference of an image'],
    [[`web@sha256:${'a'.repeat(64)}`], 'has a digest, which needs no lock; give its tag alone, as in docker.io/library/web:1.4'],
    [['127.0.0.1:1/web:1'], 'http://127.0.0.1:1: cannot be reached'],
  ])('ends with 2 for %j', async (references, message) => {
    await serve();
    expect(await strata('lock', ...references)).toMatchObject({ exit: 2, out: '', err: expect.stringContaining(message) });
  });

  test('leaves a file alone that is no lock', async () => {
    await serve();
    writeFileSync(file, '{"mine": true}');
    expect(await strata('lock', `${registry.host}/web:1`)).toMatchObject({ exit: 2, err: expect.stringContaining('no image lock') });
    expect(text()).toBe('{"mine": true}');
  });
});

describe('strata images check', () => {
  async function locked(): Promise<string> {
    await serve();
    const digest = web();
    await strata('lock', `${registry.host}/shop/web:1.4`);
    return digest;
  }

  test('ends with 0 where tags mean what they did', async () => {
    const digest = await locked();
    const before = text();
    expect(await strata('check')).toEqual({ exit: 0, out: `${registry.host}/shop/web:1.4  still ${digest}\n`, err: '' });
    expect(text()).toBe(before);
  });

  test('ends with 4 where a tag moved, and says whether the old image can still be pulled', async () => {
    const digest = await locked();
    const other = registry.image('linux', 'amd64').digest;
    registry.tag('shop/web', '1.4', other);
    expect(await strata('check')).toMatchObject({
      exit: 4,
      out: expect.stringContaining(`means ${other} now; the lock has ${digest}, which can still be pulled`),
    });
    registry.remove(digest);
    expect((await strata('check')).out).toContain(`which is gone: pods that are moved will not start`);
    registry.untag('shop/web', '1.4');
    expect(await strata('check')).toMatchObject({ exit: 4, out: expect.stringContaining('the tag is gone;') });
  });

  test('ends with 3 where a registry cannot be asked', async () => {
    await serve();
    const entry = { reference: '127.0.0.1:1/web:1', digest: `sha256:${'a'.repeat(64)}`, platforms: [], referrers: [] };
    writeFileSync(file, JSON.stringify({ schema: IMAGE_LOCK_SCHEMA, images: [entry] }));
    expect(await strata('check')).toMatchObject({ exit: 3, out: expect.stringContaining('not known: http://127.0.0.1:1: cannot be reached') });
  });

  test('ends with 2 without a lock', async () => {
    await serve();
    expect(await strata('check')).toMatchObject({ exit: 2, err: expect.stringContaining('no such file; `strata images lock') });
  });
});
