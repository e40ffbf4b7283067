import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Size } from 'cdk8s';
import { Containerd, RegistryMirror } from 'cdk-strata/container';
import { announce, describeWith, kubernetes, say } from '../lane/components';
import { pathOf } from '../tools/build';
import { cloudInitVerdict } from './cloud-init';
import { CNIS, DUAL_STACK, nodesOfCluster, VERSIONS } from './clusters';
import { containerdVerdict } from './containerd';
import { containerdStartVerdict, STARTABLE } from './containerd-start';
import { kubeadmVerdict } from './kubeadm';
import { kubeletVerdict } from './kubelet';
import { firstOf, JOIN, kubeletFile, nodesIn, withSecrets, type NodeData } from './node-data';
import { programOf, referenceStack } from './programs';
import { stress } from './stress/program';

announce();

const TAKEN = { warnings: [] };

/** Versions that a kubeadm of this one may run: its own and the one before. */
const BUILT = [
  { minor: 30, version: 'v1.30.14', tool: kubernetes.oldestKubeadm },
  { minor: 37, version: 'v1.37.2', tool: kubernetes.kubeadm },
];

/**
 * What kubeadm says of a node's files, each by itself, with secrets in them. A configuration of a version that the binary does not run is
 * taken for one of its own: their API is the same.
 */
function kubeadmVerdicts({ files }: NodeData, folder: string): Readonly<Record<string, unknown>> {
  const discovery = join(folder, 'discovery.conf');
  writeFileSync(discovery, withSecrets(files['/etc/strata/discovery.conf']!));
  const texts = Object.fromEntries(
    Object.entries(files)
      .filter(([path]) => path.startsWith('/etc/strata/kubeadm-'))
      .map(([path, content]) => [path, withSecrets(content).replace('/run/strata/discovery.conf', discovery)]),
  );
  const oldest = Object.values(texts).every((text) => text.includes('kubeadm.k8s.io/v1beta3'));
  const { tool, version, minor } = oldest ? BUILT[0]! : BUILT[1]!;
  return Object.fromEntries(
    Object.entries(texts).map(([path, text]) => {
      const own = text.replace(/^(kubernetesVersion: )v1\.(\d+)\.\d+$/m, (line, key: string, given: string) =>
        Number(given) === minor || Number(given) === minor - 1 ? line : `${key}${version}`,
      );
      return [path, kubeadmVerdict(pathOf(tool), own)];
    }),
  );
}

