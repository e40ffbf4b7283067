import { indexOf, isUnknown, type ObjectId, type Unknown, type VirtualMachine, type VmRule } from '../../estate';
import { crowdOf } from '../../proofs/placement';
import { viewOf } from '../capacity/cluster-view';
import { isResident, whyOpen } from '../isolation/dedication-gaps';
import type { Gap } from '../isolation/host-rules';
import { knownOnlyTo, quoted, quotedName } from '../wording';
import type { Site } from './vm-rule-site';
import { common, companyOf, holds, isOne, sharing } from './vm-rules';

/** Why nobody can say that the rule, and all that share VMs with it, can be kept; undefined where an assignment keeps them all. */
export function proofGap(rule: VmRule, site: Site): Gap | undefined {
  const { estate, cluster, placement, boundsOf, isOverridden } = site;
  const { rules, ids } = sharing(estate, rule);
  for (const each of rules) {
    const { unknown, complete } = each.machines;
    const who = unknown ? knownOnlyTo(unknown) : 'known only to vCenter';
    if (!complete)
      return { reason: `which VMs ${quotedName(each)} is about is ${who}`, decidedBy: `a literal list of the VMs of ${quotedName(each)}` };
  }
  const affinity = rules.filter(({ kind }) => kind === 'affinity');
  const machines = new Map<ObjectId, VirtualMachine>();
  for (const id of ids) {
    const machine = indexOf(estate).objects.get(id) as VirtualMachine | undefined;
    if (!machine) return { reason: `VM ${quoted(id)} is not in the estate`, decidedBy: 'VMs that are rendered or looked up' };
    machines.set(id, machine);
  }
  const explain = (machine: VirtualMachine): Gap =>
    whyOpen(estate, machine, placement, { holds: 'no', tenant: '', isOverridden: isOverridden(machine) });
  const unruly = [...machines.values()].find((machine) => !isOne(machine) || isResident(machine));
  if (unruly) return explain(unruly);
  const foreign = [...machines.values()].find(({ origin }) => origin === 'looked-up');
  if (foreign)
    return { reason: `what rules others made for ${quotedName(foreign)}, which is looked up, is known only to vCenter`, decidedBy: 'VMs of the app' };

  const domains = new Map<string, ReadonlySet<string>>();
  for (const id of ids) {
    const company = companyOf(id, affinity);
    const apart = rules.find((each) => each.kind === 'anti-affinity' && each.machines.ids.filter((one) => company.ids.has(one)).length > 1);
    const doubtful = [...company.by, apart ?? rule].find((each) => holds(each) === 'maybe');
    if (apart) return doubtful ? unsettled(doubtful) : contradicted(apart);
    const surely = common([...company.ids].map((each) => boundsOf(machines.get(each)!).surely));
    domains.set([...company.ids].sort()[0]!, surely);
  }
  const crowd = crowdOf(domains);
  if (!crowd) return undefined;
  if (holds(rule) === 'maybe') return unsettled(rule);
  const limited = [...machines.values()].find((machine) => {
    const { surely, possibly } = boundsOf(machine);
    return surely.size < possibly.ids.size || (!possibly.complete && placement.hosts.complete);
  });
  if (limited) return explain(limited);
  const hostGap = placement.hosts.complete ? undefined : viewOf(estate, cluster).hostGaps[0];
  if (hostGap) return hostGap;
  const perhaps = rules.find((each) => holds(each) === 'maybe');
  if (perhaps) return unsettled(perhaps);
  const others = rules.filter((each) => each !== rule);
  return others.length === 0 ? explain(machines.get([...ids][0]!)!) : contradicted(others[0]!);
}

function unsettled(rule: VmRule): Gap {
  const field = [rule.enabled, rule.mandatory].find((each) => isUnknown(each)) as Unknown | undefined;
  const why = field ? knownOnlyTo(field) : 'a matter of its count or for_each, which is not decided';
  return { reason: `whether ${quotedName(rule)} must be kept is ${why}`, decidedBy: `literal settings of ${quotedName(rule)}` };
}

function contradicted(other: VmRule): Gap {
  return {
    reason: `no way was found to keep it together with ${quotedName(other)}, which shares VMs with it`,
    decidedBy: 'a host for each VM of the rules, or rules that share no VM',
  };
}
