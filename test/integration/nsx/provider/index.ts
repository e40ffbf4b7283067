import { ADDRESSES } from './addresses';
import { FIREWALL } from './firewall';
import { GROUPS } from './groups';
import { MACHINES } from './machines';
import { NETWORKS } from './networks';
import type { Scenario } from './scenario';
import { TENANCY } from './tenancy';

export const SCENARIOS: readonly Scenario[] = [NETWORKS, ADDRESSES, GROUPS, FIREWALL, MACHINES, TENANCY];
export * from './scenario';
export { inWorkspace, Workspace } from './workspace';
