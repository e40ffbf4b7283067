import { type CniFacts, Flow, type RequiredFlow } from '../../../estate';
import { brand, isBranded } from '../../brand';
import { checkFlag, checkKinds, checkOneOf, checkProps, checkText, checkTexts, checkWhole } from '../../check';
import { ConstructError } from '../../construct-error';
import { FLOW } from '../../kind';
import { antrea, type AntreaProps } from './antrea';
import { calico, type CalicoProps } from './calico';
import { cilium, type CiliumProps } from './cilium';
import { betweenNodes, type CniChart, type CniCluster, type CniParts } from './cni-parts';

export interface OtherCniProps {
  /** Its name, such as `flannel`. */
  readonly name: string;

  /** How packets between nodes are wrapped; `none` shows the addresses of pods to the network. */
  readonly encapsulation: CniFacts['encapsulation'];

  /**
   * UDP port of the tunnel, where it has one.
   * @default - not known
   */
  readonly tunnelPort?: number;

  /** Whether packets that leave the cluster have the address of their node. */
  readonly snat: boolean;

  /**
   * Kinds of policy that it enforces, such as `NetworkPolicy`; an empty list for none.
   * @default - not known
   */
  readonly enforces?: readonly string[];

  /**
   * Its version.
   * @default - not known
   */
  readonly version?: string;

  /**
   * What nodes need to reach on each other for it, beside the tunnel.
   * @default - nothing
   */
  readonly flows?: readonly Flow[];

  /**
   * Registries that its images come from.
   * @default - not known
   */
  readonly registries?: readonly string[];

  /**
   * Whether kube-proxy serves the addresses of services. Without it the plugin does.
   * @default true
   */
  readonly kubeProxy?: boolean;
}

const CNI = Symbol.for('cdk-strata.Cni');
const ENCAPSULATIONS = ['vxlan', 'geneve', 'ipip', 'wireguard', 'none'] as const;

/** The network plugin of a cluster: what the network sees of its pods, and how it is installed. */
export class Cni {
  /** Cilium, in the place of kube-proxy. */
  public static cilium(props: CiliumProps = {}): Cni {
    return new Cni(cilium(props));
  }

  /** Calico, by its operator. */
  public static calico(props: CalicoProps = {}): Cni {
    return new Cni(calico(props));
  }

  /** Antrea. */
  public static antrea(props: AntreaProps = {}): Cni {
    return new Cni(antrea(props));
  }

  /** Another one, which the program or somebody else installs. */
  public static of(props: OtherCniProps): Cni {
    checkProps(undefined, 'props', props, ['name', 'encapsulation', 'snat']);
    const { flows = [], kubeProxy = true } = props;
    const facts: CniFacts = {
      name: checkText(undefined, 'name', props.name),
      ...(props.version !== undefined && { version: checkText(undefined, 'version', props.version) }),
      encapsulation: checkOneOf(undefined, 'encapsulation', props.encapsulation, ENCAPSULATIONS),
      ...(props.tunnelPort !== undefined && {
        tunnelPort: checkWhole(undefined, 'tunnelPort', props.tunnelPort, { low: 1, high: 65535 }),
      }),
      snat: checkFlag(undefined, 'snat', props.snat),
      enforces: props.enforces === undefined ? null : checkTexts(undefined, 'enforces', props.enforces),
    };
    if (facts.tunnelPort !== undefined && (facts.encapsulation === 'none' || facts.encapsulation === 'ipip')) {
      throw new ConstructError(
        undefined,
        `tunnelPort is ${facts.tunnelPort}, and encapsulation "${facts.encapsulation}" has no port; leave out tunnelPort`,
      );
    }
    return new Cni({
      facts,
      registries: checkTexts(undefined, 'registries', props.registries ?? []),
      kubeProxy: checkFlag(undefined, 'kubeProxy', kubeProxy),
      flows: [
        ...(facts.tunnelPort === undefined ? [] : [betweenNodes(`${facts.name} ${facts.encapsulation} tunnel`, Flow.udp(facts.tunnelPort))]),
        ...checkKinds(undefined, 'flows', flows, FLOW).map((flow) => betweenNodes(facts.name, flow)),
      ],
    });
  }

  public static isCni(x: unknown): x is Cni {
    return isBranded(x, CNI);
  }

  /** `cilium`, `calico`, `antrea`, or another's name. */
  public readonly name: string;
  /** Whether kubeadm installs kube-proxy; where not, the plugin serves the addresses of services. */
  public readonly needsKubeProxy: boolean;

  private constructor(private readonly parts: CniParts) {
    brand(this, CNI);
    this.name = parts.facts.name;
    this.needsKubeProxy = parts.kubeProxy;
  }

  /** As plain data, for the estate. */
  public toFacts(): CniFacts {
    return this.parts.facts;
  }

  /** Registries that its images come from. */
  public get registries(): readonly string[] {
    return this.parts.registries;
  }

  /** What it needs between nodes. IP-in-IP and ICMP have no ports, and are not among them. */
  public requiredFlows(): readonly RequiredFlow[] {
    return this.parts.flows;
  }

  /** The chart that installs it in a cluster; undefined for one that somebody else installs. */
  public chart(cluster: CniCluster): CniChart | undefined {
    return this.parts.chart?.(cluster);
  }
}
