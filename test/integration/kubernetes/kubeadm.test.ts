import { existsSync } from 'node:fs';
import { announce, describeWith, kubernetes } from '../lane/components';
import { pathOf, type Tool } from '../tools/build';
import { controlPlaneFiles, flagsOf, kubeadmVerdict, type ControlPlaneFiles } from './kubeadm';
import type { KubernetesObject } from './object';

announce();

interface Release {
  readonly tool: Tool;
  readonly version: string;
  readonly api: string;
  readonly otherApi: string;
  readonly etcd: string;
}

/** On a machine that is a node. */
const HAD_A_FOLDER = existsSync('/etc/kubernetes/tmp');

const RELEASES: readonly Release[] = [
  { tool: kubernetes.oldestKubeadm, version: 'v1.30.14', api: 'v1beta3', otherApi: 'v1beta4', etcd: '3.5.15-0' },
  { tool: kubernetes.kubeadm, version: 'v1.37.2', api: 'v1beta4', otherApi: 'v1beta3', etcd: '3.7.0-0' },
];

function config(api: string, version: string): string {
  return `apiVersion: kubeadm.k8s.io/${api}
kind: InitConfiguration
localAPIEndpoint: { advertiseAddress: 10.0.0.11, bindPort: 6443 }
nodeRegistration: { name: cp-1, criSocket: unix:///run/containerd/containerd.sock }
---
apiVersion: kubeadm.k8s.io/${api}
kind: ClusterConfiguration
kubernetesVersion: ${version}
controlPlaneEndpoint: 10.0.0.10:6443
networking: { podSubnet: 10.244.0.0/16, serviceSubnet: 10.96.0.0/12 }
---
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
kubeReserved: { cpu: 100m }
`;
}

describe.each(RELEASES)('kubeadm $version', ({ tool, version, api, otherApi, etcd }) => {
  describeWith(tool)('as it is built', () => {
    const good = config(api, version);
    const refusal = (text: string): string | undefined => kubeadmVerdict(pathOf(tool), text).refused;

    test('takes a configuration', () => {
      expect(kubeadmVerdict(pathOf(tool), good)).toEqual({ warnings: [] });
    });

    test('takes what joins', () => {
      const join = `apiVersion: kubeadm.k8s.io/${api}
kind: JoinConfiguration
discovery: { bootstrapToken: { token: abcdef.0123456789abcdef, apiServerEndpoint: "10.0.0.10:6443", unsafeSkipCAVerification: true } }
nodeRegistration: { name: worker-1, criSocket: unix:///run/containerd/containerd.sock, taints: [] }
`;
      expect(refusal(join)).toBeUndefined();
      expect(refusal(join.replace('apiServerEndpoint: "10.0.0.10:6443", ', ''))).toContain('apiServerEndpoint');
    });

    test.each([
      ['a field that it does not know', 'podSubnet', 'podSubnets', 'networking.podSubnets'],
      ['a range that is none', '10.244.0.0/16', '10.244.0.0/99', 'networking.podSubnet'],
      ["a field that kubelet's file does not have", 'kubeReserved', 'kubeReservation', 'kubeReservation'],
    ])('refuses %s', (_what, from, to, reason) => {
      expect(refusal(good.replace(from, to))).toContain(reason);
    });

    test('refuses the version of the API that it does not have', () => {
      expect(refusal(config(otherApi, version))).toContain(`kubeadm.k8s.io/${otherApi}`);
    });

    describe('writes', () => {
      let files: ControlPlaneFiles;
      beforeAll(() => {
        files = controlPlaneFiles(pathOf(tool), good);
      });

      test('the static pods of a control plane', () => {
        expect(flagsOf(files.apiServer)).toMatchObject({
          'advertise-address': '10.0.0.11',
          'secure-port': '6443',
          'service-cluster-ip-range': '10.96.0.0/12',
        });
        expect(flagsOf(files.controllerManager)).toMatchObject({ 'cluster-cidr': '10.244.0.0/16', 'allocate-node-cidrs': 'true' });
        expect(flagsOf(files.scheduler)).toMatchObject({ 'leader-elect': 'true' });
        expect(flagsOf(files.etcd!)).toMatchObject({ 'listen-peer-urls': 'https://10.0.0.11:2380' });
      });

      test('their images and requests', () => {
        const of = ({ spec }: KubernetesObject): unknown =>
          (spec as { containers: { image: string; resources: { requests: unknown } }[] }).containers.map(({ image, resources }) => ({
            image,
            ...(resources.requests as object),
          }));
        expect(of(files.apiServer)).toEqual([{ image: `registry.k8s.io/kube-apiserver:${version}`, cpu: '250m' }]);
        expect(of(files.controllerManager)).toEqual([{ image: `registry.k8s.io/kube-controller-manager:${version}`, cpu: '200m' }]);
        expect(of(files.scheduler)).toEqual([{ image: `registry.k8s.io/kube-scheduler:${version}`, cpu: '100m' }]);
        expect(of(files.etcd!)).toEqual([{ image: `registry.k8s.io/etcd:${etcd}`, cpu: '100m', memory: '100Mi' }]);
      });

      test("kubelet's configuration, and its flags", () => {
        expect(files.kubelet.config).toContain('kubeReserved:\n  cpu: 100m\n');
        expect(files.kubelet.flags).toMatchObject({ 'hostname-override': 'cp-1' });
      });

      test('nothing to the machine it runs on', () => {
        expect(existsSync('/etc/kubernetes/tmp')).toBe(HAD_A_FOLDER);
      });
    });

    test('writes no etcd where it stands elsewhere', () => {
      const certificates = 'caFile: /etc/etcd/ca.crt, certFile: /etc/etcd/client.crt, keyFile: /etc/etcd/client.key';
      const external = good.replace('networking:', `etcd: { external: { endpoints: ["https://10.0.0.5:2379"], ${certificates} } }\nnetworking:`);
      const files = controlPlaneFiles(pathOf(tool), external);
      expect(files.etcd).toBeUndefined();
      expect(flagsOf(files.apiServer)).toMatchObject({ 'etcd-servers': 'https://10.0.0.5:2379' });
    });

    test('patches what it writes, for a node whose address is said', () => {
      const patches = {
        'kubeletconfiguration.yaml': 'maxPods: 42\n',
        'kube-apiserver+strategic.yaml': 'spec: { priority: 7 }\n',
      };
      const unplaced = good.replace('advertiseAddress: 10.0.0.11, ', '');
      const files = controlPlaneFiles(pathOf(tool), unplaced, { advertiseAddress: '10.0.0.12', patches });
      expect(files.kubelet.config).toContain('maxPods: 42\n');
      expect(files.apiServer.spec).toMatchObject({ priority: 7 });
      expect(flagsOf(files.apiServer)).toMatchObject({ 'advertise-address': '10.0.0.12' });
    });

    test('says why it writes nothing', () => {
      expect(() => controlPlaneFiles(pathOf(tool), good.replace('10.96.0.0/12', '10.96.0.0/33'))).toThrow(/control-plane all: .*serviceSubnet/s);
    });
  });
});
