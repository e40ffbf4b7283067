import { Token } from 'cdktf';
import type { Construct } from 'constructs';
import type { Cidr } from '../../../units';
import { checkDistinct, checkFlag, checkKind, checkProps, checkText, checkTexts, checkWhole, ifGiven } from '../../check';
import { ConstructError } from '../../construct-error';
import { CIDR } from '../../kind';
import { checkKindHere } from '../connection';
import { IP_BLOCK } from '../../kind';
import { nsxt, type PolicyIpPoolBlockSubnet, type PolicyIpPoolStaticSubnet } from '../bindings';
import { nsxConnectionOf } from '../connection';
import { checkAddress } from '../network/addresses';
import { enclosingProjectContext } from '../space';
import type { IIpBlock } from './ip-block';
import { checkApart, checkRanges, contains, type IpRange, isCovered, type Span, spanOf } from './ip-range';

/** DNS servers that NSX keeps for a subnet of a pool, at most (`dns_nameservers` of its API). */
const MOST_DNS_SERVERS = 3;

export interface FixedSubnetProps {
  /** The range of the network. */
  readonly cidr: Cidr;

  /** Addresses of it that may be given out: at least one range, no two with an address in common. */
  readonly ranges: readonly IpRange[];

  /**
   * Address of the default gateway, in the range of the network and in none of `ranges`.
   * @default - none
   */
  readonly gateway?: string;

  /**
   * Addresses of DNS servers, at most 3, each once.
   * @default - none
   */
  readonly dnsServers?: readonly string[];

  /**
   * Domain that names without one are looked up in, such as `lab.example.com`.
   * @default - none
   */
  readonly dnsSuffix?: string;
}

export interface BlockSubnetProps {
  /**
   * Whether the first address of the subnet is kept for a gateway.
   * @default true
   */
  readonly autoAssignGateway?: boolean;
}

/** What a subnet stands in. @internal */
export interface IpPoolPlace {
  /** The pool. */
  readonly pool: Construct;
  readonly poolPath: string;
  /** What the pool calls the subnet. */
  readonly name: string;
}

/** A subnet of an IP pool: addresses to give out. */
export abstract class IpPoolSubnet {
  /**
   * Ranges of a network that is run elsewhere.
   *
   * @throws when there is no range, a range lies outside the network or overlaps another, or the gateway lies outside or in a range
   */
  public static fixed(props: FixedSubnetProps): IpPoolSubnet {
    return new FixedSubnet(props);
  }

  /**
   * As many addresses as `size` says, a power of 2, taken from a block.
   *
   * @throws when `size` is no power of 2, or the block has no range of that size
   */
  public static ofBlock(block: IIpBlock, size: number, props: BlockSubnetProps = {}): IpPoolSubnet {
    return new BlockSubnet(block, size, props);
  }

  /** The network, where it is known at synthesis. @internal */
  public abstract readonly _span?: Span;

  /** @internal */
  public abstract _bindToPool(place: IpPoolPlace): PolicyIpPoolStaticSubnet | PolicyIpPoolBlockSubnet;
}

class FixedSubnet extends IpPoolSubnet {
  public readonly _span: Span;

  public constructor(private readonly props: FixedSubnetProps) {
    super();
    checkProps(undefined, 'props of a fixed subnet', props, ['cidr', 'ranges']);
    this._span = spanOf(checkKind(undefined, 'cidr', props.cidr, CIDR));
    const ranges = checkRanges(undefined, 'ranges', props.ranges);
    if (ranges.length === 0) throw new ConstructError(undefined, `a subnet needs at least one range of ${this._span.text} to give out, got none`);
    const stray = ranges.find((range) => range !== undefined && !isCovered(range, [this._span]));
    if (stray !== undefined) throw new ConstructError(undefined, `range ${stray.text} lies outside the subnet ${this._span.text}`);
    checkApart(undefined, 'ranges', ranges);
    this.checkGateway(ranges);
    this.checkDns();
  }

