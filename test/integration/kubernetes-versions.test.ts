import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RELEASES, KUBELET_DEFAULTS } from '../../lib/layers/kubernetes/versions/releases';
import { FEATURE_GATES, featureGate } from '../../lib/layers/kubernetes/versions/feature-gates';
import { KUBERNETES_RELEASES, modules } from '../../scripts/kubernetes-apis';

/* What is said of versions of Kubernetes, held against their source. */

const folders = modules(KUBERNETES_RELEASES.map((release) => `k8s.io/kubernetes@v1.${release}`));
const sources = RELEASES.map((release) => ({
  ...release,
  folder: folders?.get(`k8s.io/kubernetes@v1.${release.minor}.${release.newestPatch}`) ?? '',
}));
const lane = folders === undefined ? describe.skip : describe;
if (folders === undefined) console.log('The Go modules of Kubernetes cannot be had: what is said of its versions is not checked.');

function read(folder: string, ...files: readonly string[]): string {
  return files.map((file) => (existsSync(join(folder, file)) ? readFileSync(join(folder, file), 'utf8') : '')).join('\n');
}

lane('versions of Kubernetes', () => {
  test('the table of APIs is what the script makes of the modules', () => {
    const { status, stderr } = spawnSync('npx', ['tsx', 'scripts/kubernetes-apis.ts', '--check'], {
      cwd: join(__dirname, '../..'),
      encoding: 'utf8',
    });
    expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
  });

  test.each(sources)('1.$minor: images and the API of kubeadm', ({ folder, images, kubeadmApi }) => {
    const constants = read(folder, 'cmd/kubeadm/app/constants/constants.go');
    const constant = (name: string) => new RegExp(`^\\s+${name} = "(.*)"`, 'm').exec(constants)?.[1];
    expect({ pause: constant('PauseVersion'), coreDns: constant('CoreDNSVersion'), etcd: constant('DefaultEtcdVersion') }).toEqual(images);
    expect(/SetVersionPriority\((\w+)\./.exec(read(folder, 'cmd/kubeadm/app/apis/kubeadm/scheme/scheme.go'))?.[1]).toBe(kubeadmApi);
  });

  test.each(sources)('1.$minor: defaults of kubelet', ({ folder }) => {
    expect(read(folder, 'pkg/kubelet/apis/config/v1beta1/defaults.go')).toContain(`obj.MaxPods = ${KUBELET_DEFAULTS.maxPods}\n`);
    const eviction = read(folder, 'pkg/kubelet/eviction/defaults_linux.go');
    expect(Object.fromEntries([...eviction.matchAll(/^\t"(.*)": +"(.*)",$/gm)].map(([, name, value]) => [name, value]))).toEqual(
      KUBELET_DEFAULTS.evictionHard,
    );
  });

  test.each(sources)('1.$minor: feature gates', ({ folder, minor }) => {
    const source = read(folder, 'pkg/features/kube_features.go', 'pkg/features/versioned_kube_features.go');
    for (const name of Object.keys(FEATURE_GATES)) {
      const gate = featureGate(name, minor);
      const said = gate === undefined || gate.stage === 'removed' ? undefined : gate;
      expect([name, said]).toEqual([name, gateIn(source, name, minor)]);
    }
  });
});

function gateIn(source: string, name: string, minor: number): unknown {
  const stages = { Alpha: 'alpha', Beta: 'beta', GA: 'stable' } as const;
  const body = new RegExp(`^\\t${name}: +\\{(.*(?:\\n\\t\\t.*)*)`, 'm').exec(source)?.[1];
  const lines = [
    ...(body ?? '').matchAll(/(?:MustParse\("1\.(\d+)"\), )?Default: (\w+),(?: LockToDefault: true,)? PreRelease: featuregate\.(\w+)(.*)/g),
  ];
  const last = lines.filter(([, since = '0']) => Number(since) <= minor).at(-1);
  if (last === undefined) return undefined;
  const [line, , enabled, stage] = last;
  return { stage: stages[stage as keyof typeof stages], enabled: enabled === 'true', settable: !line.includes('LockToDefault: true') };
}
