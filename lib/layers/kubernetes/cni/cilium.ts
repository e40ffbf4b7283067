import { type CniFacts, Flow } from '../../../estate';
import { checkFlag, checkOneOf, checkProps, checkText } from '../../check';
import { betweenNodes, type CniCluster, type CniCommonProps, type CniParts, mergedValues } from './cni-parts';

export interface CiliumProps extends CniCommonProps {
  /**
   * How packets are wrapped, with an overlay.
   * @default 'vxlan'
   */
  readonly tunnel?: 'vxlan' | 'geneve';

  /**
   * Whether it takes the place of kube-proxy.
   * @default true
   */
  readonly kubeProxyReplacement?: boolean;

  /**
   * Whether it enforces ClusterNetworkPolicy, whose CRD is then to be installed before it (docs.cilium.io, "Network Policy").
   * @default false
   */
  readonly clusterNetworkPolicy?: boolean;

  /**
   * Version of its chart, which is that of Cilium.
   * @default '1.20.2'
   */
  readonly version?: string;
}

/** Chart of github.com/cilium/cilium v1.20.2, `install/kubernetes/cilium/Chart.yaml`. */
const VERSION = '1.20.2';

/** Ports by docs.cilium.io, "System Requirements", "Firewall Rules". */
const TUNNEL_PORTS = { vxlan: 8472, geneve: 6081 } as const;
const WIREGUARD_PORT = 51871;
const HEALTH_PORT = 4240;
const HUBBLE_PORT = 4244;

/** @internal */
export function cilium(props: CiliumProps): CniParts {
  checkProps(undefined, 'props', props, []);
  const overlay = checkFlag(undefined, 'overlay', props.overlay ?? true);
  const snat = checkFlag(undefined, 'snat', props.snat ?? true);
  const wireGuard = checkFlag(undefined, 'wireGuard', props.wireGuard ?? false);
  const replaces = checkFlag(undefined, 'kubeProxyReplacement', props.kubeProxyReplacement ?? true);
  const clusterPolicy = checkFlag(undefined, 'clusterNetworkPolicy', props.clusterNetworkPolicy ?? false);
  const tunnel = checkOneOf(undefined, 'tunnel', props.tunnel ?? 'vxlan', ['vxlan', 'geneve']);
  const version = checkText(undefined, 'version', props.version ?? VERSION);
  const facts: CniFacts = {
    name: 'cilium',
    version,
    encapsulation: wireGuard ? 'wireguard' : overlay ? tunnel : 'none',
    ...(wireGuard ? { tunnelPort: WIREGUARD_PORT } : overlay && { tunnelPort: TUNNEL_PORTS[tunnel] }),
    snat,
    enforces: ['NetworkPolicy', 'CiliumNetworkPolicy', 'CiliumClusterwideNetworkPolicy', ...(clusterPolicy ? ['ClusterNetworkPolicy'] : [])],
  };
  const values = ({ podCidrs, nodePrefixes, endpoint }: CniCluster): Record<string, unknown> => {
    const [v4, v6] = [podCidrs.findIndex((cidr) => !cidr.includes(':')), podCidrs.findIndex((cidr) => cidr.includes(':'))];
    return {
      routingMode: overlay ? 'tunnel' : 'native',
      ...(overlay
        ? { tunnelProtocol: tunnel }
        : {
            autoDirectNodeRoutes: true,
            ...(v4 >= 0 && { ipv4NativeRoutingCIDR: podCidrs[v4] }),
            ...(v6 >= 0 && { ipv6NativeRoutingCIDR: podCidrs[v6] }),
          }),
      ipv4: { enabled: v4 >= 0 },
      ipv6: { enabled: v6 >= 0 },
      enableIPv4Masquerade: snat && v4 >= 0,
      enableIPv6Masquerade: snat && v6 >= 0,
      ipam: {
        mode: 'cluster-pool',
        operator: {
          ...(v4 >= 0 && { clusterPoolIPv4PodCIDRList: [podCidrs[v4]], clusterPoolIPv4MaskSize: nodePrefixes[v4] }),
          ...(v6 >= 0 && { clusterPoolIPv6PodCIDRList: [podCidrs[v6]], clusterPoolIPv6MaskSize: nodePrefixes[v6] }),
        },
      },
      kubeProxyReplacement: replaces,
      // Without kube-proxy the agent finds the API server by this alone.
      ...(replaces && { k8sServiceHost: endpoint.host, k8sServicePort: endpoint.port }),
      ...(clusterPolicy && { k8sClusterNetworkPolicy: { enabled: true } }),
      ...(wireGuard && { encryption: { enabled: true, type: 'wireguard' } }),
    };
  };
  return {
    facts,
    kubeProxy: !replaces,
    flows: [
      ...(overlay ? [betweenNodes(`Cilium ${tunnel === 'vxlan' ? 'VXLAN' : 'Geneve'}`, Flow.udp(TUNNEL_PORTS[tunnel]))] : []),
      ...(wireGuard ? [betweenNodes('Cilium WireGuard', Flow.udp(WIREGUARD_PORT))] : []),
      betweenNodes('Cilium health', Flow.tcp(HEALTH_PORT)),
      betweenNodes('Hubble', Flow.tcp(HUBBLE_PORT)),
    ],
    registries: ['quay.io'],
    chart: (cluster) => ({
      repository: 'https://helm.cilium.io/',
      chart: 'cilium',
      version,
      name: 'cilium',
      namespace: 'kube-system',
      apis: ['cilium.io/v2', 'cilium.io/v2alpha1'],
      values: mergedValues(values(cluster), props.values),
    }),
  };
}
