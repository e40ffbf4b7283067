import { Construct } from 'constructs';
import { declare } from '../../estate/declaration';
import { recordOrigin } from '../../estate/origin';
import { checkKind, checkKinds, checkProps } from '../check';
import { ConstructError } from '../construct-error';
import { TENANT, type Kind } from '../kind';
import { labelOf, nameOf } from './describe';
import { listNames } from './endpoints';
import type { IsolationLevel } from './isolation-level';
import type { ITenant } from './tenant';

export interface PodIsolationProps {
  /** Tenants with namespaces of Kubernetes clusters, at least two, each once. */
  readonly tenants: readonly ITenant[];

  /** What each pod of a tenant meets on a node that it may share with a pod of another. */
  readonly atLeast: IsolationLevel;
}

const LEVEL: Kind = { member: 'isolationLevel', name: 'an IsolationLevel', repair: 'give one such as `IsolationLevel.restricted()`' };

/**
 * Pods of different tenants that may share a node are kept from it, and so from each other, as well as is asked. Pods that never share one
 * need not be.
 *
 * @throws when there are fewer than two tenants, or one stands twice
 */
export class PodIsolation extends Construct {
  public constructor(scope: Construct, id: string, props: PodIsolationProps) {
    super(scope, id);
    checkProps(this, 'props', props, ['tenants', 'atLeast']);
    recordOrigin(this);

    const tenants = checkKinds(this, 'tenants', props.tenants, TENANT);
    const level = checkKind(this, 'atLeast', props.atLeast, LEVEL);
    if (tenants.length < 2) {
      throw new ConstructError(this, `isolation takes at least two tenants, got ${tenants.length}; name those whose pods may share a node`);
    }
    const twice = tenants.find((tenant, index) => tenants.indexOf(tenant) !== index);
    if (twice !== undefined) throw new ConstructError(this, `tenant \`${twice.tenantName}\` stands twice; name each tenant once`);

    declare(this, {
      kind: 'intent',
      of: this.node.path,
      intent: 'pod-isolation',
      statement: `pods of tenants ${listNames(tenants.map(nameOf))} that share a node are isolated by ${level._describe()} at least`,
      sides: tenants.map((tenant) => ({ label: labelOf(tenant), of: [tenant.node.path] })),
      parameters: { atLeast: level.isolationLevel, tenants: tenants.map((tenant) => tenant.node.path) },
    });
  }
}
