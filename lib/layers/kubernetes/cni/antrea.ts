import { type CniFacts, Flow } from '../../../estate';
import { checkFlag, checkOneOf, checkProps, checkText } from '../../check';
import { ConstructError } from '../../construct-error';
import { betweenNodes, type CniCommonProps, type CniParts, mergedValues } from './cni-parts';

export interface AntreaProps extends CniCommonProps {
  /**
   * How packets are wrapped, with an overlay.
   * @default 'geneve'
   */
  readonly tunnel?: 'geneve' | 'vxlan';

  /**
   * Version of its chart, which is that of Antrea.
   * @default '2.4.0'
   */
  readonly version?: string;
}

/** Chart of charts.antrea.io. */
const VERSION = '2.4.0';

/** Ports by github.com/antrea-io/antrea, `docs/network-requirements.md`. */
const TUNNEL_PORTS = { vxlan: 4789, geneve: 6081 } as const;
const WIREGUARD_PORT = 51820;

/** @internal */
export function antrea(props: AntreaProps): CniParts {
  checkProps(undefined, 'props', props, []);
  const overlay = checkFlag(undefined, 'overlay', props.overlay ?? true);
  const snat = checkFlag(undefined, 'snat', props.snat ?? true);
  const wireGuard = checkFlag(undefined, 'wireGuard', props.wireGuard ?? false);
  const tunnel = checkOneOf(undefined, 'tunnel', props.tunnel ?? 'geneve', ['geneve', 'vxlan']);
  const version = checkText(undefined, 'version', props.version ?? VERSION);
  if (wireGuard && !overlay) {
    throw new ConstructError(undefined, 'Antrea encrypts with an overlay only (its chart, `trafficEncryptionMode`); leave out overlay: false');
  }
  const facts: CniFacts = {
    name: 'antrea',
    version,
    encapsulation: wireGuard ? 'wireguard' : overlay ? tunnel : 'none',
    ...(wireGuard ? { tunnelPort: WIREGUARD_PORT } : overlay && { tunnelPort: TUNNEL_PORTS[tunnel] }),
    snat,
    // AdminNetworkPolicy needs a feature gate, which `values` may switch on; it is not stated here.
    enforces: ['NetworkPolicy'],
  };
  return {
    facts,
    kubeProxy: true,
    flows: [
      ...(overlay ? [betweenNodes(`Antrea ${tunnel === 'vxlan' ? 'VXLAN' : 'Geneve'}`, Flow.udp(TUNNEL_PORTS[tunnel]))] : []),
      ...(wireGuard ? [betweenNodes('Antrea WireGuard', Flow.udp(WIREGUARD_PORT))] : []),
      betweenNodes('Antrea controller and agent', Flow.tcp(10349, 10351)),
      betweenNodes('Antrea gossip', Flow.udp(10351)),
    ],
    registries: ['docker.io'],
    chart: () => ({
      repository: 'https://charts.antrea.io',
      chart: 'antrea',
      version,
      name: 'antrea',
      namespace: 'kube-system',
      apis: ['crd.antrea.io/v1alpha1', 'crd.antrea.io/v1alpha2', 'crd.antrea.io/v1beta1'],
      values: mergedValues(
        {
          trafficEncapMode: overlay ? 'encap' : 'noEncap',
          ...(overlay && { tunnelType: tunnel }),
          noSNAT: !snat,
          ...(wireGuard && { trafficEncryptionMode: 'wireGuard' }),
        },
        props.values,
      ),
    }),
  };
}
