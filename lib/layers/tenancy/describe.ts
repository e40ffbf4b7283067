import type { IConstruct } from 'constructs';
import { Tenant } from './tenant';

/** What a user calls a construct. */
export function nameOf(construct: IConstruct): string {
  return Tenant.isTenant(construct) ? construct.tenantName : construct.node.id;
}

/** The same with its kind, as the label of a side of an intent. */
export function labelOf(construct: IConstruct): string {
  return `${Tenant.isTenant(construct) ? 'tenant ' : ''}\`${nameOf(construct)}\``;
}
