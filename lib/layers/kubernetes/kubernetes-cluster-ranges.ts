import { isIP } from 'node:net';
import { Token } from 'cdktf';
import type { Construct } from 'constructs';
import { Cidr } from '../../units';
import { checkKinds, checkWhole, got } from '../check';
import { ConstructError } from '../construct-error';
import { CIDR } from '../kind';
import type { INetwork } from '../vsphere';
import type { ClusterRangesProps } from './kubernetes-cluster-props';

/** Ranges of a cluster, checked. */
export interface ClusterRanges {
  readonly podCidrs: readonly Cidr[];
  readonly serviceCidrs: readonly Cidr[];
  readonly nodePrefixes: readonly number[];
}

/** Ranges that are seldom a network's own, the usual ones first. */
const PODS = ['10.244.0.0/16', '172.20.0.0/16', '192.168.0.0/16'];
const SERVICES = ['10.96.0.0/16', '172.30.0.0/16', '198.18.0.0/16'];

/** Those of kube-controller-manager, `--node-cidr-mask-size-ipv4` and `-ipv6`. */
const NODE_PREFIX = { 4: 24, 6: 64 };

/** k8s.io/kubernetes v1.34.4, `cmd/kubeadm/app/constants/constants.go`: `PodSubnetNodeMaskMaxDiff`, `MaximumBitsForServiceSubnet`. */
const NODE_BITS = 16;
const SERVICE_BITS = 20;
/** `MinimumAddressesInServiceSubnet` and `MinimumAddressesInPodSubnet` of the same are 10 and 14, for which it takes four bits. */
const LEAST_BITS = 4;

/** The ranges of addresses of a network, as far as they are known. */
export function rangesOfNetwork(network: INetwork): Cidr[] {
  const { cidrs, cidr } = network as Partial<{ cidrs: readonly Cidr[]; cidr: Cidr }>;
  return [...(cidrs ?? []), ...(cidr === undefined ? [] : [cidr])].filter((each) => Cidr.isCidr(each));
}

/**
 * The ranges of pods and services.
 *
 * @param stated whether the cluster stands already: what is left out is not known then
 * @throws when ranges overlap each other or those of the nodes, there are several of a version of IP, or they are longer or shorter than
 * Kubernetes takes
 */
export function clusterRanges(cluster: Construct, props: ClusterRangesProps, networks: readonly Cidr[], stated = false): ClusterRanges {
  const given = {
    pods: props.podCidrs === undefined ? undefined : checkKinds(cluster, 'podCidrs', props.podCidrs, CIDR),
    services: props.serviceCidrs === undefined ? undefined : checkKinds(cluster, 'serviceCidrs', props.serviceCidrs, CIDR),
  };
  const free = (what: string, candidates: readonly string[], taken: readonly Cidr[]): Cidr[] => {
    if (stated) return [];
    const found = candidates.map((each) => Cidr.of(each)).find((each) => !taken.some((other) => other.overlaps(each)));
    if (found !== undefined) return [found];
    throw new ConstructError(cluster, `each range that ${what} have by default overlaps one of ${taken.join(', ')}; give ${what}`);
  };
  const podCidrs = given.pods ?? free('podCidrs', PODS, [...networks, ...(given.services ?? [])]);
  const serviceCidrs = given.services ?? free('serviceCidrs', SERVICES, [...networks, ...podCidrs]);
  const named = [
    ...podCidrs.map((cidr, i) => ({ what: `podCidrs[${i}]`, cidr })),
    ...serviceCidrs.map((cidr, i) => ({ what: `serviceCidrs[${i}]`, cidr })),
    ...networks.map((cidr) => ({ what: 'the network of its nodes', cidr })),
  ];
  named.forEach(({ what, cidr }, index) => {
    const other = named.slice(0, index).find((each) => each.cidr.overlaps(cidr) && !(what === each.what && what.startsWith('the')));
    if (other === undefined) return;
    throw new ConstructError(cluster, `${other.what}, ${other.cidr.toString()}, and ${what}, ${cidr.toString()}, overlap; give ranges apart`);
  });
  if (!stated || (given.pods !== undefined && given.services !== undefined)) checkVersions(cluster, podCidrs, serviceCidrs);
  for (const cidr of serviceCidrs) {
    const bits = bitsOf(cidr);
    if (bits <= SERVICE_BITS) continue;
    throw new ConstructError(cluster, `serviceCidrs must have at most ${SERVICE_BITS} bits for services, got ${cidr.toString()} with ${bits}`);
  }
  const small = named.find(({ what, cidr }) => bitsOf(cidr) < LEAST_BITS && !what.startsWith('the'));
  if (small !== undefined)
    throw new ConstructError(cluster, `${small.what} must have at least 16 addresses, or kubeadm refuses it, got ${small.cidr.toString()}`);
  return { podCidrs, serviceCidrs, nodePrefixes: nodePrefixes(cluster, props.nodeCidrPrefixes, podCidrs) };
}

function bitsOf({ version, prefix }: Cidr): number {
  return (version === 4 ? 32 : 128) - prefix;
}

/** Addresses that each node has for pods, of the range that has the fewest. */
export function addressesOfNode({ podCidrs, nodePrefixes }: ClusterRanges): number {
  return Math.min(Infinity, ...podCidrs.map(({ version }, i) => 2 ** ((version === 4 ? 32 : 128) - nodePrefixes[i]!)));
}

