import { type CniFacts, Flow } from '../../../estate';
import { checkFlag, checkOneOf, checkProps, checkText } from '../../check';
import { ConstructError } from '../../construct-error';
import { betweenNodes, type CniCluster, type CniCommonProps, type CniParts, mergedValues } from './cni-parts';

export interface CalicoProps extends CniCommonProps {
  /**
   * How packets are wrapped, with an overlay. `ipip` is IP protocol 4, for IPv4 only.
   * @default 'vxlan'
   */
  readonly tunnel?: 'vxlan' | 'ipip';

  /**
   * Version of the chart of its operator.
   * @default 'v3.31.4'
   */
  readonly version?: string;
}

/** Chart `tigera-operator` of docs.tigera.io/calico/charts; the last minor version whose chart has the CRDs in it. */
const VERSION = 'v3.31.4';

/** Ports by docs.tigera.io, "System requirements", "Network requirements". */
const BGP_PORT = 179;
const VXLAN_PORT = 4789;
const TYPHA_PORT = 5473;
const WIREGUARD_PORT = { v4: 51820, v6: 51821 };

/** @internal */
export function calico(props: CalicoProps): CniParts {
  checkProps(undefined, 'props', props, []);
  const overlay = checkFlag(undefined, 'overlay', props.overlay ?? true);
  const snat = checkFlag(undefined, 'snat', props.snat ?? true);
  const wireGuard = checkFlag(undefined, 'wireGuard', props.wireGuard ?? false);
  const tunnel = checkOneOf(undefined, 'tunnel', props.tunnel ?? 'vxlan', ['vxlan', 'ipip']);
  const version = checkText(undefined, 'version', props.version ?? VERSION);
  // The nodes tell each other the way to their pods by BGP, but with VXLAN.
  const bgp = !overlay || tunnel === 'ipip';
  const facts: CniFacts = {
    name: 'calico',
    version,
    encapsulation: wireGuard ? 'wireguard' : overlay ? tunnel : 'none',
    ...(wireGuard ? { tunnelPort: WIREGUARD_PORT.v4 } : overlay && tunnel === 'vxlan' && { tunnelPort: VXLAN_PORT }),
    snat,
    enforces: ['NetworkPolicy', 'GlobalNetworkPolicy', ...adminPolicies(version)],
  };
  const values = ({ podCidrs, nodePrefixes }: CniCluster): Record<string, unknown> => ({
    installation: {
      cni: { type: 'Calico' },
      calicoNetwork: {
        bgp: bgp ? 'Enabled' : 'Disabled',
        ipPools: podCidrs.map((cidr, index) => {
          if (cidr.includes(':') && overlay && tunnel === 'ipip') {
            throw new ConstructError(undefined, `Calico cannot wrap ${cidr} by IP-in-IP, which is for IPv4; take tunnel: 'vxlan'`);
          }
          return {
            cidr,
            // A node takes blocks as it needs them, none larger than its own part of the range.
            blockSize: Math.max(nodePrefixes[index]!, cidr.includes(':') ? 122 : 26),
            encapsulation: overlay ? (tunnel === 'vxlan' ? 'VXLAN' : 'IPIP') : 'None',
            natOutgoing: snat ? 'Enabled' : 'Disabled',
            nodeSelector: 'all()',
          };
        }),
      },
    },
    ...(wireGuard && { defaultFelixConfiguration: { enabled: true, wireguardEnabled: true } }),
  });
  return {
    facts,
    kubeProxy: true,
    flows: [
      ...(overlay && tunnel === 'vxlan' ? [betweenNodes('Calico VXLAN', Flow.udp(VXLAN_PORT))] : []),
      ...(wireGuard ? [betweenNodes('Calico WireGuard', Flow.udp(WIREGUARD_PORT.v4, WIREGUARD_PORT.v6))] : []),
      ...(bgp ? [betweenNodes('Calico BGP', Flow.tcp(BGP_PORT))] : []),
      betweenNodes('Calico Typha', Flow.tcp(TYPHA_PORT)),
    ],
    registries: ['quay.io', 'docker.io'],
    chart: (cluster) => ({
      repository: 'https://docs.tigera.io/calico/charts',
      chart: 'tigera-operator',
      version,
      name: 'calico',
      namespace: 'tigera-operator',
      apis: ['operator.tigera.io/v1', 'crd.projectcalico.org/v1', 'projectcalico.org/v3'],
      values: mergedValues(values(cluster), props.values),
    }),
  };
}

/**
 * The API above NetworkPolicy changed: AdminNetworkPolicy since 3.29, the baseline of it since 3.30 (projectcalico/calico pull requests 9404
 * and 9464), ClusterNetworkPolicy in their place since 3.32 (projectcalico/calico issue 10745).
 */
function adminPolicies(version: string): string[] {
  const [, major, minor] = /^v?(\d+)\.(\d+)\./.exec(version) ?? [];
  if (major !== '3') return [];
  if (Number(minor) >= 32) return ['ClusterNetworkPolicy'];
  return [...(Number(minor) >= 29 ? ['AdminNetworkPolicy'] : []), ...(Number(minor) >= 30 ? ['BaselineAdminNetworkPolicy'] : [])];
}
