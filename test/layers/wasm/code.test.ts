import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { App, Chart } from 'cdk8s';
import { declarationsIn } from '../../../lib/estate';
import { digestOf } from '../../../lib/estate/read/wasm';
import { OciImage } from '../../../lib/layers/container';
import { WasmComponent, WasmComposition, WasmModule } from '../../../lib/layers/wasm';
import { dummy } from '../../support/wasm/components';
import { parsed } from '../../support/wasm/jco';
import { base, pricing, rates, WIT } from '../../support/wasm/rates';

const IMAGE = OciImage.of('registry.example.com/pricing:1.4');

describe('code of WebAssembly', () => {
  let folder: string;
  const at = (name: string): string => join(folder, name);
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'strata-wasm-'));
    writeFileSync(at('pricing.wasm'), pricing());
    writeFileSync(at('rates.wasm'), rates());
    writeFileSync(at('base.wasm'), base());
    writeFileSync(at('module.wasm'), parsed('(module (memory 1 2) (export "m" (memory 0)))'));
    writeFileSync(at('narrow.wasm'), dummy(WIT.replace('valid-until: u64', 'valid-until: u32'), 'rates'));
    writeFileSync(at('cut.wasm'), pricing().slice(0, 100));
    writeFileSync(at('text.wasm'), 'hello');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('is read from a file, and named by its path', () => {
    const component = WasmComponent.fromFile(at('rates.wasm'));
    expect(component.artifact).toMatchObject({ name: relative(process.cwd(), at('rates.wasm')), kind: 'component', digest: digestOf(rates()) });
    expect(component.artifact.unvalidated).toBeUndefined();
    expect(component.files).toEqual([component.artifact.name]);
    expect(WasmModule.fromFile(at('module.wasm')).artifact).toMatchObject({ kind: 'module', memories: [{ minimum: 1, maximum: 2 }] });
    expect([WasmComponent.isWasmComponent(component), WasmModule.isWasmModule(component)]).toEqual([true, false]);
  });

  test.each<[string, () => unknown, RegExp]>([
    [
      'no file',
      () => WasmComponent.fromFile('nowhere.wasm'),
      /cannot read "nowhere.wasm": there is no such file; paths start at the working directory/,
    ],
    [
      'a module for a component',
      () => WasmComponent.fromFile(at('module.wasm')),
      /is a core module, expected a component; .*wasm-tools component new/,
    ],
    ['a component for a module', () => WasmModule.fromFile(at('rates.wasm')), /is a component, expected a core module; take it as a `WasmComponent`/],
    ['a cut component', () => WasmComponent.fromFile(at('cut.wasm')), /is no component that can be read: the bytes end \d+ too early at byte/],
    ['a text', () => WasmModule.fromFile(at('text.wasm')), /is no core module that can be read: this is no WebAssembly/],
    ['nothing', () => WasmModule.fromFile(undefined as never), /the path of a WebAssembly file must be a text, got undefined/],
  ])('refuses %s', (_, make, message) => {
    expect(make).toThrow(message);
  });

  describe('in an OCI image layout', () => {
    const layout = (): string => at('layout');
    beforeAll(() => WasmComponent.fromFile(at('rates.wasm')).writeOciLayout(layout(), '1.4'));

    test('is the same code, with its manifest', () => {
      const component = WasmComponent.fromOciLayout(layout(), IMAGE);
      const oci = component.artifact.oci!;
      expect(component.artifact.digest).toBe(digestOf(rates()));
      expect(oci).toMatchObject({
        mediaType: 'application/vnd.oci.image.manifest.v1+json',
        configMediaType: 'application/vnd.wasm.config.v0+json',
        layers: [{ mediaType: 'application/wasm', digest: digestOf(rates()) }],
        config: {
          architecture: 'wasm',
          os: 'wasip2',
          layerDigests: [digestOf(rates())],
          component: { imports: ['acme:rates/base@0.2.0', 'acme:rates/host@0.2.0'], exports: ['acme:rates/table@0.2.0'] },
        },
      });
      expect(component.image!.reference).toBe(`registry.example.com/pricing:1.4@${oci.digest}`);
      expect(oci.reference).toBe(component.image!.reference);
      expect(component.files.map((file) => file.split('layout/')[1])).toEqual([
        'index.json',
        ...component.files.slice(1).map(() => expect.stringMatching(/^blobs\/sha256\//)),
      ]);
      expect(digestOf(readFileSync(join(layout(), 'blobs/sha256', oci.digest.slice(7))))).toBe(oci.digest);
    });

    test('is found by its digest, and by no other', () => {
      const { digest } = WasmComponent.fromOciLayout(layout(), IMAGE).artifact.oci!;
      expect(WasmComponent.fromOciLayout(layout(), OciImage.of(`registry.example.com/pricing@${digest}`)).artifact.oci!.digest).toBe(digest);
      const other = OciImage.of(`registry.example.com/pricing@sha256:${'0'.repeat(64)}`);
      expect(() => WasmComponent.fromOciLayout(layout(), other)).toThrow(/does not have sha256:0+, but 1\.4 \(sha256:/);
      expect(() => WasmComponent.fromOciLayout(layout(), OciImage.of('registry.example.com/pricing:2'))).toThrow(
        /does not have the tag "2", but 1\.4/,
      );
    });

    test('is refused where a blob is damaged or there is no layout', () => {
      const damaged = at('damaged');
      WasmComponent.fromFile(at('rates.wasm')).writeOciLayout(damaged, '1.4');
      writeFileSync(join(damaged, 'blobs/sha256', digestOf(rates()).slice(7)), pricing());
      expect(() => WasmComponent.fromOciLayout(damaged, IMAGE)).toThrow(/the blob sha256:[0-9a-f]+ is damaged/);
      expect(() => WasmComponent.fromOciLayout(at('nowhere'), IMAGE)).toThrow(/`index.json` is not to be read: ENOENT; `oras copy --to-oci-layout/);
    });

    test('is found by what an image lock pins', () => {
      const { digest } = WasmComponent.fromOciLayout(layout(), IMAGE).artifact.oci!;
      const lock = { entry: () => undefined, image: (reference: string) => OciImage.of(reference).withDigest(digest) };
      expect(WasmComponent.fromLock(lock as never, 'registry.example.com/pricing:1.4', layout()).artifact.oci!.digest).toBe(digest);
      expect(() => WasmComponent.fromLock({} as never, 'a', layout())).toThrow(/lock must be an ImageLock/);
    });
  });

  describe('composed', () => {
    const chart = (): Chart => new Chart(new App(), 'shop');

    test('is one component, which can be written', () => {
      const scope = chart();
      const whole = new WasmComposition(scope, 'pricing', {
        root: WasmComponent.fromFile(at('pricing.wasm')),
        plugs: [WasmComponent.fromFile(at('rates.wasm')), WasmComponent.fromFile(at('base.wasm'))],
      });
      expect(whole.outcome.fits).toBe(true);
      whole.writeTo(at('out/whole.wasm'));
      expect(WasmComponent.fromFile(at('out/whole.wasm')).artifact.digest).toBe(whole.artifact.digest);
      whole.writeOciLayout(at('whole'));
      expect(WasmComponent.fromOciLayout(at('whole'), OciImage.of('registry.example.com/whole')).artifact.digest).toBe(whole.artifact.digest);
      expect(declarationsIn(scope).map(({ kind }) => kind)).toEqual(['wasm-composition', 'input', 'input', 'input']);
      expect(declarationsIn(scope)[0]).toMatchObject({ of: 'shop/pricing', root: { kind: 'component' }, outcome: { fits: true } });
      expect(WasmComposition.isWasmComposition(whole)).toBe(true);
    });

    test('that does not fit is declared so, and cannot be written', () => {
      const scope = chart();
      const whole = new WasmComposition(scope, 'pricing', {
        root: WasmComponent.fromFile(at('pricing.wasm')),
        plugs: [WasmComponent.fromFile(at('narrow.wasm'))],
      });
      expect(declarationsIn(scope)[0]).toMatchObject({
        outcome: { fits: false, mismatch: { within: ['function `lookup`', 'record `rate`', 'field `valid-until`'], expected: 'u64', found: 'u32' } },
      });
      expect(() => whole.writeTo(at('out/no.wasm'))).toThrow(/\[shop\/pricing\] its components do not make one component/);
    });

    test.each<[string, object, RegExp]>([
      ['no plug', { plugs: [] }, /plugs must name a component at least, got none/],
      ['a module as root', { root: {} }, /root must be a component, got an object of Object/],
      ['one plug without a list', { plugs: {} }, /plugs must be a list/],
    ])('refuses %s', (_, change, message) => {
      const root = WasmComponent.fromFile(at('pricing.wasm'));
      expect(() => new WasmComposition(chart(), 'pricing', { root, plugs: [root], ...change })).toThrow(message);
    });
  });
});
