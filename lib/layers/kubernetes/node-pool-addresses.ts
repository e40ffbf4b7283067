import { isIP } from 'node:net';
import { Token } from 'cdktf';
import type { Construct } from 'constructs';
import { Cidr } from '../../units';
import { brand, isBranded } from '../brand';
import { checkKind, checkProps, checkTexts, got } from '../check';
import { ConstructError } from '../construct-error';
import { CIDR } from '../kind';
import type { INetwork } from '../vsphere';
import type { OwnAddresses } from './kubernetes-cluster-addresses';
import { gatewaysOf, rangesOfNetwork } from './kubernetes-cluster-ranges';

export interface FixedAddressesProps {
  /** The network that the nodes are on. */
  readonly cidr: Cidr;

  /** Address of its router. */
  readonly gateway: string;

  /** Addresses of the servers that nodes ask for names, at least one. */
  readonly nameservers: readonly string[];

  /**
   * Domains that names without a dot are looked up in.
   * @default - none
   */
  readonly searchDomains?: readonly string[];

  /** Addresses of each pool and of `control-plane`, first and last: `10.20.0.20-10.20.0.29`. Node number `n` of a pool has the `n`th. */
  readonly pools: Readonly<Record<string, string>>;
}

/** Addresses of a pool. */
interface AddressSpan {
  readonly first: bigint;
  readonly last: bigint;
  readonly text: string;
}

const BRAND = Symbol.for('cdk-strata.NodeAddresses');

/** How nodes get their addresses. */
export class NodeAddresses {
  /** By DHCP on their network. */
  public static dhcp(): NodeAddresses {
    return new NodeAddresses(undefined);
  }

  /**
   * From ranges that the program names, by cloud-init.
   *
   * @throws when a range lies outside of the network, goes from high to low, overlaps another one or holds an address that no node can have
   */
  public static fixed(props: FixedAddressesProps): NodeAddresses {
    checkProps(undefined, 'props', props, ['cidr', 'gateway', 'nameservers', 'pools']);
    return new NodeAddresses(props);
  }

  public static isNodeAddresses(x: unknown): x is NodeAddresses {
    return isBranded(x, BRAND);
  }

  private readonly spans: ReadonlyMap<string, AddressSpan>;

  private constructor(private readonly fixed: FixedAddressesProps | undefined) {
    brand(this, BRAND);
    this.spans = fixed === undefined ? new Map() : spansOf(fixed);
  }

  /** The servers that nodes ask for names; undefined where DHCP says. */
  public get nameservers(): readonly string[] | undefined {
    return this.fixed?.nameservers;
  }

  /**
   * @throws when the network is known to be another one, or a range is of no pool
   * @internal
   */
  public _checkCluster(cluster: Construct, network: INetwork, pools: readonly string[]): void {
    if (this.fixed === undefined) return;
    const { cidr, gateway } = this.fixed;
    const ranges = rangesOfNetwork(network);
    if (ranges.length > 0 && !ranges.some((range) => range.toString() === cidr.toString())) {
      throw new ConstructError(
        cluster,
        `addresses are of ${cidr.toString()}, and ${network.node.path} has ${ranges.join(', ')}; give the range of that`,
      );
    }
    const routers = gatewaysOf(network).filter((each) => addressIn(each, cidr) !== undefined);
    if (routers.length > 0 && !routers.some((each) => addressIn(each, cidr) === addressIn(gateway, cidr))) {
      throw new ConstructError(
        cluster,
        `addresses have the gateway ${gateway}, and that of ${network.node.path} is ${routers.join(', ')}; give that one`,
      );
    }
    const strange = [...this.spans.keys()].find((name) => !pools.includes(name));
    if (strange === undefined) return;
    throw new ConstructError(cluster, `addresses name a range for "${strange}", and its pools are ${pools.join(', ')}; take it out, or name a pool`);
  }

  /** @internal */
  public _own(): OwnAddresses[] {
    return [...this.spans].map(([name, { first, last, text }]) => ({ what: `addresses of ${name}, ${text},`, first, last }));
  }

