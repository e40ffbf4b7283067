import type { IConstruct } from 'constructs';
import type { HostModel } from '../../hardware';
import type { Secret } from '../../secret';
import type { IDatacenter } from '../datacenter';
import type { ITag } from '../access/tags';

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

  /**
   * Licence key that vCenter knows and gives to the host.
   * @default - vCenter's evaluation licence
   */
  readonly license?: Secret;

  /**
   * Where the host takes its time from.
   * @default - as the host has it
   */
  readonly ntp?: NtpProps;

  /**
   * Whether to take the host even if another vCenter manages it.
   * @default false
   */
  readonly force?: boolean;

  /** @default - none */
  readonly tags?: readonly ITag[];
}

/** The time of a host: a chrony or NTP daemon that asks servers. */
export interface NtpProps {
  /** Names or addresses: at least one. */
  readonly servers: readonly string[];

  /**
   * Whether the daemon starts and stops with the host (`on`), by hand (`off`) or as its port is used (`automatic`).
   * @default 'on'
   */
  readonly policy?: 'on' | 'off' | 'automatic';
}

export interface EsxiHostProps extends HostHardwareProps, HostConnectionProps {
  /** Fully qualified name or address, as vCenter is to reach it. */
  readonly hostname: string;

  /**
   * SHA-1 thumbprint of the host's certificate. `HostThumbprint` reads it off the host.
   * @default - vCenter must trust who signed the certificate
   */
  readonly thumbprint?: string;

  /**
   * Whether the host is in maintenance: it runs nothing.
   * @default false
   */
  readonly maintenance?: boolean;

  /**
   * Whether vCenter manages the host. Disconnected, it keeps its place and vCenter knows nothing of its machines.
   * @default true
   */
  readonly connected?: boolean;
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
