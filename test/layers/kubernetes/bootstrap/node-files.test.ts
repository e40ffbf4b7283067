import { parse } from 'yaml';
import { SECRETS_PROGRAM } from '../../../../lib/layers/kubernetes/bootstrap/secrets-program';
import { KubernetesVersion } from '../../../../lib/layers/kubernetes/version';
import { aCluster, filesOf, ROLES, SHIM } from './plans';

const OLDEST = KubernetesVersion.V1_30;
const NEWEST = KubernetesVersion.V1_37;

describe.each([OLDEST, NEWEST])('Kubernetes %s', (version) => {
  test.each(ROLES)('files of %s', (_, pool, node) => {
    const { '/usr/local/sbin/strata-secrets': program, ...files } = filesOf(aCluster({ version }), { pool, node });
    expect(program).toBe(SECRETS_PROGRAM);
    expect(files).toMatchSnapshot();
  });
});

test('the program that fetches secrets', () => {
  expect(SECRETS_PROGRAM).toMatchSnapshot();
});

test.each(ROLES)('every path of %s is given once, and every mode is one', (_, pool, node) => {
  const files = Object.keys(filesOf(aCluster(), { pool: { ...pool, runtimes: [SHIM] }, node }));
  expect(new Set(files).size).toBe(files.length);
});

test('a worker has nothing that only the control plane needs', () => {
  const files = filesOf(aCluster(), { pool: ROLES[2]![1], node: ROLES[2]![2] });
  const names = Object.keys(files).filter((path) => path.startsWith('/etc/kubernetes/') || path.includes('encryption'));
  expect(names).toEqual(['/etc/kubernetes/patches/kubeletconfiguration+merge.yaml']);
  expect(files['/etc/strata/secrets.json']).not.toMatch(/\.key|sa\.pub|control-plane/);
});

test('kernel: what a kubelet that protects its defaults asks to find, and forwarding of IPv6 where pods have it', () => {
  const sysctls = (podCidrs: string[]): string =>
    filesOf(aCluster({ podCidrs, nodePrefixes: podCidrs.map(() => 24) }), { pool: ROLES[2]![1], node: ROLES[2]![2] })[
      '/etc/sysctl.d/99-zz-kubernetes.conf'
    ]!;
  expect(sysctls(['10.244.0.0/16'])).not.toContain('ipv6.conf');
  expect(sysctls(['10.244.0.0/16', 'fd00::/48'])).toContain('net.ipv6.conf.all.forwarding = 1\n');
});

test('the patch of a pool has what differs between pools, and only that', () => {
  const files = filesOf(aCluster(), { pool: { ...ROLES[2]![1], maxPods: 60 }, node: ROLES[2]![2] });
  const patch = parse(files['/etc/kubernetes/patches/kubeletconfiguration+merge.yaml']!) as Record<string, unknown>;
  expect(Object.keys(patch)).toEqual(['apiVersion', 'kind', 'maxPods', 'evictionHard', 'kubeReserved']);
  expect(patch.maxPods).toBe(60);
});

test.each(['yes', 'on', 'No', 'y', '0777', '1_000', '1:30', '0o17', '1e3'])('the value "%s" of a taint is a text to whoever reads it', (value) => {
  const taints = [{ key: 'sandbox', value, effect: 'NoExecute' }] as const;
  const files = filesOf(aCluster(), { pool: { ...ROLES[2]![1], taints }, node: ROLES[2]![2] });
  for (const version of ['1.1', '1.2'] as const) {
    const { nodeRegistration } = parse(files['/etc/strata/kubeadm-join.yaml']!, { version }) as { nodeRegistration: { taints: unknown } };
    expect(nodeRegistration.taints).toEqual(taints);
  }
});
