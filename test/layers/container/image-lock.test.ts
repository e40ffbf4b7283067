import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, TerraformStack } from 'cdktf';
import { ImageLock } from 'cdk-strata/container';
import { declarationsIn, IMAGE_LOCK_SCHEMA } from '../../../lib/estate';

const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
const entry = (reference: string, letter = 'a') => ({
  reference,
  digest: digest(letter),
  platforms: [{ os: 'linux', architecture: 'amd64' }],
  referrers: [],
});
const WEB = entry('registry.example.com/web:1.4');

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(process.cwd(), 'test', '.lock-'));
  file = join(folder, 'images.lock.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

function lockOf(...images: object[]): ImageLock {
  return lockFrom(JSON.stringify({ schema: IMAGE_LOCK_SCHEMA, images }));
}

function lockFrom(text: string): ImageLock {
  writeFileSync(file, text);
  return new ImageLock(new TerraformStack(new App(), 'site'), 'images', { file });
}

describe('an image lock', () => {
  test('pins an image by its tag', () => {
    const lock = lockOf(WEB);
    expect(lock.image('registry.example.com/web:1.4').reference).toBe(`registry.example.com/web:1.4@${digest('a')}`);
    expect(lock.image(`registry.example.com/web:1.4@${digest('a')}`).digest).toBe(digest('a'));
    expect(lock.image(`registry.example.com/web@${digest('a')}`).tag).toBe('1.4');
    expect(ImageLock.isImageLock(lock)).toBe(true);
  });

  test('knows a reference by what it leaves out', () => {
    expect(lockOf(entry('docker.io/library/nginx:latest')).image('nginx').reference).toBe(`docker.io/library/nginx:latest@${digest('a')}`);
  });

  test('states what it has, and that its file was read', () => {
    const lock = lockOf(WEB, entry('registry.example.com/api:2'));
    const relative = lock.file;
    expect(relative).toMatch(/^test\/\.lock-\w+\/images\.lock\.json$/);
    expect(declarationsIn(lock)).toEqual([
      {
        kind: 'image-lock',
        of: 'site/images',
        file: relative,
        images: [
          { ...WEB, file: relative },
          { ...entry('registry.example.com/api:2'), file: relative },
        ],
      },
      { kind: 'input', of: 'site/images', file: relative },
    ]);
    expect(lock.entry('registry.example.com/web:1.4').platforms).toEqual([{ os: 'linux', architecture: 'amd64' }]);
  });

  test('names the nearest entries of the repository, and the command that adds one', () => {
    const lock = lockOf(WEB, entry('registry.example.com/web:2.0'), entry('registry.example.com/weg:1.5'));
    expect(() => lock.image('registry.example.com/web:1.5')).toThrow(
      `[site/images] "${lock.file}" does not have registry.example.com/web:1.5; nearest to it are registry.example.com/web:1.4, registry.example.com/web:2.0; ` +
        `\`npx strata images lock registry.example.com/web:1.5 --file ${lock.file}\` adds it`,
    );
  });

  test('names the nearest of all where it has none of the repository', () => {
    const lock = lockOf(WEB, entry('registry.example.com/api:2'));
    expect(() => lock.image('registry.example.com/wep:1.4')).toThrow('nearest to it are registry.example.com/web:1.4, registry.example.com/api:2;');
    expect(() => lockOf().image('web')).toThrow('does not have docker.io/library/web:latest; it is empty;');
  });

  test('refuses another digest than it has', () => {
    const lock = lockOf(WEB);
    expect(() => lock.image(`registry.example.com/web:1.4@${digest('b')}`)).toThrow(
      `has registry.example.com/web:1.4 as ${digest('a')}, got ${digest('b')}`,
    );
    expect(() => lock.image(`registry.example.com/web@${digest('b')}`)).toThrow(
      `has no tag of registry.example.com/web with the digest ${digest('b')}`,
    );
  });

  test.each<[string, string, string]>([
    ['no JSON', '{', 'is no image lock: it is not JSON'],
    [
      'another schema',
      JSON.stringify({ schema: 'v0', images: [] }),
      '`schema` must be equal to constant ("https://strata.dev/schema/image-lock/v1")',
    ],
    ['no list', JSON.stringify({ schema: IMAGE_LOCK_SCHEMA }), "the whole must have required property 'images'"],
    ['a field there is not', text({ ...WEB, tag: 'x' }), '`images.0` must NOT have additional properties (`tag`)'],
    ['a digest that is none', text({ ...WEB, digest: 'sha256:1' }), '`images.0.digest` must match pattern'],
    [
      'a reference that is none',
      text(entry('registry.example.com/Web:1')),
      '"registry.example.com/Web:1" is no reference of an image: the repository is "Web"',
    ],
    ['a reference that is not in full', text(entry('nginx')), '"nginx" is not in full; write "docker.io/library/nginx:latest"'],
    [
      'a reference with a digest',
      text(entry(`registry.example.com/web:1.4@${digest('a')}`)),
      'has a digest; the digest of an entry stands in its field `digest`',
    ],
    ['an entry twice', text(WEB, { ...WEB, digest: digest('b') }), 'stands in it twice, as a merge of two branches leaves it; keep one'],
  ])('refuses %s', (_, content, message) => expect(() => lockFrom(content)).toThrow(message));

  test('says how to make one where there is none', () => {
    const make = () => new ImageLock(new TerraformStack(new App(), 'site'), 'images', { file: 'none.lock.json' });
    expect(make).toThrow(
      '[site/images] cannot read the image lock "none.lock.json": there is no such file; `npx strata images lock registry.example.com/web:1.4 --file none.lock.json` makes one',
    );
  });
});

function text(...images: object[]): string {
  return JSON.stringify({ schema: IMAGE_LOCK_SCHEMA, images });
}
