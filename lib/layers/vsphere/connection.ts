import type { TerraformProvider } from 'cdktf';
import type { IConstruct } from 'constructs';
import { Connections } from '../connections';
import type { Kind } from '../kind';

/** @internal */
export const vcenters = new Connections({
  provider: 'vsphere',
  product: 'vSphere',
  server: 'vCenter',
  construct: 'VCenter',
  example: "new VCenter(this, 'vcenter', { server, user, password })",
});

/** The connection that what a construct makes goes to; undefined for the stack's own. */
export function connectionOf(construct: IConstruct): TerraformProvider | undefined {
  return vcenters.of(construct);
}

/** A thing of a kind, in the vCenter that the construct goes to: no id of another means anything there. */
export function checkKindHere<T>(construct: IConstruct, what: string, value: T, kind: Kind): T {
  return vcenters.checkKindHere(construct, what, value, kind);
}

/** Several things of a kind, in the vCenter that the construct goes to. */
export function checkKindsHere<T>(construct: IConstruct, what: string, values: Iterable<T>, kind: Kind): T[] {
  return vcenters.checkKindsHere(construct, what, values, kind);
}
