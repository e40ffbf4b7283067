import { Host } from '@cdktf/provider-vsphere/lib/host';
import { Construct, type IConstruct } from 'constructs';
import { recordOrigin } from '../../../estate/origin';
import { brand, isBranded } from '../../brand';
import { checkCount, checkDistinct, checkFlag, checkKind, checkNumbering, checkOneOf, checkProps, checkText, checkTexts, ifGiven } from '../../check';
import { ConstructError } from '../../construct-error';
import type { HostModel } from '../../hardware';
import { DATACENTER, SECRET } from '../../kind';
import { checkKindHere, connectionOf } from '../connection';
import type { IDatacenter } from '../datacenter';
import { KnownEsxiHost, LookedUpEsxiHost } from './esxi-host-known';
import type { EsxiHostAttributes, EsxiHostFleetProps, EsxiHostLookup, EsxiHostProps, IEsxiHost } from './esxi-host-props';
import { declareHardware } from './host-hardware';
import { servicesOf } from './host-services';
import { tagIds } from '../access/tags';

export type {
  EsxiHostAttributes,
  EsxiHostFleetProps,
  EsxiHostLookup,
  EsxiHostProps,
  HostConnectionProps,
  HostHardwareProps,
  IEsxiHost,
  NtpProps,
} from './esxi-host-props';

/** How a cluster takes a host in. @internal */
export interface HostMembership {
  readonly cluster: IConstruct;
  readonly clusterId: string;
  readonly datacenter: IDatacenter;
  /** Whether the cluster lists its hosts; else each host names its cluster. Both at once would fight over the host. */
  readonly listedByCluster: boolean;
}

const ESXI_HOST = Symbol.for('cdk-strata.EsxiHost');
const ESXI_HOST_FLEET = Symbol.for('cdk-strata.EsxiHostFleet');

/**
 * An ESXi host that the stack brings under vCenter. It stands in a cluster (hand it to a `VcenterCluster`) or, with
 * `datacenter`, on its own.
 *
 * @throws when it has a rack without a model, or is handed to a cluster and has a datacenter too. A host that is in neither
 * when the stack is synthesised fails validation.
 */
export class EsxiHost extends Construct implements IEsxiHost {
  public static isEsxiHost(x: unknown): x is EsxiHost {
    return isBranded(x, ESXI_HOST);
  }

  /** Hosts of one kind, numbered from 1 and dealt to racks in turn. */
  public static fleet(scope: Construct, id: string, props: EsxiHostFleetProps): EsxiHostFleet {
    return new EsxiHostFleet(scope, id, props);
  }

  /** One that vCenter has already, found by its name when Terraform runs. */
  public static fromLookup(scope: Construct, id: string, props: EsxiHostLookup): IEsxiHost {
    return new LookedUpEsxiHost(scope, id, props);
  }

  /** One that vCenter has already, by its id. */
  public static fromAttributes(scope: Construct, id: string, attributes: EsxiHostAttributes): IEsxiHost {
    return new KnownEsxiHost(scope, id, attributes);
  }

  public readonly hostId: string;
  public readonly hostname: string;
  public readonly model?: HostModel;
  public readonly rack?: string;
  public readonly resource: Host;

  public constructor(scope: Construct, id: string, props: EsxiHostProps) {
    super(scope, id);
    checkProps(this, 'props', props, ['hostname', 'password']);
    if (!EsxiHostFleet.isEsxiHostFleet(scope)) recordOrigin(this); // else it is made where its fleet is
    brand(this, ESXI_HOST);

    this.hostname = checkText(this, 'hostname', props.hostname);
    this.model = props.model;
    this.rack = props.rack;
    this.resource = new Host(this, 'Default', {
      provider: connectionOf(this),
      hostname: this.hostname,
      username: checkText(this, 'user', props.user ?? 'root'),
      password: checkKind(this, 'password', props.password, SECRET).bind(this),
      datacenter: ifGiven(props.datacenter, (datacenter) => checkKindHere(this, 'datacenter', datacenter, DATACENTER).datacenterId),
      thumbprint: props.thumbprint,
      maintenance: ifGiven(props.maintenance, (maintenance) => checkFlag(this, 'maintenance', maintenance)),
      connected: ifGiven(props.connected, (connected) => checkFlag(this, 'connected', connected)),
      lockdown: ifGiven(props.lockdown, (lockdown) => checkOneOf(this, 'lockdown', lockdown, ['disabled', 'normal', 'strict'])),
      license: ifGiven(props.license, (license) => checkKind(this, 'license', license, SECRET).bind(this)),
      force: ifGiven(props.force, (force) => checkFlag(this, 'force', force)),
      services: ifGiven(props.ntp, (ntp) => servicesOf(this, ntp)),
      tags: tagIds(this, props.tags, 'HostSystem'),
    });
    this.hostId = this.resource.id;
    declareHardware(this, this.resource.node.path, props);
    this.node.addValidation({ validate: () => this.validatePlace() });
  }

