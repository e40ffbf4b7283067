import { indexOf, isUnknown, type Estate, type PortGroup, type VirtualMachine } from '../../estate';
import { Cidr } from '../../units';
import { blocksOf } from '../blocks';
import { Premises } from '../premises';
import type { Rule } from '../rule';
import type { Subject, Verdict } from '../verdict';
import { count, knownOnlyTo, listedNames, quoted, quotedName } from '../wording';

/**
 * Declared ranges of port groups over the whole estate: pairwise disjoint, each gateway and each static address of a VM
 * within its own range. A network without a declared range may overlap any other, which is said once.
 */
export const ranges: Rule = {
  id: 'ISO-009',
  title: 'Address ranges are disjoint',
  decides: 'Declared address ranges overlap nowhere, and gateways and static addresses lie within the range of their own network.',
  why: 'Overlapping networks work until the first packet between them: it goes to whichever is nearer, and nothing logs that.',
  severity: 'error',
  evidence: 'The two networks with their ranges and what they share, or the address and the range it should lie in.',
  sources: ['https://datatracker.ietf.org/doc/html/rfc4632', 'https://datatracker.ietf.org/doc/html/rfc3021'],
  *check(estate: Estate): Iterable<Verdict> {
    const networks: Network[] = [];
    const bare: PortGroup[] = [];
    for (const group of estate.vsphere.portGroups) {
      if (group.cidr === undefined) {
        bare.push(group);
        continue;
      }
      const range = parse(group.cidr);
      if (typeof range === 'string') yield invalid(group, group.cidr, range);
      else networks.push({ group, range });
    }
    if (networks.length === 0) return;

    const overlapping = [...overlaps(networks)];
    yield* overlapping.map(({ verdict }) => verdict);
    const inOverlap = new Set(overlapping.flatMap(({ networks: pair }) => pair));
    const addresses = new Set<PortGroup>();
    for (const network of networks) {
      const verdict = gatewayVerdict(network);
      if (!verdict) continue;
      addresses.add(network.group);
      yield verdict;
    }
    yield* staticAddresses(estate, networks, addresses);
    for (const { group, range } of networks) {
      if (inOverlap.has(group) || addresses.has(group)) continue;
      yield { verdict: 'proved', subject: subjectOf(group), premises: [Premises.range(group, range.toString())] };
    }
    const [first] = bare;
    if (first) {
      yield {
        verdict: 'undecided',
        subject: subjectOf(first),
        key: 'no-range',
        message: `whether ${count(bare.length, 'network')} without a declared range overlap${bare.length === 1 ? 's' : ''} any other`,
        reason: `nobody stated the addresses of ${listedNames(bare)}`,
        decidedBy: 'a `cidr` for each',
      };
    }
  },
};

interface Network {
  readonly group: PortGroup;
  readonly range: Cidr;
}

function parse(text: string): Cidr | string {
  try {
    return Cidr.of(text);
  } catch (error) {
    return (error as Error).message;
  }
}

function invalid(group: PortGroup, cidr: string, problem: string): Verdict {
  return {
    verdict: 'refuted',
    subject: subjectOf(group),
    key: 'not-a-range',
    message: `the range of network ${quotedName(group)} is no range`,
    witness: [
      { label: 'declared', text: quoted(cidr) },
      { label: 'wrong', text: problem },
    ],
    remedies: [],
  };
}

interface Overlap {
  readonly networks: readonly PortGroup[];
  readonly verdict: Verdict;
}

/**
 * CIDRs nest or are disjoint: sorted by first address and size, a range overlaps another exactly if it lies in the
 * nearest one still open. Each is named with that one only, so n copies of a range give n - 1 findings.
 */
