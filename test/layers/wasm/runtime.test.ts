import { Size } from 'cdk8s';
import { Containerd, OciImage } from '../../../lib/layers/container';
import { WasmRuntime } from '../../../lib/layers/wasm';

describe('a runtime of WebAssembly', () => {
  test('of Wasmtime says what a node fetches and what containerd is told', () => {
    const runtime = WasmRuntime.wasmtime();
    expect(runtime).toMatchObject({
      handler: 'wasmtime',
      runtimeType: 'io.containerd.wasmtime.v1',
      isolation: 'wasm',
      engine: { name: 'wasmtime', version: '36.0.10', shim: { name: 'containerd-shim-wasmtime-v1', version: '0.6.1' } },
    });
    expect(runtime.downloads('arm64')).toEqual([
      {
        url: 'https://github.com/containerd/runwasi/releases/download/containerd-shim-wasmtime%2Fv0.6.1/containerd-shim-wasmtime-aarch64-linux-musl.tar.gz',
        sha256: '0ae922715dd484a923825fd4fa25052fe00f8769d29c236704f1f5638f735ae0',
        to: '/usr/local/bin',
        archive: 'tar.gz',
        permissions: '0755',
      },
    ]);
    expect(WasmRuntime.isWasmRuntime(runtime)).toBe(true);
  });

  test('stands in the configuration of containerd under the plugin of its version', () => {
    const pause = OciImage.of('registry.k8s.io/pause:3.10');
    const config = (version: string): string => Containerd.of({ version }).files([WasmRuntime.wasmtime()], pause)[0]!.content;
    expect(config('2.1')).toMatch(/'?"?io\.containerd\.cri\.v1\.runtime"?'?\.containerd\.runtimes\.wasmtime/);
    expect(config('1.7')).toMatch(/"?io\.containerd\.grpc\.v1\.cri"?\.containerd\.runtimes\.wasmtime/);
    expect(config('2.1')).toContain('io.containerd.wasmtime.v1');
    expect(config('2.1')).toContain('SystemdCgroup = true');
  });

  test('of Spin knows which Spin a release has', () => {
    expect(WasmRuntime.spin().engine).toEqual({ name: 'spin', version: '4.0.1', shim: { name: 'containerd-shim-spin-v2', version: '0.25.1' } });
    const sha256 = { amd64: 'a'.repeat(64) };
    const older = WasmRuntime.spin({ version: '0.19.0', sha256, handler: 'spin-old', overhead: { memory: Size.mebibytes(16) } });
    expect(older.engine.version).toBe('3.2.0');
    expect(older.handler).toBe('spin-old');
    expect(older.overhead!.memory!.toMebibytes()).toBe(16);
    expect(older.downloads('amd64')[0]).toMatchObject({
      sha256: sha256.amd64,
      url: expect.stringMatching(/v0\.19\.0\/containerd-shim-spin-v2-linux-x86_64\.tar\.gz$/),
    });
    expect(() => older.downloads('arm64')).toThrow(/containerd-shim-spin-v2 0.19.0 has nothing to fetch for arm64/);
  });

  test('nodes take no release whose digests nobody has written down', () => {
    expect(() => WasmRuntime.wasmtime({ version: '0.7.0' })).toThrow(
      /the digests of containerd-shim-wasmtime-v1 0.7.0 are not known here.*SHA256SUMS.*installed: true/,
    );
    expect(WasmRuntime.wasmtime({ version: '0.7.0', installed: true }).downloads('amd64')).toEqual([]);
    expect(WasmRuntime.wasmtime({ version: '0.7.0', installed: true }).engine).not.toHaveProperty('version');
  });

  test('of the user', () => {
    const runtime = WasmRuntime.of({
      handler: 'wasmedge',
      runtimeType: 'io.containerd.wasmedge.v1',
      engine: 'wasmedge',
      engineVersion: '0.14.0',
      shim: 'containerd-shim-wasmedge-v1',
      shimVersion: '0.6.1',
    });
    expect(runtime.engine).toEqual({ name: 'wasmedge', version: '0.14.0', shim: { name: 'containerd-shim-wasmedge-v1', version: '0.6.1' } });
    expect(runtime.downloads('amd64')).toEqual([]);
  });

  test.each<[string, () => unknown, RegExp]>([
    [
      'a version that is none',
      () => WasmRuntime.wasmtime({ version: 'v0.6.1' }),
      /version must be a release of containerd-shim-wasmtime-v1 such as "0.6.1", got "v0.6.1"/,
    ],
    [
      'a digest that is none',
      () => WasmRuntime.wasmtime({ sha256: { amd64: 'abc' } }),
      /sha256.amd64 must be 64 hexadecimal digits in lower case, got "abc"/,
    ],
    ['an overhead below nothing', () => WasmRuntime.spin({ overhead: { cpuMillis: -1 } }), /overhead.cpuMillis must be a whole number of at least 0/],
    ['no name', () => WasmRuntime.of({ handler: '' } as never), /handler must not be empty/],
    ['a word for yes', () => WasmRuntime.spin({ installed: 'yes' as never }), /installed must be one of true, false/],
  ])('refuses %s', (_, make, message) => {
    expect(make).toThrow(message);
  });
});