  /** @internal */
  public _join({ cluster, clusterId, datacenter, listedByCluster }: HostMembership): void {
    if (this.resource.datacenterInput !== undefined) {
      throw new ConstructError(
        this,
        `a host stands on its own or in a cluster, but this one has a datacenter and is handed to ${cluster.node.path}; leave out datacenter`,
      );
    }
    if (listedByCluster) {
      this.resource.datacenter = datacenter.datacenterId;
      this.resource.clusterManaged = true;
    } else {
      this.resource.cluster = clusterId;
    }
  }

  private validatePlace(): string[] {
    const { clusterInput, datacenterInput } = this.resource;
    if (clusterInput !== undefined || datacenterInput !== undefined) return [];
    return [`host "${this.hostname}" is in no cluster and no datacenter; hand it to a VcenterCluster, or give it a datacenter`];
  }
}

/**
 * ESXi hosts of one kind.
 *
 * @throws when two have the same hostname, a rack stands twice, or racks are given without a model
 */
export class EsxiHostFleet extends Construct implements Iterable<EsxiHost> {
  public static isEsxiHostFleet(x: unknown): x is EsxiHostFleet {
    return isBranded(x, ESXI_HOST_FLEET);
  }

  public readonly hosts: readonly EsxiHost[];

  public constructor(scope: Construct, id: string, props: EsxiHostFleetProps) {
    super(scope, id);
    checkProps(this, 'props', props, ['count', 'hostname', 'password']);
    recordOrigin(this);
    brand(this, ESXI_HOST_FLEET);

    const { count, ...common } = props;
    const hostname = checkNumbering(this, 'hostname', props.hostname);
    const thumbprint = ifGiven(props.thumbprint, (each) => checkNumbering(this, 'thumbprint', each));
    const racks = ifGiven(props.racks, (each) => checkTexts(this, 'racks', each));
    if (racks?.length === 0) throw new ConstructError(this, 'racks must name at least one rack, got none; leave them out where they are not known');
    checkDistinct(this, 'racks', racks ?? []);
    const numbers = Array.from({ length: checkCount(this, count) }, (_, index) => index + 1);
    const hostnames = numbers.map((n) => checkText(this, `hostname(${n})`, hostname(n)));
    checkDistinct(this, 'hostnames of a fleet', hostnames);

    this.hosts = numbers.map(
      (n) =>
        new EsxiHost(this, `${id}-${n}`, {
          ...common,
          hostname: hostnames[n - 1]!,
          rack: racks?.[(n - 1) % racks.length],
          thumbprint: thumbprint?.(n),
        }),
    );
  }

  /**
   * The hosts of a rack.
   *
   * @throws when no host stands in it
   */
  public inRack(rack: string): readonly EsxiHost[] {
    const found = this.hosts.filter((host) => host.rack === rack);
    if (found.length > 0) return found;
    throw new ConstructError(this, `no host of the fleet stands in rack "${rack}"; its racks are ${this.racks().join(', ') || 'not known'}`);
  }

  /**
   * The first host of each rack, in the order of the racks.
   *
   * @throws when the racks are not known
   */
  public onePerRack(): readonly EsxiHost[] {
    const racks = this.racks();
    if (racks.length === 0) throw new ConstructError(this, 'the racks of the fleet are not known; give it racks');
    return racks.map((rack) => this.inRack(rack)[0]!);
  }

  public [Symbol.iterator](): Iterator<EsxiHost> {
    return this.hosts[Symbol.iterator]();
  }

  private racks(): string[] {
    return [...new Set(this.hosts.flatMap((host) => host.rack ?? []))];
  }
}
