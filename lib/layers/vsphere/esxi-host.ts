import { DataVsphereHost } from '@cdktf/provider-vsphere/lib/data-vsphere-host';
import { Host } from '@cdktf/provider-vsphere/lib/host';
import { Construct, type IConstruct } from 'constructs';
import { declare } from '../../estate/declaration';
import { recordOrigin } from '../../estate/origin';
import { brand, isBranded } from '../brand';
import { checkCount, checkDistinct, checkFlag, checkKind, checkNumbering, checkOneOf, checkText, checkTexts, ifGiven } from '../check';
import { ConstructError } from '../construct-error';
import type { HostModel } from '../hardware';
import { DATACENTER, HOST_MODEL, SECRET } from '../kind';
import type { Secret } from '../secret';
import { needConnection } from './connection';
import type { IDatacenter } from './datacenter';

/** An ESXi host, owned or looked up. */
export interface IEsxiHost extends IConstruct {
  /** Managed object id, such as `host-23`. */
  readonly hostId: string;
  /** Name under which vCenter knows it. */
  readonly hostname: string;
  /** What its metal is; undefined where nobody said. */
  readonly model?: HostModel;
  /** The rack it stands in; undefined where nobody said. */
  readonly rack?: string;
}

/** What Terraform cannot know of a host. */
export interface HostHardwareProps {
  /**
   * What the metal is. Every capacity proof stands on it.
   * @default - unknown: what depends on the capacity of this host is undecided
   */
  readonly model?: HostModel;

  /**
   * The rack it stands in: what is lost together. Takes a `model`.
   * @default - unknown
   */
  readonly rack?: string;
}

/** How vCenter takes a host in. */
export interface HostConnectionProps {
  /**
   * Who logs in on the host.
   * @default 'root'
   */
  readonly user?: string;

  readonly password: Secret;

  /**
   * The datacenter of a host that stands on its own. A host that is handed to a cluster is where the cluster is.
   * @default - the host is handed to a cluster
   */
  readonly datacenter?: IDatacenter;

  /**
   * Who may manage the host past vCenter: anyone, the console and listed users (`normal`), nobody (`strict`).
   * @default 'disabled'
   */
  readonly lockdown?: 'disabled' | 'normal' | 'strict';
}

export interface EsxiHostProps extends HostHardwareProps, HostConnectionProps {
  /** Fully qualified name or address, as vCenter is to reach it. */
  readonly hostname: string;

  /**
   * SHA-1 thumbprint of the host's certificate.
   * @default - vCenter must trust who signed the certificate
   */
  readonly thumbprint?: string;

  /**
   * Whether the host is in maintenance: it runs nothing.
   * @default false
   */
  readonly maintenance?: boolean;
}

export interface EsxiHostLookup extends HostHardwareProps {
  /** Name in vCenter. */
  readonly hostname: string;

  readonly datacenter: IDatacenter;
}

export interface EsxiHostAttributes {
  /** Managed object id, such as `host-23`. */
  readonly hostId: string;

  /**
   * Name in vCenter.
   * @default - the id
   */
  readonly hostname?: string;
}

export interface EsxiHostFleetProps extends HostConnectionProps {
  /** How many hosts. */
  readonly count: number;

  /** Name of host number `n`, from 1. */
  readonly hostname: (n: number) => string;

  /**
   * What the metal of each of them is. Every capacity proof stands on it.
   * @default - unknown: what depends on the capacity of these hosts is undecided
   */
  readonly model?: HostModel;

  /**
   * Racks the hosts are dealt to in turn: with three, hosts 1, 4, 7 stand in the first. Takes a `model`.
   * @default - unknown
   */
  readonly racks?: readonly string[];

  /**
   * SHA-1 thumbprint of the certificate of host number `n`.
   * @default - vCenter must trust who signed the certificates
   */
  readonly thumbprint?: (n: number) => string;
}

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
    if (!EsxiHostFleet.isEsxiHostFleet(scope)) recordOrigin(this); // else it is made where its fleet is
    brand(this, ESXI_HOST);
    needConnection(this);

    this.hostname = checkText(this, 'hostname', props.hostname);
    this.model = props.model;
    this.rack = props.rack;
    this.resource = new Host(this, 'Default', {
      hostname: this.hostname,
      username: checkText(this, 'user', props.user ?? 'root'),
      password: checkKind(this, 'password', props.password, SECRET).bind(this),
      datacenter: ifGiven(props.datacenter, (datacenter) => checkKind(this, 'datacenter', datacenter, DATACENTER).datacenterId),
      thumbprint: props.thumbprint,
      maintenance: ifGiven(props.maintenance, (maintenance) => checkFlag(this, 'maintenance', maintenance)),
      lockdown: ifGiven(props.lockdown, (lockdown) => checkOneOf(this, 'lockdown', lockdown, ['disabled', 'normal', 'strict'])),
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

class LookedUpEsxiHost extends Construct implements IEsxiHost {
  public readonly hostId: string;
  public readonly hostname: string;
  public readonly model?: HostModel;
  public readonly rack?: string;

  public constructor(scope: Construct, id: string, props: EsxiHostLookup) {
    super(scope, id);
    recordOrigin(this);
    this.hostname = checkText(this, 'hostname', props.hostname);
    this.model = props.model;
    this.rack = props.rack;
    needConnection(this);
    const { datacenterId } = checkKind(this, 'datacenter', props.datacenter, DATACENTER);
    const lookup = new DataVsphereHost(this, 'Default', { name: this.hostname, datacenterId });
    this.hostId = lookup.id;
    declareHardware(this, lookup.node.path, props);
  }
}

class KnownEsxiHost extends Construct implements IEsxiHost {
  public readonly hostId: string;
  public readonly hostname: string;

  public constructor(scope: Construct, id: string, attributes: EsxiHostAttributes) {
    super(scope, id);
    recordOrigin(this);
    this.hostId = checkText(this, 'hostId', attributes.hostId);
    this.hostname = checkText(this, 'hostname', attributes.hostname ?? attributes.hostId);
  }
}

function declareHardware(host: Construct, of: string, { model, rack }: HostHardwareProps): void {
  if (model !== undefined) {
    declare(host, {
      kind: 'host-hardware',
      of,
      hardware: checkKind(host, 'model', model, HOST_MODEL).toFacts(),
      ...(rack !== undefined && { rack: checkText(host, 'rack', rack) }),
    });
  } else if (rack !== undefined) {
    throw new ConstructError(host, `the host has rack "${rack}" and no model; give the model too: what a rack takes with it depends on its hosts`);
  }
}
