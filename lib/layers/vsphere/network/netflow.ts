import { isIP } from 'node:net';
import type { DistributedVirtualSwitchConfig } from '@cdktf/provider-vsphere/lib/distributed-virtual-switch';
import type { Duration } from 'cdk8s';
import { Token } from 'cdktf';
import type { Construct } from 'constructs';
import { checkFlag, checkProps, checkText, checkWhole, got, ifGiven } from '../../check';
import { ConstructError } from '../../construct-error';
import { checkSeconds } from '../durations';

/** Where a distributed switch reports the flows it sees (NetFlow, IPFIX). */
export interface Netflow {
  /** Address of the collector, IPv4 or IPv6. */
  readonly collector: string;

  /** Port of the collector. */
  readonly port: number;

  /**
   * IPv4 address under which the switch reports as one device.
   * @default - each host reports under its own
   */
  readonly switchAddress?: string;

  /**
   * After how long a flow that goes on is reported, from 60 to 3600 whole seconds.
   * @default Duration.seconds(60)
   */
  readonly activeFlowTimeout?: Duration;

  /**
   * After how long a flow that rests is reported, from 10 to 600 whole seconds.
   * @default Duration.seconds(15)
   */
  readonly idleFlowTimeout?: Duration;

  /**
   * Whether only flows between machines of one host are reported.
   * @default false
   */
  readonly internalFlowsOnly?: boolean;

  /**
   * Of how many packets one is analysed, up to 1000; 0 analyses all.
   * @default 0
   */
  readonly samplingRate?: number;

  /**
   * Observation domain that the switch reports as.
   * @default 0
   */
  readonly observationDomainId?: number;
}

/** Bounds are those of the provider's schema and documentation of `vsphere_distributed_virtual_switch`. */
export function netflowConfig(construct: Construct, netflow: Netflow): Partial<DistributedVirtualSwitchConfig> {
  checkProps(construct, 'netflow', netflow, ['collector', 'port']);
  const { activeFlowTimeout, idleFlowTimeout } = netflow;
  return {
    netflowEnabled: true,
    netflowCollectorIpAddress: checkAddress(construct, 'netflow.collector', netflow.collector),
    netflowCollectorPort: checkWhole(construct, 'netflow.port', netflow.port, { low: 1, high: 65535 }),
    ipv4Address: ifGiven(netflow.switchAddress, (address) => checkAddress(construct, 'netflow.switchAddress', address, 4)),
    netflowActiveFlowTimeout: ifGiven(activeFlowTimeout, (each) =>
      checkSeconds(construct, 'netflow.activeFlowTimeout', each, { low: 60, high: 3600 }),
    ),
    netflowIdleFlowTimeout: ifGiven(idleFlowTimeout, (each) => checkSeconds(construct, 'netflow.idleFlowTimeout', each, { low: 10, high: 600 })),
    netflowInternalFlowsOnly: ifGiven(netflow.internalFlowsOnly, (only) => checkFlag(construct, 'netflow.internalFlowsOnly', only)),
    netflowSamplingRate: ifGiven(netflow.samplingRate, (rate) => checkWhole(construct, 'netflow.samplingRate', rate, { low: 0, high: 1000 })),
    netflowObservationDomainId: ifGiven(netflow.observationDomainId, (domain) =>
      checkWhole(construct, 'netflow.observationDomainId', domain, { low: 0 }),
    ),
  };
}

function checkAddress(construct: Construct, what: string, address: string, version?: 4): string {
  checkText(construct, what, address);
  if (Token.isUnresolved(address) || (version === undefined ? isIP(address) > 0 : isIP(address) === version)) return address;
  throw new ConstructError(construct, `${what} must be an ${version === 4 ? 'IPv4' : 'IP'} address, got ${got(address)}`);
}
