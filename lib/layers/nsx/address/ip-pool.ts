import { Construct, type IConstruct } from 'constructs';
import { recordOrigin } from '../../../estate/origin';
import { brand, isBranded } from '../../brand';
import { checkKind, checkProps, checkText, got } from '../../check';
import { ConstructError } from '../../construct-error';
import { IP_POOL_SUBNET } from '../../kind';
import { nsxt, type PolicyIpPool, type PolicyIpPoolBlockSubnet, type PolicyIpPoolStaticSubnet } from '../bindings';
import { nsxConnectionOf } from '../connection';
import { checkLength, checkPolicyPath, type NsxObjectProps, objectConfig, DELETED_LAST } from '../nsx-object';
import { projectContext } from '../space';
import type { IpPoolSubnet } from './ip-pool-subnet';
import { checkApart } from './ip-range';

/** Addresses that NSX gives out one by one, owned or looked up. */
export interface IIpPool extends IConstruct {
  /** Policy path, such as `/infra/ip-pools/teps`. */
  readonly ipPoolPath: string;
}

export interface IpPoolProps extends NsxObjectProps {
  /** Its subnets by their names: letters, digits, underscores and dashes. No two overlap. */
  readonly subnets: Readonly<Record<string, IpPoolSubnet>>;
}

export interface IpPoolLookup {
  /** Name in NSX. */
  readonly name: string;
}

export interface IpPoolAttributes {
  /** Policy path, such as `/infra/ip-pools/teps`. */
  readonly ipPoolPath: string;
}

const IP_POOL = Symbol.for('cdk-strata.IpPool');

/** What a subnet may be called: it names an element of Terraform as well. */
const NAME = /^[A-Za-z0-9_-]+$/;

/** Child of the pool itself. */
const POOL = 'Default';

/**
 * A pool of IP addresses. Terraform deletes it after whatever names it is changed, since NSX deletes none that is used.
 *
 * @throws when subnets overlap or have no proper names, or it lies in a VPC
 */
export class IpPool extends Construct implements IIpPool {
  public static isIpPool(x: unknown): x is IpPool {
    return isBranded(x, IP_POOL);
  }

  /** One that exists, found by its name when Terraform runs, in the project that it is looked up in. */
  public static fromLookup(scope: Construct, id: string, props: IpPoolLookup): IIpPool {
    return new LookedUpIpPool(scope, id, props);
  }

  /** One that exists, by its policy path. */
  public static fromAttributes(scope: Construct, id: string, attributes: IpPoolAttributes): IIpPool {
    return new KnownIpPool(scope, id, attributes);
  }

  public readonly ipPoolPath: string;
  public readonly resource: PolicyIpPool;
  /** By their names. */
  public readonly subnets: Readonly<Record<string, PolicyIpPoolStaticSubnet | PolicyIpPoolBlockSubnet>>;

  public constructor(scope: Construct, id: string, props: IpPoolProps) {
    super(scope, id);
    checkProps(this, 'props', props, ['subnets']);
    recordOrigin(this);
    brand(this, IP_POOL);

    const subnets = subnetsOf(this, props.subnets);
    this.resource = new nsxt.PolicyIpPool(this, POOL, {
      provider: nsxConnectionOf(this),
      ...projectContext(this),
      ...objectConfig(this, props),
      ...DELETED_LAST,
    });
    this.ipPoolPath = this.resource.path;
    this.subnets = Object.fromEntries(subnets.map(([name, subnet]) => [name, subnet._bindToPool({ pool: this, poolPath: this.ipPoolPath, name })]));
  }
}

class LookedUpIpPool extends Construct implements IIpPool {
  public readonly ipPoolPath: string;

  public constructor(scope: Construct, id: string, props: IpPoolLookup) {
    super(scope, id);
    checkProps(this, 'props', props, ['name']);
    recordOrigin(this);
    this.ipPoolPath = new nsxt.DataNsxtPolicyIpPool(this, 'Default', {
      provider: nsxConnectionOf(this),
      ...projectContext(this),
      displayName: checkText(this, 'name', props.name),
    }).path;
  }
}

class KnownIpPool extends Construct implements IIpPool {
  public readonly ipPoolPath: string;

  public constructor(scope: Construct, id: string, attributes: IpPoolAttributes) {
    super(scope, id);
    checkProps(this, 'attributes', attributes, ['ipPoolPath']);
    recordOrigin(this);
    this.ipPoolPath = checkPolicyPath(this, 'ipPoolPath', attributes.ipPoolPath);
  }
}

function subnetsOf(pool: Construct, subnets: IpPoolProps['subnets']): [string, IpPoolSubnet][] {
  if (typeof subnets !== 'object' || subnets === null || Array.isArray(subnets)) {
    throw new ConstructError(
      pool,
      `subnets must be an object of subnets by their names, got ${got(subnets)}; write \`{ lab: IpPoolSubnet.fixed(...) }\``,
    );
  }
  const named = Object.entries(subnets);
  if (named.length === 0) {
    throw new ConstructError(pool, 'a pool needs a subnet to give addresses from, got none; give one such as `{ lab: IpPoolSubnet.fixed(...) }`');
  }
  for (const [name, subnet] of named) {
    if (!NAME.test(name) || name === POOL) {
      throw new ConstructError(
        pool,
        `the name of a subnet must be letters, digits, "_" and "-", and not "${POOL}", got ${JSON.stringify(name)}; choose another`,
      );
    }
    checkLength(pool, 'the name of a subnet', name, 255);
    checkKind(pool, `subnets.${name}`, subnet, IP_POOL_SUBNET);
  }
  checkApart(
    pool,
    'subnets',
    named.map(([, { _span: span }]) => span),
  );
  return named;
}
