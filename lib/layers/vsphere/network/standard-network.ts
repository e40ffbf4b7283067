import { DataVsphereNetwork } from '@cdktf/provider-vsphere/lib/data-vsphere-network';
import { Construct } from 'constructs';
import { recordOrigin } from '../../../estate/origin';
import type { Cidr } from '../../../units';
import { checkProps, checkText } from '../../check';
import { ConstructError } from '../../construct-error';
import { DATACENTER, STANDARD_PORT_GROUP } from '../../kind';
import { type AddressRangeProps, declareRange } from './address-range';
import { after } from '../after';
import { checkKindHere, checkKindsHere, connectionOf } from '../connection';
import type { IDatacenter } from '../datacenter';
import type { INetwork } from './network';
import { type IStandardPortGroup, StandardPortGroup } from './standard-port-group';

export interface StandardNetworkLookup extends AddressRangeProps {
  /** Name of the port groups, on every host the same. */
  readonly name: string;

  readonly datacenter: IDatacenter;
}

export interface StandardNetworkOfPortGroups extends AddressRangeProps {
  /** Port groups of one name, one on each host that is to run machines on the network. */
  readonly portGroups: Iterable<IStandardPortGroup>;

  readonly datacenter: IDatacenter;

  /**
   * The range its addresses come from.
   * @default - that of its port groups, where one of them says
   */
  readonly cidr?: Cidr;

  /**
   * Address of the default gateway, in the range.
   * @default - that of its port groups, where one of them says
   */
  readonly gateway?: string;
}

export interface StandardNetworkAttributes {
  /** Managed object id, such as `network-12`. */
  readonly networkId: string;
}

/**
 * What virtual machines on standard switches are attached to: vCenter takes all standard port groups of one name in a datacenter
 * for one network. It makes the network itself, so that it is only ever looked up.
 */
export abstract class StandardNetwork extends Construct implements INetwork {
  /** One that exists, found by its name when Terraform runs. Distributed port groups of the name are not taken for it. */
  public static fromLookup(scope: Construct, id: string, props: StandardNetworkLookup): StandardNetwork {
    return new LookedUpStandardNetwork(scope, id, props);
  }

  /**
   * The one that vCenter makes of port groups of the app: it is looked up after they are made.
   *
   * @throws when there is none, they differ in name, or more than one range or gateway is said of the network
   */
  public static fromPortGroups(scope: Construct, id: string, props: StandardNetworkOfPortGroups): StandardNetwork {
    return new StandardNetworkOfOwn(scope, id, props);
  }

  /** One that exists, by its id. */
  public static fromAttributes(scope: Construct, id: string, attributes: StandardNetworkAttributes): StandardNetwork {
    return new KnownStandardNetwork(scope, id, attributes);
  }

  public abstract readonly networkId: string;
  /** The range its addresses come from; undefined where nobody said. */
  public abstract readonly cidr?: Cidr;
  /** Address of its default gateway; undefined where nobody said. */
  public abstract readonly gateway?: string;
}

class LookedUpStandardNetwork extends StandardNetwork {
  public readonly networkId: string;
  public readonly cidr?: Cidr;
  public readonly gateway?: string;

  public constructor(scope: Construct, id: string, props: StandardNetworkLookup) {
    super(scope, id);
    checkProps(this, 'props', props, ['name', 'datacenter']);
    recordOrigin(this);
    ({ cidr: this.cidr, gateway: this.gateway } = props);
    this.networkId = lookUp(this, checkText(this, 'name', props.name), props, []).id;
  }
}

class StandardNetworkOfOwn extends StandardNetwork {
  public readonly networkId: string;
  public readonly cidr?: Cidr;
  public readonly gateway?: string;

  public constructor(scope: Construct, id: string, props: StandardNetworkOfPortGroups) {
    super(scope, id);
    checkProps(this, 'props', props, ['portGroups', 'datacenter']);
    recordOrigin(this);
    const portGroups = checkKindsHere(this, 'portGroups', props.portGroups, STANDARD_PORT_GROUP);
    const owned = portGroups.filter(StandardPortGroup.isStandardPortGroup);
    const names = [...new Set(portGroups.map(nameOf))];
    if (names.length !== 1) {
      throw new ConstructError(
        this,
        `portGroups must be port groups of one name, got ${names.join(', ') || 'none'}; give those of one name, on each host one`,
      );
    }
    ({ cidr: this.cidr, gateway: this.gateway } = this.rangeOf(props, portGroups));
    this.networkId = lookUp(this, names[0]!, { datacenter: props.datacenter, cidr: this.cidr, gateway: this.gateway }, owned).id;
  }

  private rangeOf(props: AddressRangeProps, portGroups: readonly IStandardPortGroup[]): AddressRangeProps {
    const stated = [props, ...portGroups];
    for (const what of ['cidr', 'gateway'] as const) {
      const different = [...new Set(stated.flatMap((each) => (each[what] === undefined ? [] : String(each[what]))))];
      if (different.length > 1) {
        throw new ConstructError(this, `a network has one ${what}, got ${different.join(' and ')} of it and its port groups; say one of them`);
      }
    }
    return { cidr: stated.find(({ cidr }) => cidr !== undefined)?.cidr, gateway: stated.find(({ gateway }) => gateway !== undefined)?.gateway };
  }
}

class KnownStandardNetwork extends StandardNetwork {
  public readonly networkId: string;
  public readonly cidr = undefined;
  public readonly gateway = undefined;

  public constructor(scope: Construct, id: string, attributes: StandardNetworkAttributes) {
    super(scope, id);
    checkProps(this, 'attributes', attributes, ['networkId']);
    recordOrigin(this);
    this.networkId = checkText(this, 'networkId', attributes.networkId);
  }
}

/** As it was given; a port group of the app shows a reference to it. */
function nameOf(portGroup: IStandardPortGroup): string {
  return StandardPortGroup.isStandardPortGroup(portGroup) ? portGroup.resource.nameInput! : portGroup.portGroupName;
}

function lookUp(
  network: StandardNetwork,
  name: string,
  { datacenter, cidr, gateway }: AddressRangeProps & { readonly datacenter: IDatacenter },
  portGroups: readonly StandardPortGroup[],
): DataVsphereNetwork {
  const bringers = after(
    network,
    portGroups.map(({ resource }) => resource),
  );
  const lookup = new DataVsphereNetwork(network, 'Default', {
    provider: connectionOf(network),
    name,
    datacenterId: checkKindHere(network, 'datacenter', datacenter, DATACENTER).datacenterId,
    filter: [{ networkType: 'Network' }],
    dependsOn: bringers.length === 0 ? undefined : bringers,
  });
  declareRange(network, lookup.node.path, { cidr, gateway });
  return lookup;
}