  /**
   * What cloud-init is told of the network of each node; undefined where DHCP does it.
   *
   * @param most nodes that there may be at once
   * @internal
   */
  public _networkConfig(pool: Construct, name: string, most: number, virtualIp: string): ((n: number) => string) | undefined {
    if (this.fixed === undefined) return undefined;
    const { cidr, gateway, nameservers, searchDomains } = this.fixed;
    const span = this.spans.get(name);
    if (span === undefined) {
      throw new ConstructError(pool, `addresses name no range for "${name}", only for ${[...this.spans.keys()].join(', ') || 'none'}; give it one`);
    }
    const size = span.last - span.first + 1n;
    if (size < BigInt(most)) {
      throw new ConstructError(
        pool,
        `${most} nodes at most, surge included, need as many addresses, and ${span.text} has ${size}; give it a longer range`,
      );
    }
    const shared = addressIn(virtualIp, cidr);
    if (shared !== undefined && isWithin(shared, span.first, span.last)) {
      throw new ConstructError(pool, `virtualIp ${virtualIp} lies in the addresses of its nodes, ${span.text}; take one of them out`);
    }
    // JSON is YAML; the names of a VM's adapters begin with an e, by their slot or by their order.
    return (n) =>
      JSON.stringify({
        version: 2,
        ethernets: {
          nodes: {
            match: { name: 'e*' },
            addresses: [`${textOf(cidr.version, span.first + BigInt(n - 1))}/${cidr.prefix}`],
            routes: [{ to: 'default', via: gateway }],
            nameservers: { addresses: nameservers, ...(searchDomains !== undefined && { search: searchDomains }) },
          },
        },
      });
  }
}

function spansOf({ cidr, gateway, nameservers, searchDomains, pools }: FixedAddressesProps): Map<string, AddressSpan> {
  checkKind(undefined, 'cidr', cidr, CIDR);
  const servers = checkTexts(undefined, 'nameservers', nameservers);
  const wrong = servers.find((each) => !Token.isUnresolved(each) && isIP(each) === 0);
  if (servers.length === 0 || wrong !== undefined) {
    throw new ConstructError(undefined, `nameservers must be addresses, at least one, got ${wrong === undefined ? 'none' : got(wrong)}`);
  }
  checkTexts(undefined, 'searchDomains', searchDomains ?? []);
  checkProps(undefined, 'pools', pools, []);
  const router = addressIn(gateway, cidr);
  if (router === undefined) throw new ConstructError(undefined, `gateway must be an address in ${cidr.toString()}, got ${got(gateway)}`);
  const spans = new Map<string, AddressSpan>();
  for (const [name, text] of Object.entries(pools)) {
    const [start, end = start, ...rest] = typeof text === 'string' ? text.split('-') : [];
    const [first, last] = [start, end].map((each) => addressIn(each, cidr));
    if (first === undefined || last === undefined || rest.length > 0 || first > last) {
      throw new ConstructError(
        undefined,
        `addresses of ${name} must be from one to another in ${cidr.toString()}, such as "10.20.0.20-10.20.0.29", got ${got(text)}`,
      );
    }
    const edge = [cidr.firstAddress, cidr.lastAddress].find(
      (each) => cidr.version === 4 && cidr.prefix < 31 && isWithin(addressIn(each, cidr)!, first, last),
    );
    if (edge !== undefined) {
      throw new ConstructError(
        undefined,
        `addresses of ${name}, ${text}, hold ${edge}, the first or last of ${cidr.toString()}, which nothing can have; leave it out`,
      );
    }
    if (isWithin(router, first, last))
      throw new ConstructError(undefined, `addresses of ${name}, ${text}, hold the gateway ${gateway}; leave it out`);
    const other = [...spans].find(([, span]) => span.first <= last && first <= span.last);
    if (other !== undefined) throw new ConstructError(undefined, `addresses of ${name}, ${text}, overlap those of ${other[0]}, ${other[1].text}`);
    spans.set(name, { first, last, text });
  }
  return spans;
}

function isWithin(address: bigint, first: bigint, last: bigint): boolean {
  return first <= address && address <= last;
}

/** An address as a number; undefined where it is none of the range. */
function addressIn(text: string | undefined, cidr: Cidr): bigint | undefined {
  try {
    return cidr.contains(text!) ? Cidr.addressOf(text!).value : undefined;
  } catch {
    return undefined;
  }
}

function textOf(version: 4 | 6, value: bigint): string {
  const [bits, parts, radix] = version === 4 ? ([8n, 4, 10] as const) : ([16n, 8, 16] as const);
  const text = Array.from({ length: parts }, (_, index) => ((value >> (bits * BigInt(parts - 1 - index))) & ((1n << bits) - 1n)).toString(radix));
  return Cidr.of(`${text.join(version === 4 ? '.' : ':')}/${bits * BigInt(parts)}`).firstAddress;
}