/**
 * The shared address of a control plane.
 *
 * @throws when it is no address, lies outside of the network, or is its gateway or an address of pods or services
 */
export function checkVirtualIp(cluster: Construct, what: string, address: string, network: INetwork | undefined, ranges: ClusterRanges): string {
  const fault = (why: string): ConstructError => new ConstructError(cluster, `${what} ${why}`);
  // It stands in manifests and certificates.
  if (!isAddress(address)) throw fault(`must be an IP address, known at synthesis, got ${got(address)}`);
  const networks = network === undefined ? [] : rangesOfNetwork(network);
  if (networks.length > 0 && !networks.some((cidr) => cidr.contains(address))) {
    throw fault(`${address} lies outside of the network of the nodes, ${networks.join(', ')}; its nodes answer for it there and nowhere else`);
  }
  if (network !== undefined && gatewaysOf(network).some((gateway) => isSame(gateway, address))) {
    throw fault(`${address} is the gateway of ${network.node.path}; give another one`);
  }
  const own = networks.find((cidr) => cidr.version === 4 && cidr.prefix < 31 && [cidr.firstAddress, cidr.lastAddress].includes(address));
  if (own !== undefined) throw fault(`${address} is the first or last address of ${own.toString()}, which nothing can have; give another one`);
  const inside = [...ranges.podCidrs, ...ranges.serviceCidrs].find((cidr) => cidr.contains(address));
  if (inside !== undefined) throw fault(`${address} lies in ${inside.toString()}, a range of pods or services; give one of the network of the nodes`);
  return address;
}

function isAddress(text: string): boolean {
  return typeof text === 'string' && !Token.isUnresolved(text) && isIP(text) !== 0;
}

/**
 * That the API server can start: it refuses services whose first range is of another version of IP than the address that it is told of others
 * by (k8s.io/kubernetes v1.34.4, `cmd/kube-apiserver/app/options/validation.go`). kubeadm takes one of IPv4 where its node has one.
 */
export function checkFamily(cluster: Construct, virtualIp: string, network: INetwork, { serviceCidrs: [services] }: ClusterRanges): void {
  const known = rangesOfNetwork(network).map(({ version }) => version);
  const versions = known.length === 0 && isIP(virtualIp) === 4 ? [4] : known;
  const own = versions.includes(4) ? 4 : versions[0];
  if (own === undefined || services === undefined || services.version === own) return;
  throw new ConstructError(
    cluster,
    `its nodes have addresses of IPv${own}, and the first range of services, ${services.toString()}, is of IPv${services.version}, with which no API server starts; give serviceCidrs and podCidrs of which the first is of IPv${own}`,
  );
}

/** The gateways of a network, as far as they are known. */
export function gatewaysOf(network: INetwork): string[] {
  const { gateway } = network as Partial<{ gateway: unknown }>;
  if (typeof gateway === 'string') return [gateway];
  // Segments of any kind; the first address of a subnet is that of its gateway.
  const subnets = (network as Partial<{ resource: { subnetInput?: unknown } }>).resource?.subnetInput;
  return Array.isArray(subnets) ? (subnets as readonly { cidr?: string }[]).flatMap(({ cidr }) => cidr?.split('/')[0] ?? []) : [];
}

function isSame(a: string, b: string): boolean {
  if (Token.isUnresolved(a)) return false;
  const [one, other] = [Cidr.addressOf(a), Cidr.addressOf(b)];
  return one.version === other.version && one.value === other.value;
}

function checkVersions(cluster: Construct, pods: readonly Cidr[], services: readonly Cidr[]): void {
  const [ofPods, ofServices] = [pods, services].map((ranges) => ranges.map(({ version }) => version));
  for (const [what, versions] of [
    ['podCidrs', ofPods!],
    ['serviceCidrs', ofServices!],
  ] as const) {
    if (versions.length >= 1 && versions.length === new Set(versions).size) continue;
    throw new ConstructError(
      cluster,
      `${what} must be one range, or one of IPv4 and one of IPv6, got ${versions.length === 0 ? 'none' : versions.map((each) => `IPv${each}`).join(', ')}`,
    );
  }
  if (ofPods!.join() === ofServices!.join()) return;
  throw new ConstructError(
    cluster,
    `serviceCidrs must be of the versions of IP that podCidrs are of, in their order, got ${services.join(', ')} and ${pods.join(', ')}`,
  );
}

function nodePrefixes(cluster: Construct, given: readonly number[] | undefined, pods: readonly Cidr[]): number[] {
  if (given !== undefined && !Array.isArray(given))
    throw new ConstructError(cluster, `nodeCidrPrefixes must be a list of numbers, got ${got(given)}`);
  if (given !== undefined && given.length !== pods.length) {
    throw new ConstructError(cluster, `nodeCidrPrefixes must be one of each pod range, got ${given.length} for ${pods.length}`);
  }
  return pods.map(({ version, prefix }, index) => {
    const own = given?.[index] ?? Math.min(Math.max(NODE_PREFIX[version], prefix), prefix + NODE_BITS);
    if (Token.isUnresolved(own)) throw new ConstructError(cluster, 'nodeCidrPrefixes must be numbers known at synthesis, got a Terraform token');
    return checkWhole(cluster, `nodeCidrPrefixes[${index}]`, own, {
      low: prefix,
      high: Math.min(prefix + NODE_BITS, version === 4 ? 32 : 128),
      repair: `a node takes a part of ${pods[index]!.toString()}, of at most ${NODE_BITS} bits more`,
    });
  });
}