function* overlaps(networks: readonly Network[]): Iterable<Overlap> {
  const sorted = [...networks].sort(
    (a, b) =>
      a.range.version - b.range.version ||
      compare(a.range.first, b.range.first) ||
      a.range.prefix - b.range.prefix ||
      (a.group.id < b.group.id ? -1 : 1),
  );
  const open: Network[] = [];
  for (const network of sorted) {
    if (network.group.instances.low > 1 || (network.group.instances.high ?? Infinity) > 1)
      yield { networks: [network.group], verdict: repeated(network) };
    while (open.length > 0 && !open.at(-1)!.range.overlaps(network.range)) open.pop();
    const outer = open.at(-1);
    if (outer) yield { networks: [outer.group, network.group], verdict: overlap(outer, network) };
    open.push(network);
  }
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function overlap(outer: Network, inner: Network): Verdict {
  const premises = [outer, inner].map(({ group, range }) => Premises.range(group, range.toString()));
  const subject = subjectOf(inner.group);
  const key = `overlap:${outer.group.id}`;
  const unknown = isUnknown(outer.group.vcenter) ? outer.group.vcenter : inner.group.vcenter;
  const bothOwned = outer.group.origin === 'owned' && inner.group.origin === 'owned';
  if (!bothOwned && isUnknown(unknown) && sameName(outer.group, inner.group) && outer.range.toString() === inner.range.toString()) {
    return {
      verdict: 'undecided',
      subject,
      key,
      premises,
      message: `whether ${quoted(outer.group.path ?? outer.group.id)} and ${quoted(inner.group.path ?? inner.group.id)} are one network ${quotedName(inner.group)}`,
      reason: `the vCenter is ${knownOnlyTo(unknown)}`,
      decidedBy: 'the server of the provider as a literal in both stacks',
    };
  }
  return {
    verdict: 'refuted',
    subject,
    key,
    premises,
    message: `networks ${quotedName(outer.group)} and ${quotedName(inner.group)} overlap`,
    witness: [
      { label: 'ranges', text: `${quotedName(outer.group)} ${outer.range.toString()}, ${quotedName(inner.group)} ${inner.range.toString()}` },
      { label: 'shared', text: `${inner.range.firstAddress} to ${inner.range.lastAddress}` },
    ],
    remedies: [{ text: `another range for ${quotedName(inner.group)}` }],
  };
}

function sameName(a: PortGroup, b: PortGroup): boolean {
  return isUnknown(a.name) || isUnknown(b.name) || a.name === b.name;
}

/** One declaration for several networks. */
function repeated({ group, range }: Network): Verdict {
  const judged = { subject: subjectOf(group), key: 'repeated', premises: [Premises.range(group, range.toString())] };
  if (group.instances.low > 1) {
    return {
      ...judged,
      verdict: 'refuted',
      message: `the networks of ${quotedName(group)} all have one range`,
      witness: [{ label: 'shared', text: `${range.toString()} on at least ${count(group.instances.low, 'network')}` }],
      remedies: [{ text: 'a range for each' }],
    };
  }
  return {
    ...judged,
    verdict: 'undecided',
    message: `whether the networks of ${quotedName(group)} share one range`,
    reason: 'how many there are is known only once Terraform evaluates its count or for_each',
    decidedBy: 'a literal count or for_each, with a range for each',
  };
}

function gatewayVerdict({ group, range }: Network): Verdict | undefined {
  if (group.gateway === undefined) return undefined;
  const wrong = outside(group.gateway, range);
  if (wrong === undefined) return undefined;
  return {
    verdict: 'refuted',
    subject: subjectOf(group),
    key: 'gateway',
    premises: [Premises.range(group, range.toString())],
    message: `the gateway of network ${quotedName(group)} is no address of its own`,
    witness: [
      { label: 'gateway', text: group.gateway },
      { label: 'wrong', text: wrong },
    ],
    remedies: [{ text: `an address in ${range.toString()}` }],
  };
}

const NETWORK_AND_BROADCAST_UP_TO = 30;

/** Why an address cannot be used in a range; undefined where it can. RFC 3021: a /31 has neither network nor broadcast address. */
function outside(address: string, range: Cidr): string | undefined {
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

function* staticAddresses(estate: Estate, networks: readonly Network[], failed: Set<PortGroup>): Iterable<Verdict> {
  const byId = new Map(networks.map((network) => [network.group.id, network]));
  const taken = new Map<string, VirtualMachine>();
  for (const machine of estate.vsphere.machines) {
    const entry = indexOf(estate).entryOf(machine);
    const interfaces = blocksOf(blocksOf(blocksOf(entry?.values.clone)[0]?.customize)[0]?.network_interface);
    for (const [i, nic] of interfaces.entries()) {
      const id = machine.networks[i];
      const network = typeof id === 'string' ? byId.get(id) : undefined;
      const address = nic.ipv4_address ?? null;
      if (!network || address === null || address === '') continue;
      const attribute = `clone.customize.network_interface.${i}.ipv4_address`;
      const judged = {
        subject: { ...subjectOf(machine), attribute },
        key: attribute,
        premises: [Premises.range(network.group, network.range.toString())],
      };
      if (typeof address !== 'string') {
        if (!isUnknown(address)) continue;
        yield {
          ...judged,
          verdict: 'undecided',
          message: `whether the address of VM ${quotedName(machine)} lies in network ${quotedName(network.group)}`,
          reason: `the address is ${knownOnlyTo(address)}`,
          decidedBy: 'a literal address',
        };
        continue;
      }
      const other = taken.get(`${network.group.id} ${address}`);
      taken.set(`${network.group.id} ${address}`, machine);
      const wrong =
        outside(address, network.range) ??
        (address === network.group.gateway ? 'it is the gateway' : other ? `VM ${quotedName(other)} has it too` : undefined);
      if (wrong === undefined) continue;
      failed.add(network.group);
      yield {
        ...judged,
        verdict: 'refuted',
        message: `VM ${quotedName(machine)} cannot have its address in network ${quotedName(network.group)}`,
        witness: [
          { label: 'address', text: address },
          { label: 'wrong', text: wrong },
        ],
        remedies: [{ text: `a free address in ${network.range.toString()}` }],
      };
    }
  }
}

function subjectOf(object: PortGroup | VirtualMachine): Subject {
  const [address] = object.addresses;
  return {
    ...(object.path === undefined ? {} : { path: object.path }),
    ...(address === undefined ? {} : { stack: address.stack, address: address.address }),
  };
}
