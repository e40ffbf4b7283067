import { Construct, type IConstruct } from 'constructs';
import { declare } from '../../estate/declaration';
import { recordOrigin } from '../../estate/origin';
import { brand, isBranded } from '../brand';
import { checkText } from '../check';
import type { INetwork, IVirtualMachine } from '../vsphere';
import { pathsOf } from './endpoints';

/** Somebody whose things belong together, and apart from those of others. */
export interface ITenant extends IConstruct {
  readonly tenantName: string;
}

export interface TenantProps {
  /**
   * What reports call it.
   * @default - the construct id
   */
  readonly name?: string;

  /**
   * Its virtual machines: one, a fleet, or several of either.
   * @default - none
   */
  readonly machines?: IVirtualMachine | Iterable<IVirtualMachine | Iterable<IVirtualMachine>>;

  /**
   * Its networks, with every machine on them.
   * @default - none
   */
  readonly networks?: INetwork | Iterable<INetwork>;
}

const TENANT = Symbol.for('cdk-strata.Tenant');

/** A tenant and what belongs to it. Nothing is rendered: intents speak of it. */
export class Tenant extends Construct implements ITenant {
  public static isTenant(x: unknown): x is Tenant {
    return isBranded(x, TENANT);
  }

  public readonly tenantName: string;

  public constructor(scope: Construct, id: string, props: TenantProps) {
    super(scope, id);
    recordOrigin(this);
    brand(this, TENANT);
    this.tenantName = checkText(this, 'name', props.name ?? id);
    declare(this, {
      kind: 'tenant',
      of: this.node.path,
      name: this.tenantName,
      machines: pathsOf(this, 'machines', props.machines ?? []),
      networks: pathsOf(this, 'networks', props.networks ?? []),
    });
  }
}