  public _bindToPool({ pool, poolPath, name }: IpPoolPlace): PolicyIpPoolStaticSubnet {
    const { ranges, gateway, dnsServers, dnsSuffix } = this.props;
    return new nsxt.PolicyIpPoolStaticSubnet(pool, name, {
      provider: nsxConnectionOf(pool),
      ...enclosingProjectContext(pool),
      displayName: name,
      poolPath,
      cidr: this._span.text,
      allocationRange: [...ranges],
      gateway,
      dnsNameservers: dnsServers && [...dnsServers],
      dnsSuffix,
    });
  }

  private checkGateway(ranges: readonly (Span | undefined)[]): void {
    const { gateway } = this.props;
    if (gateway === undefined || Token.isUnresolved(checkAddress(undefined, 'gateway', gateway))) return;
    if (!contains(this._span, gateway)) throw new ConstructError(undefined, `gateway ${gateway} lies outside the subnet ${this._span.text}`);
    const range = ranges.find((each) => each !== undefined && contains(each, gateway));
    if (range === undefined) return;
    throw new ConstructError(
      undefined,
      `gateway ${gateway} lies in the range ${range.text}, so that it would be given out as well; shorten the range`,
    );
  }

  private checkDns(): void {
    ifGiven(this.props.dnsSuffix, (suffix) => checkText(undefined, 'dnsSuffix', suffix));
    if (this.props.dnsServers === undefined) return;
    const servers = checkTexts(undefined, 'dnsServers', this.props.dnsServers);
    servers.forEach((server, index) => checkAddress(undefined, `dnsServers[${index}]`, server));
    checkDistinct(undefined, 'dnsServers', servers);
    if (servers.length <= MOST_DNS_SERVERS) return;
    throw new ConstructError(undefined, `a subnet has at most ${MOST_DNS_SERVERS} DNS servers, got ${servers.length}; leave some out`);
  }
}

class BlockSubnet extends IpPoolSubnet {
  public readonly _span?: Span;

  public constructor(
    private readonly block: IIpBlock,
    private readonly size: number,
    private readonly props: BlockSubnetProps,
  ) {
    super();
    checkKind(undefined, 'block', block, IP_BLOCK);
    checkProps(undefined, 'props of a subnet of a block', props, []);
    checkPowerOf2(undefined, 'size', size, {});
    ifGiven(props.autoAssignGateway, (assign) => checkFlag(undefined, 'autoAssignGateway', assign));
    if (Token.isUnresolved(size) || block.cidrs === undefined || block.cidrs.length === 0) return;
    const largest = block.cidrs.map((cidr) => cidr.last - cidr.first + 1n).reduce((a, b) => (a > b ? a : b));
    if (BigInt(size) <= largest) return;
    throw new ConstructError(undefined, `size is ${size}, and no range of the block ${block.node.path} has more than ${largest} addresses`);
  }

  public _bindToPool({ pool, poolPath, name }: IpPoolPlace): PolicyIpPoolBlockSubnet {
    return new nsxt.PolicyIpPoolBlockSubnet(pool, name, {
      provider: nsxConnectionOf(pool),
      ...enclosingProjectContext(pool),
      displayName: name,
      poolPath,
      blockPath: checkKindHere(pool, `the block of the subnet ${name}`, this.block, IP_BLOCK).ipBlockPath,
      size: this.size,
      autoAssignGateway: this.props.autoAssignGateway,
    });
  }
}

/** A number of addresses that make up one CIDR, or a token. */
export function checkPowerOf2(
  subject: Construct | undefined,
  what: string,
  value: number,
  { low = 1, high }: { low?: number; high?: number },
): number {
  checkWhole(subject, what, value, { low, high, repair: 'give a power of 2, such as 64' });
  if (Token.isUnresolved(value) || Number.isInteger(Math.log2(value))) return value;
  const below = 2 ** Math.floor(Math.log2(value));
  const fits = [below, 2 * below].filter((each) => each >= low && each <= (high ?? Infinity));
  throw new ConstructError(subject, `${what} must be a power of 2, got ${value}; give ${fits.join(' or ')}`);
}
