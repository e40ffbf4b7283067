import type { App } from 'cdktf';
import { Audit } from './audit';
import { Edges } from './edges';
import { Foundation } from './foundation';
import { Machines } from './machines';

/** Four stacks of raw resources, three of them each reading the ones before it, that use what Terraform's language has. */
export function stress(app: App): void {
  const foundation = new Foundation(app, 'foundation');
  const machines = new Machines(app, 'machines', foundation);
  new Audit(app, 'audit', foundation, machines);
  new Edges(app, 'edges');
}

/** What the variables without a default are given when the program is planned. */
export const STRESS_VARIABLES: Readonly<Record<string, unknown>> = { spares: 2, racks: ['r1', 'r2', 'r3'], disks: { a: 10, b: 20 } };
