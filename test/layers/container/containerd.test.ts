import { Size } from 'cdk8s';
import { Containerd, GVisor, type IContainerRuntime, Kata, OciImage, RegistryMirror } from 'cdk-strata/container';

const PAUSE = OciImage.of('registry.k8s.io/pause:3.10');
const CA = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----';
const runtimes: IContainerRuntime[] = [
  GVisor.of(),
  Kata.qemu(),
  {
    handler: 'crun',
    runtimeType: 'io.containerd.runc.v2',
    isolation: 'kernel',
    runtimeOptions: { BinaryName: '/usr/bin/crun' },
    downloads: () => [],
  },
];
const filesOf = (containerd: Containerd, of = runtimes) => Object.fromEntries(containerd.files(of, PAUSE).map((file) => [file.path, file.content]));

describe('the configuration of containerd', () => {
  test('has version 3 for containerd 2', () => {
    const containerd = Containerd.of({ version: '2.1', imports: ['/etc/containerd/conf.d/*.toml'] });
    expect(filesOf(containerd)).toMatchSnapshot();
    expect(containerd.toFacts()).toEqual({ version: '2.1', configVersion: 3, runtimesPlugin: 'io.containerd.cri.v1.runtime' });
    expect(containerd.supportsUserNamespaces).toBe(true);
  });

  test('has version 2 for containerd 1', () => {
    const containerd = Containerd.of({ version: '1.7.27' });
    expect(filesOf(containerd)['/etc/containerd/config.toml']).toMatchSnapshot();
    expect(containerd.toFacts()).toEqual({ version: '1.7.27', configVersion: 2, runtimesPlugin: 'io.containerd.grpc.v1.cri' });
    expect(containerd.supportsUserNamespaces).toBe(false);
  });

  test('may have version 2 for containerd 2, which reads it', () => {
    const containerd = Containerd.of({ version: '2.0.5', configVersion: 2 });
    expect(filesOf(containerd, [])['/etc/containerd/config.toml']).toBe(
      filesOf(Containerd.of({ version: '1.7' }), [])['/etc/containerd/config.toml'],
    );
    expect(containerd.runtimesPlugin).toBe('io.containerd.grpc.v1.cri');
  });

  test.each(['2.1', '1.7'])('names the pause image of %s by its digest alone, or it would be collected', (version) => {
    const digest = `sha256:${'a'.repeat(64)}`;
    const [config] = Containerd.of({ version }).files([], PAUSE.withDigest(digest));
    expect(config!.content).toContain(`"registry.k8s.io/pause@${digest}"`);
  });

  test('states the handlers, runc first, under the plugin as rendered', () => {
    expect(Containerd.of({ version: '1.6' }).handlersOf([GVisor.of({ handler: 'gvisor' }), wasm])).toEqual([
      { handler: 'runc', runtimeType: 'io.containerd.runc.v2', isolation: 'kernel', plugin: 'io.containerd.grpc.v1.cri' },
      { handler: 'gvisor', runtimeType: 'io.containerd.runsc.v1', isolation: 'sandbox', plugin: 'io.containerd.grpc.v1.cri' },
      { handler: 'wasmtime', runtimeType: 'io.containerd.wasmtime.v1', isolation: 'wasm', plugin: 'io.containerd.grpc.v1.cri', engine: wasm.engine },
    ]);
  });

  test.each<[string, () => unknown, string]>([
    ['a version there is not', () => Containerd.of({ version: '1.5' }), 'version must be 1.6, 1.7 or 2.x of containerd, got "1.5"'],
    ['a version with a v', () => Containerd.of({ version: 'v2.1' }), 'got "v2.1"; give one such as "2.1"'],
    [
      'a configuration it cannot read',
      () => Containerd.of({ version: '1.7', configVersion: 3 }),
      'containerd 1.7 reads configuration version 2, got 3',
    ],
    ['a configuration there is not', () => Containerd.of({ version: '2.1', configVersion: 1 as never }), 'configVersion must be 2 or 3, got 1'],
    ['no props', () => Containerd.of(undefined as never), 'props must be an object'],
    ['a relative import', () => Containerd.of({ version: '2.1', imports: ['conf.d'] }), 'imports must be absolute paths, got "conf.d"'],
    [
      'a text for a mirror',
      () => Containerd.of({ version: '2.1', mirrors: ['docker.io' as never] }),
      'mirrors[0] must be a RegistryMirror, got "docker.io"',
    ],
    [
      'one registry twice',
      () => Containerd.of({ version: '2.1', mirrors: [mirror(), mirror()] }),
      'registries of mirrors must differ, got "docker.io"',
    ],
    [
      'one handler twice',
      () => filesOf(Containerd.of({ version: '2.1' }), [GVisor.of(), GVisor.of()]),
      'handlers of runtimes must differ, got "runsc"',
    ],
    ['the handler of runc', () => filesOf(Containerd.of({ version: '2.1' }), [GVisor.of({ handler: 'runc' })]), 'must differ, got "runc"'],
    [
      'a handler that is no name',
      () => Containerd.of({ version: '2.1' }).handlersOf([GVisor.of({ handler: 'g_visor' })]),
      'a handler must be lower-case letters',
    ],
    [
      'a text for the pause image',
      () => Containerd.of({ version: '2.1' }).files([], 'pause' as never),
      'pauseImage must be an OciImage, got "pause"',
    ],
  ])('refuses %s', (_, make, message) => expect(make).toThrow(message));

  const wasm: IContainerRuntime & { engine: object } = {
    handler: 'wasmtime',
    runtimeType: 'io.containerd.wasmtime.v1',
    isolation: 'wasm',
    engine: { name: 'wasmtime', shim: { name: 'containerd-shim-wasmtime-v1', version: '0.6.0' } },
    downloads: () => [],
  };
});

