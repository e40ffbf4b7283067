import { announce, describeWith, kubernetes, say } from '../lane/components';
import { pathOf } from '../tools/build';
import { containerdVerdict } from './containerd';
import { containerdStartVerdict, STARTABLE } from './containerd-start';

announce();

if (!STARTABLE) say('containerd is not started: this user may not make /run/containerd');
const testStart = STARTABLE ? test : test.skip;

const V3 = `version = 3
imports = ["/etc/containerd/conf.d/*.toml"]
[plugins.'io.containerd.cri.v1.images'.pinned_images]
sandbox = "registry.k8s.io/pause:3.10.1"
[plugins.'io.containerd.cri.v1.images'.registry]
config_path = "/etc/containerd/certs.d"
[plugins.'io.containerd.cri.v1.runtime'.containerd]
default_runtime_name = "runc"
[plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runc]
runtime_type = "io.containerd.runc.v2"
options = { SystemdCgroup = true }
[plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.wasm]
runtime_type = "io.containerd.wasmtime.v1"
`;

const V2 = `version = 2
[plugins.'io.containerd.grpc.v1.cri']
sandbox_image = "registry.k8s.io/pause:3.9"
[plugins.'io.containerd.grpc.v1.cri'.registry]
config_path = "/etc/containerd/certs.d"
[plugins.'io.containerd.grpc.v1.cri'.containerd]
default_runtime_name = "runc"
[plugins.'io.containerd.grpc.v1.cri'.containerd.runtimes.runc]
runtime_type = "io.containerd.runc.v2"
options = { SystemdCgroup = true }
[plugins.'io.containerd.grpc.v1.cri'.containerd.runtimes.wasm]
runtime_type = "io.containerd.wasmtime.v1"
`;

describe.each([
  { version: 3, tool: kubernetes.containerd, config: V3, runtimes: 'io.containerd.cri.v1.runtime' },
  { version: 2, tool: kubernetes.olderContainerd, config: V2, runtimes: 'io.containerd.grpc.v1.cri' },
])('containerd of configuration version $version', ({ tool, config, runtimes }) => {
  describeWith(tool)('as it is built', () => {
    const refusal = (text: string): string | undefined => containerdVerdict(pathOf(tool), text).refused;

    test('takes a configuration', () => {
      expect(containerdVerdict(pathOf(tool), config)).toEqual({ warnings: [] });
    });

    test('refuses the plugin key of the other version', () => {
      const other = ['io.containerd.cri.v1.runtime', 'io.containerd.grpc.v1.cri'].find((key) => key !== runtimes)!;
      expect(refusal(config.replaceAll(runtimes, other))).toMatch(new RegExp(`^not known: ${other}`));
    });

    test.each([
      ['a key of a plugin that it does not know', 'default_runtime_name', 'default_runtime_title', 'default_runtime_title'],
      ['a key of a runtime that it does not know', /runtime_type(?= = "io.containerd.wasm)/, 'runtime_kind', 'runtime_kind'],
      ['a key at the top that it does not know', /^version/, 'colour = "red"\nversion', 'colour'],
      ['a value of the wrong type', '"io.containerd.wasmtime.v1"', '7', 'string'],
      ['what is no TOML', 'default_runtime_name = "runc"', 'default_runtime_name = runc', 'toml'],
    ])('refuses %s', (_what, from, to, reason) => {
      expect(refusal(config.replace(from, to))?.toLowerCase()).toContain(reason);
    });

    testStart('starts with it', async () => {
      expect(await containerdStartVerdict(pathOf(tool), config)).toEqual({ warnings: [] });
    });

    testStart('does not start CRI with a default runtime that is none of the runtimes', async () => {
      const wrong = config.replace('default_runtime_name = "runc"', 'default_runtime_name = "gvisor"');
      expect(refusal(wrong)).toBeUndefined();
      expect((await containerdStartVerdict(pathOf(tool), wrong)).refused).toContain('gvisor');
    });
  });
});

describeWith(kubernetes.olderContainerd)('containerd 1.7', () => {
  test('refuses version 3', () => {
    expect(containerdVerdict(pathOf(kubernetes.olderContainerd), V3).refused).toContain('unsupported config version `3`');
  });
});
