import {
  indexOf,
  isReference,
  isUnknown,
  type Estate,
  type ObjectId,
  type PortGroup,
  type ResourceInstance,
  type Segment,
  type Value,
  type VirtualMachine,
} from '../../estate';
import { addressOf, holds, rangeOf, subnetOf } from '../../proofs/addresses';
import { Cidr } from '../../units';
import { blocksOf, type Block } from '../blocks';
import { subjectOf } from '../subjects';
import type { Verdict } from '../verdict';
import { count, knownOnlyTo, quotedName } from '../wording';
import { isSegment, type Network, premisesOf } from './networks';

/** What stands in the customization of a VM, or what hides it. */
const INTERFACES = 'clone.customize.network_interface';

/**
 * Addresses that a customization gives to VMs, each held against the range of its own network.
 *
 * @param failed the networks of which not every address is in order; added to
 */
export function* staticAddresses(estate: Estate, networks: readonly Network[], failed: Set<PortGroup | Segment>): Iterable<Verdict> {
  const byId = byPortGroup(estate, networks);
  const taken = new Map<string, VirtualMachine>();
  for (const machine of estate.vsphere.machines) {
    const entry = indexOf(estate).entryOf(machine);
    if (!entry) continue;
    const { interfaces, hidden } = interfacesOf(entry);
    const on = machine.networks.flatMap((id) => (typeof id === 'string' ? (byId.get(id) ?? []) : []));
    const [first] = on;
    if (hidden !== undefined && first) {
      for (const { object } of on) failed.add(object);
      yield openAddress(machine, first, INTERFACES, hidden);
      continue;
    }
    // Where some adapters are not shown, which address belongs to which is not either.
    const shifted = !machine.networksComplete && (entry.values.ovf_deploy ?? null) === null;
    for (const [i, nic] of interfaces.entries()) {
      for (const [version, name] of [
        [4, 'ipv4_address'],
        [6, 'ipv6_address'],
      ] as const) {
        const address = nic[name] ?? null;
        if (address === null || address === '') continue;
        const attribute = `${INTERFACES}.${i}.${name}`;
        const id = shifted ? undefined : machine.networks[i];
        if (id === undefined || isUnknown(id)) {
          const why = id === undefined ? 'its network is not shown' : `its network is ${knownOnlyTo(id)}`;
          yield openAddress(machine, undefined, attribute, why);
          continue;
        }
        const network = networkFor(byId.get(id) ?? [], address, version);
        if (!network) continue;
        if (typeof address !== 'string') {
          failed.add(network.object);
          yield openAddress(
            machine,
            network,
            attribute,
            isUnknown(address) ? `the address is ${knownOnlyTo(address)}` : 'the address is known only after apply',
          );
          continue;
        }
        if (network.range.version !== version && isAddressOf(address, version)) {
          const why = isSegment(network.object) ? 'its segment shows none' : 'nobody stated those of the network';
          yield openAddress(machine, network, attribute, `it is an IPv${version} address, and ${why}`);
          continue;
        }
        if (network.hidden && !network.range.contains(address)) {
          failed.add(network.object);
          yield openAddress(machine, network, attribute, `a further range of its segment is ${knownOnlyTo(network.hidden)}`);
          continue;
        }
        const key = `${network.object.id} ${canonical(address)}`;
        const other = taken.get(key);
        taken.set(key, machine);
        const wrong =
          outside(address, network.range) ??
          (canonical(address) === canonical(network.gateway ?? '') ? 'it is the gateway' : undefined) ??
          takenByDhcp(network, address) ??
          (other ? `VM ${quotedName(other)} has it too` : undefined) ??
          (machine.instances.low > 1 ? `at least ${count(machine.instances.low, 'VM')} have it` : undefined);
        if (wrong !== undefined) {
          failed.add(network.object);
          yield wrongAddress(machine, network, attribute, address, wrong);
        } else if ((machine.instances.high ?? Infinity) > 1) {
          failed.add(network.object);
          yield openAddress(machine, network, attribute, 'how many VMs have it depends on a count or for_each that is not decided');
        }
      }
    }
  }
}

/** The networks by the port groups that VMs are attached to: a segment's own by those of which it is behind. */
function byPortGroup(estate: Estate, networks: readonly Network[]): Map<ObjectId, Network[]> {
  const byObject = new Map<ObjectId, Network[]>();
  for (const network of networks) byObject.set(network.object.id, [...(byObject.get(network.object.id) ?? []), network]);
  for (const { id, segment } of estate.vsphere.portGroups) {
    const behind = typeof segment === 'string' ? byObject.get(segment) : undefined;
    if (behind) byObject.set(id, behind);
  }
  return byObject;
}

