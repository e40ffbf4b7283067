import { Construct, type IConstruct } from 'constructs';
import { recordOrigin } from '../../../estate/origin';
import type { Cidr } from '../../../units';
import { brand, isBranded } from '../../brand';
import { checkFlag, checkKind, checkKinds, checkOneOf, checkProps, checkText, ifGiven } from '../../check';
import { ConstructError } from '../../construct-error';
import { CIDR, IP_BLOCK } from '../../kind';
import { nsxt, type PolicyIpBlock, type PolicyIpBlockConfig } from '../bindings';
import { checkKindsHere, nsxConnectionOf } from '../connection';
import { checkPolicyPath, type NsxObjectProps, objectConfig, DELETED_LAST } from '../nsx-object';
import { projectContext } from '../space';
import { checkApart, checkRanges, type IpRange, isCovered, type Span, spanOf } from './ip-range';

/** Who takes addresses of a block: outside, or within. */
export type IpBlockVisibility = 'external' | 'private';

const VISIBILITIES = { external: 'EXTERNAL', private: 'PRIVATE' } as const;

/** Addresses that NSX takes subnets from, owned or looked up. */
export interface IIpBlock extends IConstruct {
  /** Policy path, such as `/infra/ip-blocks/public`. */
  readonly ipBlockPath: string;
  /** Undefined where nobody said. */
  readonly visibility?: IpBlockVisibility;
  /** Undefined where nobody said. */
  readonly cidrs?: readonly Cidr[];
}

export interface IpBlockProps extends NsxObjectProps {
  /**
   * Its only range.
   * @default - given by `cidrs`
   */
  readonly cidr?: Cidr;

  /**
   * Its ranges, which may not overlap. NSX 9.1 and later; an earlier one gets a block without addresses.
   * @default - given by `cidr`
   */
  readonly cidrs?: readonly Cidr[];

  /**
   * Further addresses, beside `cidrs`.
   * @default - none
   */
  readonly ranges?: readonly IpRange[];

  /**
   * Addresses among `cidrs` and `ranges` that are never given out.
   * @default - none
   */
  readonly excluded?: readonly IpRange[];

  /**
   * Whether its addresses are known outside of projects and VPCs (`external`) or within (`private`). Once it is used it cannot be
   * changed. NSX 4.2 and later.
   * @default - neither
   */
  readonly visibility?: IpBlockVisibility;

  /**
   * Whether it is only for subnets that extend VLANs. It cannot be taken back. NSX 9.1 and later.
   * @default false
   */
  readonly subnetExclusive?: boolean;
}

export interface IpBlockLookup {
  /** Name in NSX. */
  readonly name: string;

  /**
   * What it is for: a use that does not agree is refused.
   * @default - not known
   */
  readonly visibility?: IpBlockVisibility;
}

export interface IpBlockAttributes {
  /** Policy path, such as `/infra/ip-blocks/public`. */
  readonly ipBlockPath: string;

  /**
   * What it is for: a use that does not agree is refused.
   * @default - not known
   */
  readonly visibility?: IpBlockVisibility;
}

const BRAND = Symbol.for('cdk-strata.IpBlock');

/**
 * A block of addresses, from which NSX takes subnets for pools and VPCs. Terraform deletes it after whatever names it is
 * changed, since NSX deletes none that is used.
 *
 * @throws when it has neither `cidr` nor `cidrs`, or both, its ranges overlap, there are ranges or exclusions beside `cidr`, an
 * exclusion lies elsewhere, or it lies in a VPC
 */
export class IpBlock extends Construct implements IIpBlock {
  public static isIpBlock(x: unknown): x is IpBlock {
    return isBranded(x, BRAND);
  }

  /** One that exists, found by its name when Terraform runs, in the project that it is looked up in. */
  public static fromLookup(scope: Construct, id: string, props: IpBlockLookup): IIpBlock {
    return new LookedUpIpBlock(scope, id, props);
  }

  /** One that exists, by its policy path. */
  public static fromAttributes(scope: Construct, id: string, attributes: IpBlockAttributes): IIpBlock {
    return new KnownIpBlock(scope, id, attributes);
  }

  public readonly ipBlockPath: string;
  public readonly visibility?: IpBlockVisibility;
  public readonly cidrs: readonly Cidr[];
  public readonly resource: PolicyIpBlock;

  public constructor(scope: Construct, id: string, props: IpBlockProps) {
    super(scope, id);
    checkProps(this, 'props', props, []);
    recordOrigin(this);
    brand(this, BRAND);

    this.visibility = visibilityOf(this, props);
    const { addresses, cidrs } = addressesOf(this, props);
    this.cidrs = cidrs;
    this.resource = new nsxt.PolicyIpBlock(this, 'Default', {
      provider: nsxConnectionOf(this),
      ...projectContext(this),
      ...objectConfig(this, props),
      ...DELETED_LAST,
      ...addresses,
      visibility: this.visibility && VISIBILITIES[this.visibility],
      subnetExclusive: ifGiven(props.subnetExclusive, (only) => checkFlag(this, 'subnetExclusive', only)),
    });
    this.ipBlockPath = this.resource.path;
  }
}

