import { indexOf, type Estate, type Premise, type VirtualMachine, type VmRule } from '../../estate';
import { crowdOf, has } from '../../proofs/placement';
import type { Gap } from '../isolation/host-rules';
import { settingPremises } from '../left-out';
import type { Rule } from '../rule';
import { subjectOf } from '../subjects';
import type { Refuted, Verdict } from '../verdict';
import { listed, listedNames, nameOf, quoted, quotedName } from '../wording';
import { proofGap } from './vm-rule-gaps';
import { siteOf, type Site } from './vm-rule-site';
import { certainAffinity, certainOf, common, companyOf, holds, isOne } from './vm-rules';

/**
 * The VMs of a mandatory anti-affinity rule can each have a host of their own, under the mandatory VM-host and affinity rules that speak of
 * them: an assignment exists on the hosts of the cluster. A host in maintenance counts, since it comes back.
 *
 * Refuted where no assignment exists on any host that they may run on; proved where one exists on hosts that they surely may run on, for all
 * rules that share VMs with this one.
 */
export const rulesTogether: Rule = {
  id: 'AVL-006',
  title: 'Mandatory placement rules can be kept together',
  decides:
    'The VMs of a mandatory anti-affinity rule can each run on a host of their own without breaking a mandatory VM-host or affinity rule that speaks of them.',
  why: 'Of rules that contradict each other vSphere keeps the oldest and turns the others off, and a VM that has no host under its rules stays off: one of the promises is not kept.',
  severity: 'error',
  evidence: 'The VMs, the hosts that they may run on, and the rules that hold them there.',
  sources: [
    'https://docs.vmware.com/en/VMware-vSphere/8.0/vsphere-resource-management/GUID-793013E2-0976-43B7-9A00-340FA76859D0.html',
    'https://frankdenneman.nl/2012/02/06/sdrs-anti-affinity-rule-types-and-ha-interoperability/',
  ],
  *check(estate: Estate): Iterable<Verdict> {
    for (const rule of estate.vsphere.vmRules) {
      if (rule.kind !== 'anti-affinity' || holds(rule) === 'no' || isVacuous(estate, rule)) continue;
      yield decide(estate, rule);
    }
  },
};

function decide(estate: Estate, rule: VmRule): Verdict {
  const subject = subjectOf(rule);
  const own = settingPremises(estate, rule, ['enabled', 'mandatory']);
  if (holds(rule) === 'yes') {
    const clash = togetherAndApart(estate, rule);
    if (clash) return { ...clash, subject, premises: [...own, ...clash.premises!] };
  }
  const site = siteOf(estate, rule);
  if (!('cluster' in site)) return open(rule, site, own);
  const premises = [...own, ...site.premises];
  if (holds(rule) === 'yes') {
    const crowd = crowded(rule, site);
    if (crowd) return { ...crowd, subject, premises };
  }
  const gap = proofGap(rule, site);
  return gap ? open(rule, gap, premises) : { verdict: 'proved', subject, premises };
}

function open(rule: VmRule, { reason, decidedBy }: Gap, premises: readonly Premise[]): Verdict {
  const message = `anti-affinity ${quotedName(rule)} together with the other mandatory placement rules`;
  return { verdict: 'undecided', subject: subjectOf(rule), premises, message, reason, decidedBy };
}

function isVacuous(estate: Estate, { machines: { ids, complete } }: VmRule): boolean {
  const families = ids.some((id) => !isOne(indexOf(estate).objects.get(id) as VirtualMachine | undefined));
  return complete && new Set(ids).size < 2 && !families;
}

function togetherAndApart(estate: Estate, rule: VmRule): Refuted | undefined {
  const certain = certainOf(estate, rule);
  const affinity = certainAffinity(estate);
  for (const machine of certain) {
    const { ids, by } = companyOf(machine.id, affinity);
    const together = certain.filter(({ id }) => ids.has(id));
    if (together.length < 2) continue;
    return {
      verdict: 'refuted',
      subject: subjectOf(rule),
      key: 'affinity',
      premises: [...by].flatMap((each) => settingPremises(estate, each, ['enabled', 'mandatory'])),
      message: `${listedNames(together)} must run on one host by ${listedNames([...by])}, and on different hosts by ${quotedName(rule)}`,
      witness: [
        { label: 'VMs', text: listedNames(together) },
        { label: 'together', text: listed([...by].map((each) => `mandatory affinity ${quotedName(each)}`)) },
        { label: 'apart', text: `mandatory anti-affinity ${quotedName(rule)}` },
      ],
      remedies: [{ text: 'one of the rules without these VMs, or not mandatory: `mandatory = false`' }],
    };
  }
  return undefined;
}

/** More VMs than hosts that any of them may run on. */
function crowded(rule: VmRule, { estate, cluster, placement, boundsOf }: Site): Refuted | undefined {
  const index = indexOf(estate);
  const here = new Map(index.machinesOn(cluster).certain.map((machine) => [machine.id, machine]));
  const affinity = certainAffinity(estate);
  const allowed = new Map<string, ReadonlySet<string>>();
  for (const { id } of certainOf(estate, rule)) {
    if (!here.has(id)) continue;
    const company = [...companyOf(id, affinity).ids].flatMap((each) => here.get(each) ?? []);
    const known = company.map((machine) => boundsOf(machine).possibly).filter(({ complete }) => complete);
    if (known.length > 0) allowed.set(id, common(known.map(({ ids }) => ids)));
  }
  const crowd = crowdOf(allowed);
  if (!crowd) return undefined;
  const machines = crowd.machines.map((id) => here.get(id)!).sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  const hosts = listed(crowd.hosts.map((id) => (index.objects.has(id) ? quotedName(index.objects.get(id)!) : quoted(id))));
  const held = new Set<string>();
  for (const { id } of machines) {
    const { ids, by } = companyOf(id, affinity);
    for (const each of by) held.add(`mandatory affinity ${quotedName(each)}`);
    for (const one of [...ids].flatMap((each) => here.get(each) ?? [])) {
      if (one.pciDevices.items.length > 0) held.add(`a device that is passed through to ${quotedName(one)}`);
      for (const each of placement.rules) {
        const isRelied = each.enabled === 'yes' && each.mandatory === 'yes' && !placement.contested.has(each.id);
        if (isRelied && has(each.machines, one.id) === 'yes') held.add(`mandatory VM-host rule ${quotedName(index.objects.get(each.id)!)}`);
      }
    }
  }
  return {
    verdict: 'refuted',
    subject: subjectOf(rule),
    key: 'hosts',
    message: `${listedNames(machines)} must run on different hosts by ${quotedName(rule)}, and may run on ${hosts || 'none'} only`,
    witness: [
      { label: 'VMs', text: listedNames(machines) },
      { label: 'may run on', text: hosts || 'no host' },
      { label: 'held by', text: held.size > 0 ? listed([...held]) : `the hosts of cluster ${quotedName(cluster)}` },
      { label: 'apart', text: `mandatory anti-affinity ${quotedName(rule)}` },
    ],
    remedies: [
      { text: 'more hosts that they may run on: in the host group of the rule that holds them, or in the cluster' },
      { text: 'one of the rules not mandatory: `mandatory = false`' },
    ],
  };
}
