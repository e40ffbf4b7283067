import { Flow, type FlowEnd, type RequiredFlow } from '../../estate';
import type { Containerd, IContainerRuntime } from '../container';
import type { Cni } from './cni/cni';

/** What the flows of a cluster come from. */
export interface FlowSources {
  /** Port of the API server. */
  readonly apiPort: number;
  /** Whether the control plane shares an address. */
  readonly virtualIp: boolean;
  readonly cni?: Cni;
  /** Where nodes get their secrets from. */
  readonly bootstrap?: { readonly host: string; readonly port: number };
  /** Whether cloud provider and storage driver speak to a vCenter. */
  readonly vcenter: boolean;
  /** The servers that nodes ask for names, where the program says them. */
  readonly nameservers?: readonly string[];
  readonly hosts: readonly OutsideHost[];
}

/** Something outside that nodes fetch from. */
export interface OutsideHost {
  readonly purpose: string;
  readonly host: string;
  readonly port: number;
}

/** A runtime, and the processor of the nodes that have it. */
export interface NodeRuntime {
  readonly runtime: IContainerRuntime;
  readonly architecture: 'amd64' | 'arm64';
}

const CONTROL_PLANE: FlowEnd = { kind: 'nodes', role: 'control-plane' };
const NODES: FlowEnd = { kind: 'nodes', role: 'any' };
const VIRTUAL_IP: FlowEnd = { kind: 'virtual-ip' };

/** kubernetes.io, "Ports and Protocols". The scheduler and the controller manager are asked by their own node alone. */
const ETCD = Flow.tcp(2379, 2380);
const KUBELET = Flow.tcp(10250);

/** Where kubeadm finds the images of Kubernetes (kubernetes.io, "kubeadm init", `--image-repository`). */
const KUBERNETES_REGISTRY = 'registry.k8s.io';

/** Where the images of a registry are that has another name than its server (containerd, `docs/hosts.md`). */
const SERVED_BY: Readonly<Record<string, string>> = { 'docker.io': 'registry-1.docker.io' };

/**
 * What a cluster cannot live without, in the order in which it comes to life. What has no ports is not among them: IP-in-IP, and the ARP by
 * which kube-vip takes the shared address; nor DHCP and time, of whose servers nothing is known here.
 */
export function requiredFlows(sources: FlowSources): RequiredFlow[] {
  const { apiPort, cni, bootstrap, nameservers = [] } = sources;
  const api = Flow.tcp(apiPort);
  const flows: RequiredFlow[] = [
    ...nameservers.flatMap((server) => [
      { purpose: 'names', from: NODES, to: hostEnd(server), flow: Flow.udp(53) },
      { purpose: 'names by TCP', from: NODES, to: hostEnd(server), flow: Flow.tcp(53) },
    ]),
    ...(bootstrap === undefined ? [] : [{ purpose: 'bootstrap secrets', from: NODES, to: hostEnd(bootstrap.host), flow: Flow.tcp(bootstrap.port) }]),
    ...sources.hosts.map(({ purpose, host, port }) => ({ purpose, from: NODES, to: hostEnd(host), flow: Flow.tcp(port) })),
    { purpose: 'etcd', from: CONTROL_PLANE, to: CONTROL_PLANE, flow: ETCD },
    ...(sources.virtualIp
      ? [
          { purpose: 'API server', from: NODES, to: VIRTUAL_IP, flow: api },
          { purpose: 'API server, for clients', from: { kind: 'clients' } as const, to: VIRTUAL_IP, flow: api },
        ]
      : []),
    { purpose: 'API server, by the service kubernetes', from: NODES, to: CONTROL_PLANE, flow: api },
    { purpose: 'kubelet API', from: CONTROL_PLANE, to: NODES, flow: KUBELET },
    ...(cni?.requiredFlows() ?? []),
    ...(sources.vcenter
      ? [{ purpose: 'cloud provider and storage driver', from: CONTROL_PLANE, to: { kind: 'vcenter' } as const, flow: Flow.tcp(443) }]
      : []),
  ];
  const seen = new Set<string>();
  return flows.filter(({ from, to, flow }) => {
    const key = JSON.stringify([from, to, flow]);
    return !seen.has(key) && seen.add(key);
  });
}

/** Where nodes fetch images, charts and runtimes from, as far as the program says it: mirrors in the place of what they mirror. */
export function outsideHosts(registries: readonly string[], containerds: readonly Containerd[], runtimes: readonly NodeRuntime[]): OutsideHost[] {
  const mirrors = containerds.flatMap((containerd) => containerd.mirrors);
  const ofRegistries = [...new Set([KUBERNETES_REGISTRY, ...registries])].flatMap((registry) => {
    const instead = mirrors.filter((mirror) => mirror.registry === registry).flatMap(({ endpoints }) => endpoints);
    return (instead.length === 0 ? [`https://${SERVED_BY[registry] ?? registry}`] : instead).map((url) =>
      outside(`images and charts of ${registry}`, url),
    );
  });
  const ofRuntimes = runtimes.flatMap(({ runtime, architecture }) =>
    runtime.downloads(architecture).map(({ url }) => outside(`runtime ${runtime.handler}`, url)),
  );
  return [...ofRegistries, ...ofRuntimes];
}

function outside(purpose: string, url: string): OutsideHost {
  const { hostname, port, protocol } = new URL(url);
  return { purpose, host: hostname, port: port === '' ? (protocol === 'http:' ? 80 : 443) : Number(port) };
}

function hostEnd(host: string): FlowEnd {
  return { kind: 'host', host };
}
