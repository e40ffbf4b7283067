import type { TerraformProvider } from 'cdktf';
import type { IConstruct } from 'constructs';
import { Connections } from '../connections';
import type { Kind } from '../kind';

/** @internal */
export const nsxManagers = new Connections({
  provider: 'nsxt',
  product: 'NSX',
  server: 'NSX manager',
  construct: 'NsxManager',
  example: "new NsxManager(this, 'nsx', { host, user, password })",
});

/** The connection that what a construct makes goes to; undefined for the stack's own. */
export function nsxConnectionOf(construct: IConstruct): TerraformProvider | undefined {
  return nsxManagers.of(construct);
}

/** A thing of a kind, of the NSX manager that the construct goes to: no path of another means anything there. */
export function checkKindHere<T>(construct: IConstruct, what: string, value: T, kind: Kind): T {
  return nsxManagers.checkKindHere(construct, what, value, kind);
}

/** Several things of a kind, of the NSX manager that the construct goes to. */
export function checkKindsHere<T>(construct: IConstruct, what: string, values: Iterable<T>, kind: Kind): T[] {
  return nsxManagers.checkKindsHere(construct, what, values, kind);
}