class LookedUpIpBlock extends Construct implements IIpBlock {
  public readonly ipBlockPath: string;
  public readonly visibility?: IpBlockVisibility;

  public constructor(scope: Construct, id: string, props: IpBlockLookup) {
    super(scope, id);
    checkProps(this, 'props', props, ['name']);
    recordOrigin(this);
    this.visibility = visibilityOf(this, props);
    this.ipBlockPath = new nsxt.DataNsxtPolicyIpBlock(this, 'Default', {
      provider: nsxConnectionOf(this),
      ...projectContext(this),
      displayName: checkText(this, 'name', props.name),
    }).path;
  }
}

class KnownIpBlock extends Construct implements IIpBlock {
  public readonly ipBlockPath: string;
  public readonly visibility?: IpBlockVisibility;

  public constructor(scope: Construct, id: string, attributes: IpBlockAttributes) {
    super(scope, id);
    checkProps(this, 'attributes', attributes, ['ipBlockPath']);
    recordOrigin(this);
    this.visibility = visibilityOf(this, attributes);
    this.ipBlockPath = checkPolicyPath(this, 'ipBlockPath', attributes.ipBlockPath);
  }
}

/**
 * The paths of several blocks that are all for one use.
 *
 * @throws when one is known to be for the other
 */
export function ipBlockPaths(user: Construct, what: string, blocks: readonly IIpBlock[] | undefined, use: IpBlockVisibility): string[] | undefined {
  return ifGiven(blocks, (given) =>
    checkKindsHere(user, what, given, IP_BLOCK).map(({ visibility, ipBlockPath, node }) => {
      if (visibility === undefined || visibility === use) return ipBlockPath;
      throw new ConstructError(user, `${what} must be ${use} blocks, and ${node.path} is ${visibility}; give another, or change its visibility`);
    }),
  );
}

function visibilityOf(block: Construct, { visibility }: { readonly visibility?: IpBlockVisibility }): IpBlockVisibility | undefined {
  return ifGiven(visibility, (each) => checkOneOf(block, 'visibility', each, ['external', 'private']));
}

function addressesOf(block: Construct, props: IpBlockProps): { addresses: Partial<PolicyIpBlockConfig>; cidrs: readonly Cidr[] } {
  const { cidr, ranges = [], excluded = [] } = props;
  if (cidr !== undefined) {
    checkKind(block, 'cidr', cidr, CIDR);
    // The provider sends ranges and exclusions beside `cidrs` only, and says nothing where they are lost.
    const lost = (['cidrs', 'ranges', 'excluded'] as const).find((each) => props[each] !== undefined);
    if (lost === undefined) return { addresses: { cidr: cidr.toString() }, cidrs: [cidr] };
    throw new ConstructError(block, `${lost} cannot stand beside cidr; write \`cidrs: [...]\` for ${cidr.toString()} and whatever else it has`);
  }
  const cidrs = checkKinds(block, 'cidrs', props.cidrs ?? [], CIDR);
  if (cidrs.length === 0) throw new ConstructError(block, 'a block needs addresses, got none; give one such as `cidr: Cidr.of(...)`');
  const spans = [...cidrs.map(spanOf), ...checkRanges(block, 'ranges', ranges)];
  checkFamily(block, spans);
  checkApart(block, 'cidrs and ranges', spans);
  checkExclusions(block, excluded, spans);
  return {
    addresses: {
      cidrs: cidrs.map((each) => each.toString()),
      range: ranges.length === 0 ? undefined : [...ranges],
      excludedIps: excluded.length === 0 ? undefined : [...excluded],
    },
    cidrs,
  };
}

function checkFamily(block: Construct, spans: readonly (Span | undefined)[]): void {
  const known = spans.filter((span) => span !== undefined);
  const other = known.find((span) => span.version !== known[0]!.version);
  if (other === undefined) return;
  throw new ConstructError(block, `a block has addresses of one family, got ${known[0]!.text} and ${other.text}; make one for each`);
}

function checkExclusions(block: Construct, excluded: readonly IpRange[], spans: readonly (Span | undefined)[]): void {
  const exclusions = checkRanges(block, 'excluded', excluded);
  checkApart(block, 'excluded', exclusions);
  const known = spans.filter((span) => span !== undefined);
  if (known.length < spans.length) return;
  const stray = exclusions.find((span) => span !== undefined && !isCovered(span, known));
  if (stray === undefined) return;
  throw new ConstructError(
    block,
    `excluded ${stray.text} lies outside the block, which has ${known.map(({ text }) => text).join(', ')}; leave it out`,
  );
}
