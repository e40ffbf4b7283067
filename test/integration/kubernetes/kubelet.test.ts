import { announce, describeWith, kubernetes } from '../lane/components';
import { pathOf } from '../tools/build';
import { controlPlaneFiles } from './kubeadm';
import { kubeletVerdict, nodeAmounts, type Machine } from './kubelet';
import { nanos } from './quantity';

announce();

const GIB = 2 ** 30;

const HEAD = 'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n';
const RESERVING = `${HEAD}kubeReserved: { cpu: 100m, memory: 256Mi, ephemeral-storage: 1Gi }
systemReserved: { cpu: 100m, memory: 256Mi }
evictionHard: { memory.available: 200Mi, nodefs.available: 10% }
maxPods: 200
`;

const MACHINES: readonly Machine[] = [
  { cpus: 2, memoryBytes: 4 * GIB, ephemeralStorageBytes: 40 * GIB },
  { cpus: 8, memoryBytes: 32 * GIB - 612 * 2 ** 20, ephemeralStorageBytes: 100_000_000_000 },
  { cpus: 64, memoryBytes: 512 * GIB, ephemeralStorageBytes: 400 * GIB },
];

describeWith(kubernetes.kubeletNode)('the kubelet', () => {
  const kubelet = (): string => pathOf(kubernetes.kubeletNode);

  test.each(MACHINES)('has on %j what it has less what is reserved and kept free', (machine) => {
    const { capacity, allocatable } = nodeAmounts(kubelet(), RESERVING, machine);
    const amount = (quantity: string | undefined): number => Number(nanos(quantity!)) / 1e9;
    expect(amount(capacity.cpu)).toBe(machine.cpus);
    expect(amount(capacity.memory)).toBe(machine.memoryBytes);
    expect(amount(capacity['ephemeral-storage'])).toBe(machine.ephemeralStorageBytes);
    expect(amount(allocatable.cpu)).toBe(machine.cpus - 0.2);
    expect(amount(allocatable.memory)).toBe(machine.memoryBytes - (256 + 256 + 200) * 2 ** 20);
    // A percentage is a 32 bit float to kubelet: a tenth is a little more than that.
    const free = amount(allocatable['ephemeral-storage']) - (machine.ephemeralStorageBytes * 0.9 - GIB);
    expect(Math.abs(free)).toBeLessThan(machine.ephemeralStorageBytes * 1e-7);
    expect([capacity.pods, allocatable.pods]).toEqual(['200', '200']);
  });

  test('keeps 100Mi and a tenth free where nothing is said', () => {
    const { allocatable } = nodeAmounts(kubelet(), HEAD, MACHINES[0]!);
    expect(allocatable).toMatchObject({ cpu: '2', memory: `${4 * 1024 - 100}Mi`, pods: '110' });
    expect(Number(allocatable['ephemeral-storage'])).toBeCloseTo(40 * GIB * 0.9, -4);
  });

  test('keeps nothing free of what a threshold of its own does not name', () => {
    const { allocatable } = nodeAmounts(kubelet(), `${HEAD}evictionHard: { memory.available: 200Mi }\n`, MACHINES[0]!);
    expect(allocatable).toMatchObject({ 'ephemeral-storage': String(40 * GIB), memory: `${4 * 1024 - 200}Mi` });
    const merged = nodeAmounts(kubelet(), `${HEAD}evictionHard: { memory.available: 200Mi }\nmergeDefaultEvictionSettings: true\n`, MACHINES[0]!);
    expect(Number(merged.allocatable['ephemeral-storage'])).toBeCloseTo(40 * GIB * 0.9, -4);
  });

  test('counts processors that are reserved by number in place of both reservations', () => {
    const { allocatable } = nodeAmounts(kubelet(), `${HEAD}kubeReserved: { cpu: 500m }\nreservedSystemCPUs: "0,1"\n`, MACHINES[1]!);
    expect(allocatable.cpu).toBe('6');
  });

  test('has pods by the core where that is less', () => {
    expect(nodeAmounts(kubelet(), `${HEAD}podsPerCore: 10\n`, MACHINES[0]!).capacity.pods).toBe('20');
  });

  test('does not start where more is reserved than there is', () => {
    expect(() => nodeAmounts(kubelet(), `${HEAD}kubeReserved: { memory: 5Gi }\n`, MACHINES[0]!)).toThrow(/"memory" has a reservation of 5220Mi/);
    expect(kubeletVerdict(kubelet(), `${HEAD}kubeReserved: { memory: 5Gi }\n`)).toEqual({ warnings: [] });
  });

  test.each([
    ['a field that it does not know', 'kubeReservation: { cpu: 100m }', 'unknown field "kubeReservation"'],
    ['a value of the wrong type', 'maxPods: many', 'maxPods'],
    ['a value that is not allowed', 'maxPods: -1', 'maxPods (--max-pods) -1 must not be a negative number'],
    ['a quantity that is none', 'kubeReserved: { cpu: 100q }', '100q'],
    ['a resource that cannot be reserved', 'kubeReserved: { nvidia.com/gpu: "1" }', 'nvidia.com/gpu'],
    ['a threshold that is none', 'evictionHard: { memory.available: lots }', 'quantities must match'],
    ['a feature gate that it does not know', 'featureGates: { NoSuchGate: true }', 'NoSuchGate'],
    ['a threshold of a signal that it does not know', 'evictionHard: { disk.available: 1Gi }', 'disk.available'],
  ])('refuses %s', (_what, line, reason) => {
    expect(kubeletVerdict(kubelet(), `${HEAD}${line}\n`).refused).toContain(reason);
  });
});

describeWith(kubernetes.kubeletNode, kubernetes.kubeadm)('the kubelet and kubeadm', () => {
  test('agree on what kubeadm writes', () => {
    const config = `apiVersion: kubeadm.k8s.io/v1beta4
kind: InitConfiguration
localAPIEndpoint: { advertiseAddress: 10.0.0.11 }
nodeRegistration: { name: cp-1, criSocket: unix:///run/containerd/containerd.sock }
---
apiVersion: kubeadm.k8s.io/v1beta4
kind: ClusterConfiguration
kubernetesVersion: v1.37.2
---
${RESERVING}`;
    const { config: written } = controlPlaneFiles(pathOf(kubernetes.kubeadm), config).kubelet;
    const kubelet = pathOf(kubernetes.kubeletNode);
    expect(kubeletVerdict(kubelet, written)).toEqual({ warnings: [] });
    for (const machine of MACHINES) expect(nodeAmounts(kubelet, written, machine)).toEqual(nodeAmounts(kubelet, RESERVING, machine));
  });
});
