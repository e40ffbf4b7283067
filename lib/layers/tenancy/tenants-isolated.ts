import { Construct, type IConstruct } from 'constructs';
import { declare } from '../../estate/declaration';
import { Flow } from '../../estate/flow';
import { recordOrigin } from '../../estate/origin';
import { ConstructError } from '../construct-error';
import { labelOf, nameOf } from './describe';
import { listNames } from './endpoints';
import type { ITenant } from './tenant';

/** Flows that isolation leaves open. */
export interface IsolationException {
  /** Who connects: a machine, a fleet, a network, a tenant. */
  readonly from: IConstruct;

  /** Who is connected to. */
  readonly to: IConstruct;

  /** At least one. */
  readonly flows: readonly Flow[];
}

export interface TenantsIsolatedProps {
  /** At least two, each once. */
  readonly tenants: readonly ITenant[];

  /**
   * What may pass all the same.
   * @default - nothing
   */
  readonly except?: readonly IsolationException[];
}

/**
 * The tenants exchange no packet, on any layer, but for the exceptions.
 *
 * @throws when there are fewer than two tenants or one stands twice, or an exception names no flow
 */
export class TenantsIsolated extends Construct {
  public constructor(scope: Construct, id: string, props: TenantsIsolatedProps) {
    super(scope, id);
    recordOrigin(this);

    const { tenants, except = [] } = props;
    if (tenants.length < 2) {
      throw new ConstructError(this, `isolation takes at least two tenants, got ${tenants.length}; name those that must not meet`);
    }
    const twice = tenants.find((tenant, index) => tenants.indexOf(tenant) !== index);
    if (twice !== undefined) throw new ConstructError(this, `tenant \`${twice.tenantName}\` stands twice; name each tenant once`);
    const empty = except.find(({ flows }) => flows.length === 0);
    if (empty !== undefined) {
      throw new ConstructError(
        this,
        `the exception from ${labelOf(empty.from)} to ${labelOf(empty.to)} names no flow; name one, or leave out the exception`,
      );
    }

    const exceptions = except.map(({ from, to, flows }) => `${flows.map(Flow.format).join(', ')} from \`${nameOf(from)}\` to \`${nameOf(to)}\``);
    declare(this, {
      kind: 'intent',
      of: this.node.path,
      intent: 'tenants-isolated',
      statement: `tenants ${listNames(tenants.map(nameOf))} are isolated${exceptions.length === 0 ? '' : `, except ${exceptions.join('; ')}`}`,
      sides: tenants.map((tenant) => ({ label: labelOf(tenant), of: [tenant.node.path] })),
      parameters: { except: except.map(({ from, to, flows }) => ({ from: from.node.path, to: to.node.path, flows })) },
    });
  }
}
