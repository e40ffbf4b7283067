import type { DistributedVirtualSwitchConfig } from '@cdktf/provider-vsphere/lib/distributed-virtual-switch';
import { Token } from 'cdktf';
import type { Construct } from 'constructs';
import { checkKind, checkProps, checkWhole, ifGiven } from '../../check';
import { ConstructError } from '../../construct-error';
import { SHARES } from '../../kind';
import { checkWithin } from '../allocation';
import type { IEsxiHost } from '../host/esxi-host';
import type { Shares } from '../shares';

/** What one class of traffic gets of each physical network adapter. */
export interface TrafficAllocation {
  /**
   * Its part where the adapter is short, relative to the others; a number of shares goes from 1 to 100.
   * @default - as the switch has it: high for virtual machines and normal for the rest, unless somebody changed it
   */
  readonly shares?: Shares;

  /**
   * At most, Mbit/s.
   * @default - as the switch has it: no limit, unless somebody changed it
   */
  readonly limitMbit?: number;

  /**
   * At least, Mbit/s. All classes together may reserve 75 % of the slowest adapter.
   * @default - as the switch has it: nothing, unless somebody changed it
   */
  readonly reservationMbit?: number;
}

/** Network I/O Control, version 3: what each class of traffic gets. */
export interface NetworkIoControl {
  /** @default - as the switch has it */
  readonly management?: TrafficAllocation;
  /** @default - as the switch has it */
  readonly vmotion?: TrafficAllocation;
  /** @default - as the switch has it */
  readonly vsan?: TrafficAllocation;
  /** @default - as the switch has it */
  readonly nfs?: TrafficAllocation;
  /** @default - as the switch has it */
  readonly iscsi?: TrafficAllocation;
  /**
   * vSphere Replication.
   * @default - as the switch has it
   */
  readonly hbr?: TrafficAllocation;
  /**
   * vSphere Data Protection.
   * @default - as the switch has it
   */
  readonly vdp?: TrafficAllocation;
  /**
   * Backup by NFC, the copy protocol of ESXi.
   * @default - as the switch has it
   */
  readonly backupNfc?: TrafficAllocation;
  /** @default - as the switch has it */
  readonly faultTolerance?: TrafficAllocation;
  /** @default - as the switch has it */
  readonly virtualMachine?: TrafficAllocation;
}

export type TrafficClass = keyof NetworkIoControl;

/** The classes, and how the binding names what belongs to each. */
const PREFIXES: Readonly<Record<TrafficClass, string>> = {
  management: 'management',
  vmotion: 'vmotion',
  vsan: 'vsan',
  nfs: 'nfs',
  iscsi: 'iscsi',
  hbr: 'hbr',
  vdp: 'vdp',
  backupNfc: 'backupnfc',
  faultTolerance: 'faulttolerance',
  virtualMachine: 'virtualmachine',
};

/** "The total bandwidth reserved among all system traffic types cannot exceed 75 percent" (vSphere Networking 8.0, GUID-26AAAFA4). */
const RESERVABLE = 0.75;

/** "Shares, from 1 to 100" (the same page). */
const MOST_SHARES = 100;

/**
 * Switches since 6.0 know version 3 alone (vCenter Server 6.7 installation guide).
 *
 * @throws when a class does not exist, reserves more than its limit, or all reserve more than an adapter of some host can give
 */
export function networkIoControlConfig(
  construct: Construct,
  control: NetworkIoControl,
  hosts: readonly IEsxiHost[],
): Partial<DistributedVirtualSwitchConfig> {
  checkProps(construct, 'networkIoControl', control, []);
  const config: Record<string, unknown> = { networkResourceControlEnabled: true, networkResourceControlVersion: 'version3' };
  let reserved = 0;
  for (const [trafficClass, allocation] of Object.entries(control) as [TrafficClass, TrafficAllocation | undefined][]) {
    if (!Object.hasOwn(PREFIXES, trafficClass)) {
      throw new ConstructError(
        construct,
        `networkIoControl knows no class "${trafficClass as string}" of traffic; its classes are ${Object.keys(PREFIXES).join(', ')}`,
      );
    }
    if (allocation === undefined) continue;
    const what = `networkIoControl.${trafficClass}`;
    checkProps(construct, what, allocation, []);
    const { limit, reservation } = checkBandwidth(construct, what, allocation);
    const prefix = PREFIXES[trafficClass];
    config[`${prefix}ShareLevel`] = ifGiven(allocation.shares, (shares) => checkShares(construct, `${what}.shares`, shares).shareLevel);
    config[`${prefix}ShareCount`] = allocation.shares?.count;
    config[`${prefix}MaximumMbit`] = limit;
    config[`${prefix}ReservationMbit`] = reservation;
    if (reservation !== undefined && !Token.isUnresolved(reservation)) reserved += reservation;
  }
  checkReservable(construct, reserved, hosts);
  return config;
}

function checkBandwidth(
  construct: Construct,
  what: string,
  { limitMbit, reservationMbit }: TrafficAllocation,
): { readonly limit?: number; readonly reservation?: number } {
  const limit = ifGiven(limitMbit, (mbit) => checkWhole(construct, `${what}.limitMbit`, mbit, { low: 1 }));
  const reservation = ifGiven(reservationMbit, (mbit) => checkWhole(construct, `${what}.reservationMbit`, mbit, { low: 0 }));
  checkWithin(construct, [`${what}.reservationMbit`, reservation], [`${what}.limitMbit`, limit], 'Mbit/s');
  return { limit, reservation };
}

function checkShares(construct: Construct, what: string, value: Shares): Shares {
  const shares = checkKind(construct, what, value, SHARES);
  if (shares.count !== undefined) checkWhole(construct, what, shares.count, { low: 1, high: MOST_SHARES });
  return shares;
}

/** Which adapters of a host are uplinks is not known, so its fastest bounds what can be reserved. */
function checkReservable(construct: Construct, reserved: number, hosts: readonly IEsxiHost[]): void {
  for (const host of hosts) {
    const fastest = Math.max(...(host.model?.nics ?? []).map((nic) => nic.gigabitsPerSecond * 1000));
    if (fastest === -Infinity || reserved <= fastest * RESERVABLE) continue;
    throw new ConstructError(
      construct,
      `networkIoControl reserves ${reserved} Mbit/s in all, but 75 % of the fastest network port of host "${host.hostname}" are ${fastest * RESERVABLE} Mbit/s; reserve less`,
    );
  }
}