/** The network of a port group that an address is meant for: the one that holds it, else one of its version. */
function networkFor(networks: readonly Network[], address: Value, version: 4 | 6): Network | undefined {
  const alike = networks.filter(({ range }) => range.version === version);
  const holder = typeof address === 'string' && isAddressOf(address, version) ? alike.find(({ range }) => range.contains(address)) : undefined;
  return holder ?? alike[0] ?? networks[0];
}

/** What DHCP of a segment has of an address; undefined for nothing that is known. */
function takenByDhcp({ object }: Network, text: string): string | undefined {
  const address = addressOf(text);
  if (!address || !isSegment(object)) return undefined;
  for (const { dhcpServer, dhcpRanges } of object.subnets.items) {
    const server = typeof dhcpServer === 'string' ? subnetOf(dhcpServer)?.address : undefined;
    if (server && server.version === address.version && server.value === address.value) return 'it is the DHCP server';
    for (const each of dhcpRanges.items) {
      const range = typeof each === 'string' ? rangeOf(each) : undefined;
      if (range && holds(range, address)) return `DHCP hands it out, from ${each as string}`;
    }
  }
  return undefined;
}

/** The adapters of a customization, and why they are not shown where they are not. */
function interfacesOf({ values }: ResourceInstance): { interfaces: readonly Block[]; hidden?: string } {
  let blocks: readonly Block[] = [values];
  for (const name of ['clone', 'customize', 'network_interface']) {
    const inner = blocks.map((block) => block[name]);
    const token = inner.map(tokenIn).find((hidden) => hidden !== undefined);
    if (token !== undefined) return { interfaces: [], hidden: token };
    blocks = inner.flatMap(blocksOf);
  }
  return { interfaces: blocks };
}

/** Why blocks are not shown, where a token stands for them or for one of them. */
function tokenIn(value: Value | undefined): string | undefined {
  if (value === undefined || value === null || typeof value !== 'object') return undefined;
  if (isUnknown(value)) return `its addresses are ${knownOnlyTo(value)}`;
  if (isReference(value)) return 'its addresses are known only after apply';
  if (!Array.isArray(value)) return undefined;
  return value.map((each: Value) => (Array.isArray(each) ? undefined : tokenIn(each))).find((hidden) => hidden !== undefined);
}

function openAddress(machine: VirtualMachine, network: Network | undefined, attribute: string, reason: string): Verdict {
  return {
    verdict: 'undecided',
    subject: { ...subjectOf(machine), attribute },
    key: attribute,
    ...(network && { premises: premisesOf(network) }),
    message: `whether the address of VM ${quotedName(machine)} lies in ${network ? `network ${quotedName(network.object)}` : 'the range of its network'}`,
    reason,
    decidedBy: 'literal addresses and networks',
  };
}

function wrongAddress(machine: VirtualMachine, network: Network, attribute: string, address: string, wrong: string): Verdict {
  return {
    verdict: 'refuted',
    subject: { ...subjectOf(machine), attribute },
    key: attribute,
    premises: premisesOf(network),
    message: `VM ${quotedName(machine)} cannot have its address in network ${quotedName(network.object)}`,
    witness: [
      { label: 'address', text: address },
      { label: 'wrong', text: wrong },
    ],
    remedies: [{ text: `a free address in ${network.range.toString()}` }],
  };
}

function isAddressOf(address: string, version: 4 | 6): boolean {
  try {
    return Cidr.addressOf(address).version === version;
  } catch {
    return false;
  }
}

/** An address in one notation, whichever way it is written. */
function canonical(address: string): string {
  try {
    const { version, value } = Cidr.addressOf(address);
    return `${version} ${value}`;
  } catch {
    return address;
  }
}

const NETWORK_AND_BROADCAST_UP_TO = 30;

/** Why an address cannot be used in a range; undefined where it can. RFC 3021: a /31 has neither network nor broadcast address. */
export function outside(address: string, range: Cidr): string | undefined {
  let at: { version: 4 | 6; value: bigint };
  try {
    at = Cidr.addressOf(address);
  } catch (error) {
    return (error as Error).message;
  }
  if (!range.contains(address)) return `it lies outside ${range.toString()}`;
  if (range.version === 6 || range.prefix > NETWORK_AND_BROADCAST_UP_TO) return undefined;
  if (at.value === range.first) return `it is the network address of ${range.toString()}`;
  return at.value === range.last ? `it is the broadcast address of ${range.toString()}` : undefined;
}