const mirror = (change: Partial<Parameters<typeof RegistryMirror.of>[0]> = {}) =>
  RegistryMirror.of({ registry: 'docker.io', endpoints: ['https://mirror.example.com', 'https://other.example.com/v2/hub'], ...change });

describe('a mirror', () => {
  const hosts = (of: RegistryMirror) => filesOf(Containerd.of({ version: '2.1', mirrors: [of] }), []);

  test('is asked before the registry, which serves Docker Hub elsewhere', () => {
    expect(hosts(mirror({ ca: CA }))).toMatchSnapshot();
  });

  test('is the last to be asked where there is no way out', () => {
    const text = hosts(mirror({ fallback: false, overridePath: true }))['/etc/containerd/certs.d/docker.io/hosts.toml'];
    expect(text).toMatchSnapshot();
    expect(text).not.toContain('docker.io');
    const single = hosts(mirror({ fallback: false, endpoints: ['https://mirror.example.com'], ca: CA }));
    expect(single['/etc/containerd/certs.d/docker.io/hosts.toml']).toMatchSnapshot();
  });

  test('falls back to the registry itself', () => {
    expect(hosts(mirror({ registry: 'registry.example.com:5000' }))['/etc/containerd/certs.d/registry.example.com:5000/hosts.toml']).toContain(
      'server = "https://registry.example.com:5000"',
    );
  });

  test.each<[string, () => unknown, string]>([
    ['a URL for the registry', () => mirror({ registry: 'https://docker.io' }), 'registry must be a host name, got "https://docker.io"'],
    ['no endpoint', () => mirror({ endpoints: [] }), 'endpoints must not be empty; give where docker.io is mirrored'],
    [
      'a host for an endpoint',
      () => mirror({ endpoints: ['mirror.example.com'] }),
      'an endpoint must be a URL without credentials, got "mirror.example.com"',
    ],
    ['credentials', () => mirror({ endpoints: ['https://a:b@mirror.example.com'] }), 'without credentials'],
    ['a path for the certificate', () => mirror({ ca: '/etc/ca.pem' }), 'ca must be a certificate in PEM'],
    ['a private key', () => mirror({ ca: `${CA}\n-----BEGIN ${'PRIVATE'} KEY-----` }), 'ca must be a certificate in PEM and nothing else'],
  ])('refuses %s', (_, make, message) => expect(make).toThrow(message));
});