describe('what is written for nodes', () => {
  const reference = Object.values(referenceStack().synthesized.stacks).flatMap(nodesIn);
  const stressed = Object.values(programOf(stress).synthesized.stacks).flatMap(nodesIn);
  const [V1_30, V1_37] = [VERSIONS[0]!, VERSIONS.at(-1)!];
  const clusters = [
    ...VERSIONS.flatMap((version) => {
      // What kubeadm reads of a plugin is whether it is in the place of kube-proxy.
      const plugins = Object.entries(CNIS).filter(([plugin]) => [V1_30, V1_37].includes(version) || ['Cilium', 'Calico'].includes(plugin));
      return plugins.map(([plugin, cni]) => ({ name: `1.${version.minor} with ${plugin}`, version, cni: cni() }));
    }),
    ...VERSIONS.map((version) => ({ name: `1.${version.minor} with both versions of IP`, version, ...DUAL_STACK })),
    ...[V1_30, V1_37].map((version) => ({
      name: `1.${version.minor} with one control-plane node`,
      version,
      controlPlane: { replicas: 1, virtualIp: '10.20.0.10' },
    })),
  ];
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'strata-nodes-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  describeWith(kubernetes.kubeadm, kubernetes.oldestKubeadm)('kubeadm', () => {
    test.each([
      { name: 'reference stack', nodes: reference },
      { name: 'stress program', nodes: stressed },
    ])('takes the files of every node of the $name', ({ nodes }) => {
      expect(nodes.length).toBeGreaterThan(9);
      for (const node of nodes) {
        const verdicts = kubeadmVerdicts(node, folder);
        expect([node.name, verdicts]).toEqual([node.name, Object.fromEntries(Object.keys(verdicts).map((path) => [path, TAKEN]))]);
      }
    });

    test('reads every text as a text', () => {
      const values = [
        'yes',
        'on',
        'No',
        'y',
        'off',
        '0777',
        '08',
        '1_000',
        '1.5',
        '1e3',
        '1.e3',
        '0x1F',
        '0b11',
        '0o17',
        '2001-01-01',
        'NaN',
        'null',
        'True',
      ];
      const taints = values.map((value, n) => ({ key: `k${n}`, value, effect: 'NoSchedule' as const }));
      const pools = { general: { replicas: 1, cpus: 8, memory: Size.gibibytes(32), taints } };
      for (const version of [V1_30, V1_37]) {
        const node = nodesOfCluster({ version, pools }).find(({ name }) => name === 'prod-general-1')!;
        expect(kubeadmVerdicts(node, folder)).toEqual({ [JOIN]: TAKEN });
      }
    });

    test.each(clusters)('takes those of $name', ({ name: _name, ...change }) => {
      const nodes = nodesOfCluster(change);
      expect(nodes.flatMap((node) => Object.keys(node.files)).filter((path) => path === '/etc/strata/kubeadm-init.yaml').length).toBe(1);
      for (const node of nodes.filter(({ name }) => !/-3$/.test(name))) {
        const verdicts = kubeadmVerdicts(node, folder);
        expect([node.name, verdicts]).toEqual([node.name, Object.fromEntries(Object.keys(verdicts).map((path) => [path, TAKEN]))]);
      }
    });
  });

  describeWith(kubernetes.kubeletNode)('kubelet', () => {
    test.each([
      { name: 'reference stack', nodes: () => reference },
      { name: 'stress program', nodes: () => stressed },
      ...VERSIONS.map((version) => ({ name: `cluster of 1.${version.minor}`, nodes: () => nodesOfCluster({ version }) })),
    ])('takes the configuration of every node of the $name, once it is patched', ({ nodes: made }) => {
      const nodes = made();
      const texts = new Set(nodes.map((node) => kubeletFile(firstOf(nodes), node)));
      for (const text of texts) expect(kubeletVerdict(pathOf(kubernetes.kubeletNode), text)).toEqual(TAKEN);
    });
  });

  describeWith(kubernetes.cloudInit)('cloud-init', () => {
    test.each([
      { name: 'of the reference stack', nodes: () => reference },
      { name: 'with every option', nodes: () => stressed },
      { name: 'of the oldest version', nodes: () => nodesOfCluster({ version: V1_30 }) },
    ])('takes the user data of every node $name, but for its name', ({ nodes: made }) => {
      // It takes long to start, and the nodes of a pool are alike.
      const distinct = new Map(made().map((node) => [node.userData.replaceAll(node.name, 'node').replaceAll(/zone=r\d/g, 'zone=r'), node]));
      expect(distinct.size).toBeGreaterThan(2);
      for (const { name, userData } of distinct.values())
        expect([name, cloudInitVerdict(pathOf(kubernetes.cloudInit), userData)]).toEqual([name, TAKEN]);
    });
  });

  describeWith(kubernetes.containerd, kubernetes.olderContainerd)('containerd', () => {
    const mirrors = [RegistryMirror.of({ registry: 'docker.io', endpoints: ['https://mirror.example.com'], fallback: false })];
    const versions = ['1.7.27', '2.0', '2.2'].flatMap((version) => [
      Containerd.of({ version }),
      Containerd.of({ version, mirrors, imports: ['/etc/containerd/conf.d/*.toml'] }),
    ]);
    const older = Containerd.of({ version: '2.1', configVersion: 2, mirrors });
    const made = [...versions, older].flatMap((containerd) => nodesOfCluster({ containerd }));
    const configs = [...new Set([...reference, ...stressed, ...made].map(({ files }) => files['/etc/containerd/config.toml']!))];
    const versionOf = (config: string): number => Number(/^version = (\d)$/m.exec(config)![1]);

    /** 2.2 reads version 2 as well, but dumps what it makes of it. */
    const writtenFor = (config: string): string => pathOf(versionOf(config) === 2 ? kubernetes.olderContainerd : kubernetes.containerd);
    const readersOf = (config: string): readonly string[] => [...new Set([pathOf(kubernetes.containerd), writtenFor(config)])];

    test('takes every configuration, with each runtime and mirror', () => {
      expect(new Set(configs.map(versionOf))).toEqual(new Set([2, 3]));
      const runtimes = configs.flatMap((config) => [...config.matchAll(/runtime_type = "(.*)"/g)].map(([, type]) => type!));
      expect([...new Set(runtimes)].sort()).toEqual(
        ['kata', 'runc', 'runsc', 'spin', 'wasmtime'].map((name) => expect.stringContaining(`io.containerd.${name}.v`) as string),
      );
      for (const config of configs) expect([config, containerdVerdict(writtenFor(config), config)]).toEqual([config, TAKEN]);
      say(`containerd: ${configs.length} configurations`);
    });

    (STARTABLE ? test : test.skip)('starts with the fullest of each version', async () => {
      for (const version of [2, 3]) {
        const fullest = configs.filter((config) => versionOf(config) === version).sort((a, b) => b.length - a.length)[0]!;
        for (const containerd of readersOf(fullest)) expect((await containerdStartVerdict(containerd, fullest)).refused).toBeUndefined();
      }
    });
  });
});
