import type { VnicConfig } from '@cdktf/provider-vsphere/lib/vnic';
import { Token } from 'cdktf';
import type { Construct } from 'constructs';
import { checkWhole } from '../../check';
import { ConstructError } from '../../construct-error';
import { NETWORK, STANDARD_PORT_GROUP } from '../../kind';
import { checkKindHere } from '../connection';
import { LARGEST_MTU } from './distributed-switch';
import { networkIdOf } from './network-id';
import type { IEsxiHost } from '../host/esxi-host';
import type { IPortGroup } from './port-group';
import { notSpanned } from '../cluster/span';
import type { IStandardPortGroup } from './standard-port-group';

/**
 * What an adapter is attached to, and the largest packet there, where it is known.
 *
 * @throws when the switch does not span the host, is not known, or is of another host
 */
export function attach(
  adapter: Construct,
  host: IEsxiHost,
  portGroup: IPortGroup | IStandardPortGroup,
): { readonly config: Pick<VnicConfig, 'distributedSwitchPort' | 'distributedPortGroup' | 'portgroup'>; readonly mtu?: number } {
  if (typeof portGroup !== 'object' || portGroup === null || !('networkId' in portGroup)) {
    const standard = checkKindHere(adapter, 'portGroup', portGroup as IStandardPortGroup, {
      ...STANDARD_PORT_GROUP,
      name: 'a port group',
      repair: 'give a `new PortGroup(...)` or a `new StandardPortGroup(...)`',
    });
    if (standard.host !== host) {
      throw new ConstructError(
        adapter,
        `port group ${standard.node.path} is on host "${standard.host.hostname}" and the adapter on "${host.hostname}"; give one of the same host`,
      );
    }
    return { config: { portgroup: standard.portGroupName }, mtu: standard.standardSwitch?.mtu };
  }
  const network = checkKindHere(adapter, 'portGroup', portGroup, NETWORK);
  const { switch: fabric, node } = network;
  if (fabric === undefined) {
    throw new ConstructError(
      adapter,
      `portGroup ${node.path} lies on no distributed switch that is known; give it its switch, or take a StandardPortGroup`,
    );
  }
  if (notSpanned([host], fabric).length > 0) {
    throw new ConstructError(adapter, `switch ${fabric.node.path} does not span "${host.hostname}"; add it to the hosts of the switch`);
  }
  return {
    config: { distributedSwitchPort: fabric.switchUuid, distributedPortGroup: networkIdOf(network, adapter, fabric.datacenter) },
    mtu: fabric.mtu,
  };
}

/** @throws when it is larger than what the switch takes */
export function checkMtu(adapter: Construct, given: number, most: number | undefined): number {
  const mtu = checkWhole(adapter, 'mtu', given, { low: 1, high: LARGEST_MTU });
  if (most === undefined || Token.isUnresolved(most) || Token.isUnresolved(mtu) || mtu <= most) return mtu;
  throw new ConstructError(adapter, `mtu must not exceed that of the switch, got ${mtu} and ${most}; raise mtu of the switch, or lower this one`);
}
