import { Token } from 'cdktf';
import { OciImage } from 'cdk-strata/container';

const DIGEST = `sha256:${'a'.repeat(64)}`;

describe('OciImage', () => {
  test('knows its parts', () => {
    const image = OciImage.of(`registry.example.com:5000/shop/web:1.4@${DIGEST}`);
    expect({ ...image }).toEqual({
      reference: `registry.example.com:5000/shop/web:1.4@${DIGEST}`,
      registry: 'registry.example.com:5000',
      repository: 'registry.example.com:5000/shop/web',
      tag: '1.4',
      digest: DIGEST,
    });
    expect(image.isPinned).toBe(true);
    expect(`${image}`).toBe(image.reference);
    expect(OciImage.isOciImage(image)).toBe(true);
    expect(OciImage.isOciImage({ ...image })).toBe(false);
  });

  test('puts in what a reference leaves out', () => {
    const image = OciImage.of('nginx');
    expect([image.repository, image.tag, image.digest, image.isPinned]).toEqual(['docker.io/library/nginx', 'latest', undefined, false]);
  });

  test('is pinned by a digest, with its tag kept for readers', () => {
    expect(OciImage.of('web.example.com/web:1.4').withDigest(DIGEST).reference).toBe(`web.example.com/web:1.4@${DIGEST}`);
    expect(() => OciImage.of('web.example.com/web:1.4').withDigest('sha256:1')).toThrow('the digest is "sha256:1"');
  });

  test('says what is wrong with a reference, and how to mend it', () => {
    expect(() => OciImage.of('registry.example.com/Web:1')).toThrow(
      '"registry.example.com/Web:1" is no reference of an image: the repository is "Web"; write it in lower case: `web`',
    );
    expect(() => OciImage.of(Token.asString({ a: 1 }))).toThrow('must be a text known at synthesis, got a Terraform token');
    expect(() => OciImage.of(undefined as never)).toThrow('must be a text known at synthesis, got undefined');
  });
});
