import { Construct, type IConstruct } from 'constructs';
import { declare } from '../../estate/declaration';
import { Flow } from '../../estate/flow';
import { recordOrigin } from '../../estate/origin';
import { checkKind, checkKinds, checkProps } from '../check';
import { ConstructError } from '../construct-error';
import { CONSTRUCT, FLOW, type Kind, TENANT } from '../kind';
import { labelOf, nameOf } from './describe';
import { listNames } from './endpoints';
import { checkFlow } from './flows';
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

const EXCEPTION: Kind = { member: 'flows', name: 'an exception', repair: 'give its `from`, `to` and `flows`' };

/**
 * The tenants exchange no packet, on any layer, but for the exceptions.
 *
 * @throws when there are fewer than two tenants or one stands twice, or an exception names no flow
 */
export class TenantsIsolated extends Construct {
  public constructor(scope: Construct, id: string, props: TenantsIsolatedProps) {
    super(scope, id);
    checkProps(this, 'props', props, ['tenants']);
    recordOrigin(this);

    const tenants = checkKinds(this, 'tenants', props.tenants, TENANT);
    const except = checkKinds(this, 'except', props.except ?? [], EXCEPTION).map((exception, index) =>
      checkException(this, `except[${index}]`, exception),
    );
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

function checkException(intent: Construct, what: string, { from, to, flows }: IsolationException): IsolationException {
  return {
    from: checkKind(intent, `from of ${what}`, from, CONSTRUCT),
    to: checkKind(intent, `to of ${what}`, to, CONSTRUCT),
    flows: checkKinds(intent, `flows of ${what}`, flows, FLOW).map((flow, index) => checkFlow(intent, `flows[${index}] of ${what}`, flow)),
  };
}
