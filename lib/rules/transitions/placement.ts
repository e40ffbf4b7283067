import { isUnknown, type PlannedChange, type PlannedValues, type Value } from '../../estate';
import { isRemoved, isReplaced, keyOf, type PlanView, type Target } from './plan-view';

export const VM_RULES = ['vsphere_compute_cluster_vm_affinity_rule', 'vsphere_compute_cluster_vm_anti_affinity_rule'] as const;

/** Attributes by which a VM-host rule names its groups. */
export type GroupName = 'vm_group_name' | 'affinity_host_group_name' | 'anti_affinity_host_group_name';

export type Touch = 'replaced' | 'updated' | 'left';

/** What a rule or a group holds, and what becomes of it. */
export interface Holding {
  readonly rule: PlannedChange;
  /** What it holds now. */
  readonly members: readonly Target[];
  /** Whether all it holds now is known. */
  readonly complete: boolean;
  /** Those of its members that are taken away, be it for others in their place. */
  readonly gone: readonly PlannedChange[];
  readonly touch: Touch;
  /** Those of them that it is to name all the same. */
  readonly stale: readonly PlannedChange[];
  /** Members that stand all through the apply. */
  readonly staying: readonly Target[];
}

/** Undefined for a rule or group that does not stand yet. */
export function holdingOf(view: PlanView, rule: PlannedChange, attribute: 'virtual_machine_ids' | 'host_system_ids'): Holding | undefined {
  if (rule.before === null || rule.deposed !== undefined) return undefined;
  const targets = view.targets(rule, rule.before[attribute] ?? null);
  const members = targets.filter((target) => target !== undefined);
  const touch = touchOf(rule, attribute);
  const isGone = ({ change }: Target): boolean => change !== undefined && isRemoved(change) && !(touch === 'updated' && isReplacedFirst(change));
  const gone = members.filter(isGone).map(({ change }) => change!);
  const staying = members.filter((member) => !isGone(member));
  const planned = touch === 'left' ? null : (rule.after?.[attribute] ?? null);
  const next = new Set(view.targets(rule, planned).map((target) => target?.change));
  return { rule, members, complete: members.length === targets.length, touch, gone, stale: gone.filter((each) => next.has(each)), staying };
}

/** Whether a rule must hold, before an apply and after it: a rule that the user takes away promises nothing. */
export function mustHold({ before, after }: PlannedChange): 'yes' | 'no' | 'maybe' {
  const states = [before, after].map(stateOf);
  return states.includes('no') ? 'no' : states.includes('maybe') ? 'maybe' : 'yes';
}

function stateOf(values: PlannedValues | null): 'yes' | 'no' | 'maybe' {
  if (values === null) return 'no';
  const [enabled, mandatory] = [values.enabled ?? true, values.mandatory ?? false];
  if (enabled === false || mandatory === false) return 'no';
  return isUnknown(enabled) || isUnknown(mandatory) ? 'maybe' : 'yes';
}

/** With `create_before_destroy` a list is changed to the new object before the old one goes. */
export function isReplacedFirst({ actions }: PlannedChange): boolean {
  return actions[0] === 'create' && actions.includes('delete');
}

/** What becomes of the list of its members: a change in place of something else leaves it. */
function touchOf(rule: PlannedChange, attribute: string): Touch {
  if (isReplaced(rule)) return 'replaced';
  return JSON.stringify(rule.before?.[attribute] ?? null) === JSON.stringify(rule.after?.[attribute] ?? null) ? 'left' : 'updated';
}

/** The VM-host rules that a group is part of, by its name within its cluster. */
export function hostRulesOf(view: PlanView, group: PlannedChange, ...attributes: readonly GroupName[]): PlannedChange[] {
  return view
    .ofType('vsphere_compute_cluster_vm_host_rule')
    .filter(
      (rule) =>
        rule.deposed === undefined &&
        attributes.some((attribute) => sameText(rule.before?.[attribute], group.before?.name)) &&
        sameCluster(view, rule, group),
    );
}

/** Groups of a type that a VM-host rule names. */
export function groupsOf(view: PlanView, rule: PlannedChange, type: string, attribute: GroupName): PlannedChange[] {
  return view
    .ofType(type)
    .filter((group) => group.deposed === undefined && sameText(rule.before?.[attribute], group.before?.name) && sameCluster(view, rule, group));
}

export function clusterKey(view: PlanView, change: PlannedChange): string | undefined {
  const target = view.target(change, (change.before ?? change.after)?.compute_cluster_id ?? null);
  return isUnknown(target) ? undefined : target.key;
}

function sameCluster(view: PlanView, a: PlannedChange, b: PlannedChange): boolean {
  const key = clusterKey(view, a);
  return key !== undefined && key === clusterKey(view, b);
}

function sameText(a: Value | undefined, b: Value | undefined): boolean {
  return typeof a === 'string' && a === b;
}

/** The hosts of a cluster as they stand: its list where it has one, else the hosts that name it; undefined where neither is known. */
export function hostsOfCluster(view: PlanView, key: string): Target[] | undefined {
  const cluster = view.ofType('vsphere_compute_cluster').find((change) => keyOf(change) === key);
  if (!cluster?.before) return undefined;
  const listed = view.targets(cluster, cluster.before.host_system_ids ?? null);
  if (listed.length > 0) return listed.every((each) => each !== undefined) ? (listed as Target[]) : undefined;
  const hosts = view.ofType('vsphere_host').filter(({ before, deposed }) => before !== null && deposed === undefined);
  const members = hosts.map((host) => ({ host, target: view.target(host, host.before!.cluster ?? null) }));
  if (members.some(({ target }) => isUnknown(target))) return undefined;
  const own = members.filter(({ target }) => (target as Target).key === key).map(({ host }): Target => ({ key: keyOf(host), change: host }));
  return own.length > 0 ? own : undefined;
}