describe('sandboxed runtimes', () => {
  const sha256 = 'a'.repeat(64);
  const download = { url: 'https://dl.example.com/runsc', sha256, to: '/usr/local/bin/runsc', archive: 'none', permissions: '0755' } as const;

  test('gVisor takes the cgroups that the kubelet gives it, and needs no virtualisation but for KVM', () => {
    expect(GVisor.of().files()).toEqual([
      { path: '/etc/containerd/runsc.toml', content: '[runsc_config]\nsystemd-cgroup = "true"\nplatform = "systrap"\n', permissions: '0644' },
    ]);
    expect([GVisor.of().requiresNestedVirtualization, GVisor.of({ platform: 'kvm' }).requiresNestedVirtualization]).toEqual([false, true]);
    expect(GVisor.of({ handler: 'runsc-kvm', platform: 'kvm' }).files()[0]!.path).toBe('/etc/containerd/runsc-runsc-kvm.toml');
    expect(GVisor.of().overhead).toBeUndefined();
  });

  test('Kata needs virtualisation in the node and sets aside what it publishes', () => {
    const { handler, overhead, runtimeOptions, requiresNestedVirtualization, isolation } = Kata.qemu();
    expect([handler, overhead?.cpuMillis, overhead?.memory?.toMebibytes()]).toEqual(['kata-qemu', 250, 160]);
    expect(runtimeOptions).toEqual({ ConfigPath: '/opt/kata/share/defaults/kata-containers/configuration-qemu.toml' });
    expect([requiresNestedVirtualization, isolation]).toEqual([true, 'virtual-machine']);
    expect(Kata.cloudHypervisor().overhead?.memory?.toMebibytes()).toBe(130);
    expect(Kata.qemu({ overhead: { memory: Size.mebibytes(300) } }).overhead).toEqual({ memory: Size.mebibytes(300) });
  });

  test('are in the image of the node, or fetched for its architecture', () => {
    expect(GVisor.of().downloads('arm64')).toEqual([]);
    expect(GVisor.of({ downloads: { amd64: [download] } }).downloads('amd64')).toEqual([download]);
    expect(() => GVisor.of({ downloads: { amd64: [download] } }).downloads('arm64')).toThrow(
      'gVisor has no downloads for arm64, got some for amd64; add `downloads.arm64`',
    );
  });

  test.each<[string, object, string]>([
    ['an address that is no URL', { url: 'dl.example.com' }, 'downloads.amd64[0].url must be a URL of http or https'],
    ['a digest with its algorithm', { sha256: `sha256:${sha256}` }, 'downloads.amd64[0].sha256 must be 64 hexadecimal digits'],
    ['a relative place', { to: 'bin' }, 'downloads.amd64[0].to must be an absolute path, got "bin"'],
    ['an archive nobody unpacks', { archive: 'zip' }, 'downloads.amd64[0].archive must be one of "tar.gz", "none", got "zip"'],
    ['a mode in decimal', { permissions: '755' }, 'downloads.amd64[0].permissions must be an octal mode'],
  ])('refuse %s', (_, change, message) => expect(() => GVisor.of({ downloads: { amd64: [{ ...download, ...change }] } })).toThrow(message));

  test('refuse what is no overhead, no platform, no path', () => {
    expect(() => GVisor.of({ overhead: { cpuMillis: -1 } })).toThrow('overhead.cpuMillis must be a whole number of at least 0, got -1');
    expect(() => GVisor.of({ downloads: null as never })).toThrow('downloads must be an object, got null');
    expect(() => GVisor.of({ downloads: { amd64: null as never } })).toThrow('downloads.amd64 must be a list, got null; give `[]` where');
    expect(() => GVisor.of({ platform: 'ptrace' as never })).toThrow('platform must be one of "systrap", "kvm", got "ptrace"');
    expect(() => Kata.of({ handler: 'kata', configPath: 'kata.toml' })).toThrow('configPath must be an absolute path on the node, got "kata.toml"');
  });
});
