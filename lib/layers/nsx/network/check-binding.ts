import { Token } from 'cdktf';
import type { Construct } from 'constructs';
import { ConstructError } from '../../construct-error';
import type { PolicySegment, PolicyVlanSegment } from '../bindings';
import { isSameAddress } from './addresses';
import type { IDhcpProfile } from './dhcp-profile';
import type { ISegment } from './isegment';

/** A fixed address of a machine. */
interface Binding {
  readonly construct: Construct;
  readonly macAddress: string;
  readonly ipAddress: string;
}

/** A segment that the app makes, as far as bindings rest on it. */
interface MadeSegment extends ISegment {
  readonly resource: PolicySegment | PolicyVlanSegment;
  readonly dhcpProfile?: IDhcpProfile;
}

const bindings = new WeakMap<ISegment, Binding[]>();

/**
 * That a binding goes with its segment and the others of it, as far as they are known.
 *
 * @throws when the segment has no DHCP server of its own, or the addresses are those of its gateway, of its server or of another binding
 */
export function checkBinding(segment: ISegment, binding: Binding): void {
  if (isMade(segment)) {
    checkServer(segment, binding);
    checkFree(segment, binding);
  }
  const others = bindings.get(segment) ?? [];
  for (const other of others) checkApart(other, binding);
  bindings.set(segment, [...others, binding]);
}

function isMade(segment: ISegment): segment is MadeSegment {
  const { resource } = segment as Partial<MadeSegment>;
  return resource !== undefined && 'dhcpConfigPathInput' in resource;
}

function checkServer({ node, resource, dhcpProfile }: MadeSegment, { construct }: Binding): void {
  if (resource.dhcpConfigPathInput !== undefined && dhcpProfile?.dhcpType !== 'relay') return;
  const lack = dhcpProfile === undefined ? 'has none' : `asks servers elsewhere, by ${dhcpProfile.node.path}`;
  throw new ConstructError(
    construct,
    `a binding is kept by a DHCP server of the segment's own, and segment ${node.path} ${lack}; give it \`dhcpProfile: new DhcpServer(...)\``,
  );
}

function checkFree({ node, resource: { subnetInput } }: MadeSegment, { construct, ipAddress }: Binding): void {
  if (!Array.isArray(subnetInput)) return;
  for (const { cidr, dhcpV4Config } of subnetInput) {
    const taken = { 'its gateway': cidr, 'its DHCP server': dhcpV4Config?.serverAddress };
    for (const [whose, text] of Object.entries(taken)) {
      const address = text === undefined || Token.isUnresolved(text) ? undefined : text.split('/')[0]!;
      if (address === undefined || !isSameAddress(ipAddress, address)) continue;
      throw new ConstructError(construct, `ipAddress ${ipAddress} (on ${node.path}) is that of ${whose}; give another address of the subnet`);
    }
  }
}

function checkApart(other: Binding, { construct, macAddress, ipAddress }: Binding): void {
  const isSameMac = !Token.isUnresolved(macAddress) && macAddress.toLowerCase() === other.macAddress.toLowerCase();
  if (!isSameMac && !isSameAddress(ipAddress, other.ipAddress)) return;
  throw new ConstructError(
    construct,
    `${isSameMac ? `macAddress ${macAddress}` : `ipAddress ${ipAddress}`} is bound by ${other.construct.node.path} already; leave one of them out, or give another`,
  );
}
