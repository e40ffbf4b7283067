import fc from 'fast-check';
import { formatImageReference, parseImageReference } from '../../../lib/estate';

const HEX = 'a'.repeat(64);
const full = (text: string) => {
  const parsed = parseImageReference(text);
  return typeof parsed === 'string' ? `fault: ${parsed}` : formatImageReference(parsed);
};

describe('a reference of an image', () => {
  test.each([
    ['nginx', 'docker.io/library/nginx:latest'],
    ['nginx:1.27', 'docker.io/library/nginx:1.27'],
    ['bitnami/redis', 'docker.io/bitnami/redis:latest'],
    ['docker.io/nginx', 'docker.io/library/nginx:latest'],
    ['index.docker.io/nginx:1', 'docker.io/library/nginx:1'],
    ['localhost/web', 'localhost/web:latest'],
    ['localhost:5000/web:1', 'localhost:5000/web:1'],
    ['host:5000/web', 'host:5000/web:latest'],
    ['Host/web', 'Host/web:latest'],
    ['registry.example.com/a/b/web_x--y.z__w:v1', 'registry.example.com/a/b/web_x--y.z__w:v1'],
    ['[2001:db8::1]:5000/web:1', '[2001:db8::1]:5000/web:1'],
    [`registry.example.com/web@sha256:${HEX}`, `registry.example.com/web@sha256:${HEX}`],
    [`registry.example.com/web:1.4@sha256:${HEX}`, `registry.example.com/web:1.4@sha256:${HEX}`],
    [`nginx@sha512:${HEX}${HEX}`, `docker.io/library/nginx@sha512:${HEX}${HEX}`],
  ])('%s is %s', (text, expected) => expect(full(text)).toBe(expected));

  test.each([
    ['', 'it names no repository'],
    [':1', 'it names no repository'],
    ['https://registry.example.com/web', 'it begins with a scheme; leave that out'],
    ['oci://registry.example.com/web', 'it begins with a scheme'],
    ['registry.example.com/Web', 'write it in lower case: `web`'],
    ['web:', 'the tag is ""'],
    ['web:-1', 'the tag is "-1"'],
    [`web:${'t'.repeat(129)}`, 'at most 128'],
    ['web:1:2', 'the tag is "1:2"'],
    ['web@sha256:abc', 'the digest is "sha256:abc"'],
    [`web@sha256:${'A'.repeat(64)}`, '64 hexadecimal digits in lower case'],
    [`web@md5:${'a'.repeat(32)}`, 'the digest is'],
    ['a b', 'the repository is "library/a b"'],
    ['-bad.example.com/web', 'the registry is "-bad.example.com"'],
    ['a..b/web', 'the registry is "a..b"'],
    ['registry.example.com/web/', 'the repository is "web/"'],
    ['registry.example.com/a___b', 'the repository is "a___b"'],
    [HEX, 'it is the id of an image'],
    [`registry.example.com/${'a'.repeat(240)}`, 'at most 255'],
  ])('%j is none: %s', (text, fault) => expect(full(text)).toMatch(new RegExp(`^fault: .*${fault.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`)));

  test('says what is wrong with each of these', () => {
    for (const text of ['', 'web:', HEX]) expect(typeof parseImageReference(text)).toBe('string');
  });

  test('in full is itself', () => {
    const label = fc.stringMatching(/^[a-z0-9]{1,8}$/);
    const path = fc.array(fc.stringMatching(/^[a-z0-9]+([._-][a-z0-9]+)?$/), { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));
    const registry = fc.option(
      fc.tuple(label, fc.option(fc.integer({ min: 1, max: 65535 }))).map(([name, port]) => `${name}.example.com${port === null ? '' : `:${port}`}`),
    );
    const tag = fc.option(fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,20}$/));
    const digest = fc.option(fc.stringMatching(/^[a-f0-9]{64}$/));
    fc.assert(
      fc.property(registry, path, tag, digest, (host, name, version, hex) => {
        const text = `${host === null ? '' : `${host}/`}${name}${version === null ? '' : `:${version}`}${hex === null ? '' : `@sha256:${hex}`}`;
        const parsed = parseImageReference(text);
        if (typeof parsed === 'string') throw new Error(`${text}: ${parsed}`);
        const once = formatImageReference(parsed);
        expect(full(once)).toBe(once);
        expect(parsed.tag === undefined).toBe(version === null && hex !== null);
      }),
      { numRuns: 200, seed: 7 },
    );
  });
});
