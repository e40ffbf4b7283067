import type { Estate, Intent } from '../../estate';
import type { Rule } from '../rule';
import type { Evidence, Verdict } from '../verdict';
import { listed, quoted, quotedName } from '../wording';
import { Dedication, type Trespass } from './dedication';
import { MANDATORY_RULES_HOLD } from './host-rules';

/**
 * A tenant has ESXi hosts to itself: its VMs run on these only, and those of others elsewhere, held there by mandatory VM-host
 * rules, by a device that is passed through, or because they are on another cluster.
 *
 * Failover is covered by the same rules: HA breaks no mandatory rule, and leaves a VM off where none of its hosts is up. Rules
 * between VMs hold nothing on a host, since the other VM may be off. DRS that is not fully automated leaves VMs where they
 * were when the rule came, so that nothing is proved on it.
 */
export const dedicatedHosts: Rule = {
  id: 'ISO-010',
  title: 'Dedicated hosts are not shared',
  decides:
    'Mandatory VM-host rules hold every VM of a tenant with dedicated ESXi hosts on these hosts and every other VM off them, failover included.',
  why: 'A preferential rule is given up when hosts are short, which is when a host has failed: the tenant then shares caches, buses and the hypervisor with others, and no log says so.',
  severity: 'error',
  undecidedSeverity: 'error',
  waivable: false,
  evidence: 'The VM and the host that no mandatory rule holds it on, or keeps it off.',
  sources: [
    'https://docs.vmware.com/en/VMware-vSphere/8.0/vsphere-resource-management/GUID-793013E2-0976-43B7-9A00-340FA76859D0.html',
    'https://docs.vmware.com/en/VMware-vSphere/6.5/com.vmware.vsphere.avail.doc/GUID-E137A9F8-17E4-4DE7-B986-94A0999CF327.html',
    'https://frankdenneman.nl/2012/02/06/sdrs-anti-affinity-rule-types-and-ha-interoperability/',
  ],
  *check(estate: Estate): Iterable<Verdict> {
    for (const intent of estate.intents) if (intent.kind === 'dedicated-hosts') yield* decide(estate, intent);
  },
};

function* decide(estate: Estate, intent: Intent): Iterable<Verdict> {
  const subject = { path: intent.path };
  const { outside, inside, gaps, premises } = new Dedication(estate, intent);
  const judged = { subject, premises: [...premises, MANDATORY_RULES_HOLD] };
  const [gap] = gaps;
  if (outside.length > 0) {
    yield {
      ...judged,
      verdict: 'refuted',
      key: 'outside',
      message: `${intent.statement}, but ${listed(names(outside))} may run elsewhere`,
      witness: outside.flatMap((trespass) => evidence(trespass)).slice(0, SHOWN),
      remedies: [
        { text: 'a mandatory VM-host rule, switched on, that holds it on the dedicated hosts: `mandatory = true`, `affinity_host_group_name`' },
      ],
    };
  }
  if (inside.length > 0) {
    yield {
      ...judged,
      verdict: 'refuted',
      key: 'inside',
      message: `${intent.statement}, but ${listed(names(inside))} may run there too`,
      witness: inside.flatMap((trespass) => evidence(trespass)).slice(0, SHOWN),
      remedies: [
        { text: 'a mandatory VM-host rule, switched on, that keeps it off the dedicated hosts: `mandatory = true`, `anti_affinity_host_group_name`' },
        ...(inside.some(({ machine }) => machine.origin !== 'owned')
          ? [{ text: 'another cluster for what the app does not make, since no rule of the app can name it' }]
          : []),
      ],
    };
  }
  if (outside.length + inside.length > 0) return;
  if (!gap) {
    yield { ...judged, verdict: 'proved' };
    return;
  }
  const reasons = [...new Set(gaps.map(({ reason }) => reason))];
  yield {
    ...judged,
    verdict: 'undecided',
    message: intent.statement,
    reason: reasons.length === 1 ? reasons[0]! : `${reasons[0]!}; and ${reasons.length - 1} more such`,
    decidedBy: gap.decidedBy,
    witness: reasons.slice(1, SHOWN).map((text) => ({ label: 'also', text })),
  };
}

const SHOWN = 4;

function names(trespasses: readonly Trespass[]): string[] {
  return [...new Set(trespasses.map(({ machine }) => quotedName(machine)))];
}

function evidence({ machine, where, belongs }: Trespass): Evidence[] {
  return [
    { label: 'VM', text: `${quotedName(machine)}${machine.path === undefined ? '' : `, ${quoted(machine.path)}`}: ${belongs}` },
    { label: 'may run on', text: where },
  ];
}
