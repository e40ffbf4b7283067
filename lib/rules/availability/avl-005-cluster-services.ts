import {
  indexOf,
  isUnknown,
  sameVcenter,
  type ComputeCluster,
  type Estate,
  type Field,
  type Premise,
  type Unknown,
  type VmHostRule,
  type VmRule,
} from '../../estate';
import type { Ternary } from '../../units';
import { settingPremises } from '../left-out';
import { Mend } from '../mend';
import type { Rule } from '../rule';
import type { Subject, Verdict } from '../verdict';
import { decided, knownOnlyTo, listed, nameOf, quoted, quotedName } from '../wording';

/**
 * Where a mandatory placement rule is on, what keeps it is on too: DRS, and HA with host monitoring and admission control,
 * which restarts what the rule protects. A rule that is off, or not mandatory, promises nothing. A cluster that is being brought
 * up gets its HA with a later apply, as its program says.
 *
 * DRS that is on and not fully automated is undecided: a mandatory rule then keeps VMs from being started or moved against
 * it, so it may hold, but Terraform starts VMs before it makes the rule, and nothing moves those that stand against it.
 * DRS that is off is refuted for VM-host rules too: hosts go on enforcing those, but nobody sees them or moves a VM for them.
 */
export const clusterServices: Rule = {
  id: 'AVL-005',
  title: 'DRS and HA behind placement rules',
  decides:
    'A cluster with a mandatory placement rule has DRS, HA, host monitoring and admission control on, and DRS is fully automated; where it is on and only partially automated or manual, whether the rule holds is undecided. Of a cluster that is being brought up (`bringUp`) it is asked for DRS only.',
  why: 'Terraform starts VMs before it makes the rule that speaks of them, and only DRS, fully automated, moves those that stand against it; without HA what the rule protects stays down with its host.',
  severity: 'error',
  evidence: 'What is off, and the rules that rely on it.',
  sources: [
    'https://docs.vmware.com/en/VMware-vSphere/8.0/vsphere-resource-management/GUID-793013E2-0976-43B7-9A00-340FA76859D0.html',
    'https://docs.vmware.com/en/VMware-vSphere/6.5/com.vmware.vsphere.avail.doc/GUID-E137A9F8-17E4-4DE7-B986-94A0999CF327.html',
    'https://developer.broadcom.com/xapis/virtual-storage-lifecycle-management-api/8.0u1/vim.cluster.RuleInfo.html',
    'https://blogs.vmware.com/vsphere/?p=3267',
  ],
  *check(estate: Estate): Iterable<Verdict> {
    const rules = [...estate.vsphere.vmRules, ...estate.vsphere.vmHostRules]
      .map((rule) => ({ rule, holds: holds(rule) }))
      .filter(({ holds: state }) => state !== 'no');
    for (const cluster of estate.vsphere.clusters) {
      const here = rules.map(({ rule, holds: state }) => ({ rule, state, on: isOn(rule, cluster) })).filter(({ on }) => on !== 'no');
      const certain = here.filter(({ state, on }) => state === 'yes' && on === 'yes').map(({ rule }) => rule);
      const possible = here.filter(({ state, on }) => state === 'maybe' || on === 'maybe').map(({ rule }) => rule);
      if (certain.length + possible.length > 0) yield decide(estate, cluster, certain, possible);
    }
  },
};

type PlacementRule = VmRule | VmHostRule;

function holds({ enabled, mandatory, instances }: PlacementRule): Ternary {
  if (decided(enabled) === false || decided(mandatory) === false || instances.high === 0) return 'no';
  return isUnknown(enabled) || isUnknown(mandatory) || instances.low === 0 ? 'maybe' : 'yes';
}

function isOn(rule: PlacementRule, cluster: ComputeCluster): Ternary {
  if (!isUnknown(rule.cluster)) return rule.cluster === cluster.id ? 'yes' : 'no';
  return sameVcenter(rule, cluster) === 'no' ? 'no' : 'maybe';
}

interface Service {
  readonly name: string;
  readonly attribute: string;
  readonly field: Field<string | boolean>;
  readonly on: boolean;
}

function servicesOf({ drs, ha }: ComputeCluster): Service[] {
  return [
    { name: 'DRS', attribute: 'drs_enabled', field: drs.enabled, on: drs.enabled === true },
    { name: 'HA', attribute: 'ha_enabled', field: ha.enabled, on: ha.enabled === true },
    { name: 'host monitoring', attribute: 'ha_host_monitoring', field: ha.hostMonitoring, on: ha.hostMonitoring === 'enabled' },
    {
      name: 'admission control',
      attribute: 'ha_admission_control_policy',
      field: ha.admissionControl.policy,
      on: !isUnknown(ha.admissionControl.policy) && ha.admissionControl.policy !== 'disabled',
    },
  ];
}

function decide(estate: Estate, cluster: ComputeCluster, certain: readonly PlacementRule[], possible: readonly PlacementRule[]): Verdict {
  const subject: Subject = cluster.path === undefined ? {} : { path: cluster.path };
  const bringUp = broughtUp(estate, cluster);
  const services = servicesOf(cluster).filter(({ attribute }) => bringUp.length === 0 || !attribute.startsWith('ha_'));
  const off = services.filter(({ field, on }) => !isUnknown(field) && !on);
  const open = services.filter(({ field }) => isUnknown(field));
  const premises = [...bringUp, ...settingPremises(estate, cluster, [...services.map(({ attribute }) => attribute), 'drs_automation_level'])];
  if (off.length === 0 && open.length === 0) {
    if (cluster.drs.automation === CARRIES_OUT) return { verdict: 'proved', subject, ...(premises.length > 0 && { premises }) };
    return onlyProposed(estate, cluster, certain[0] ?? possible[0]!, subject, premises);
  }

  if (off.length > 0 && certain.length > 0) {
    const names = listed(
      off.map(({ name }) => name),
      4,
    );
    return {
      verdict: 'refuted',
      subject,
      message: `${names} ${off.length === 1 ? 'is' : 'are'} off on cluster ${quotedName(cluster)}, whose mandatory placement rules rely on ${off.length === 1 ? 'it' : 'them'}`,
      key: off.map(({ attribute }) => attribute).join(','),
      premises,
      witness: [
        { label: 'off', text: off.map(({ attribute, field }) => `\`${attribute}\` is ${quoted(String(field))}`).join(', ') },
        {
          label: 'relies',
          text: listed(certain.map((rule) => (certain.length > 1 ? plainly(rule) : describe(estate, rule)))),
        },
      ],
      remedies: [
        {
          text: turnedOn(off, cluster),
          mend: Mend.changeCluster(cluster.id, {
            drs: { enabled: keep(cluster.drs.enabled, true), automation: keep(cluster.drs.automation, CARRIES_OUT) },
            ha: {
              enabled: keep(cluster.ha.enabled, true),
              hostMonitoring: keep(cluster.ha.hostMonitoring, 'enabled'),
              admissionControl: {
                ...cluster.ha.admissionControl,
                policy: cluster.ha.admissionControl.policy === 'disabled' ? 'resourcePercentage' : cluster.ha.admissionControl.policy,
              },
            },
          }),
        },
      ],
    };
  }

  const [service] = open;
  const rule = certain[0] ?? possible[0]!;
  return {
    verdict: 'undecided',
    subject,
    premises,
    message: `DRS and HA behind the placement rules of cluster ${quotedName(cluster)}`,
    reason: service
      ? `${describe(estate, rule)} relies on ${listed(
          open.map(({ name }) => name),
          4,
        )}: ${cluster.origin === 'looked-up' ? `cluster ${quotedName(cluster)} is looked up, and how it is set is known only to vCenter` : whoKnows(open)}`
      : `${listed(
          off.map(({ name }) => name),
          4,
        )} ${off.length === 1 ? 'is' : 'are'} off, and whether ${describe(estate, rule)} holds on this cluster is ${whatDecides(rule)}`,
    decidedBy: service
      ? cluster.origin === 'looked-up'
        ? `\`app.assume(Assume.value(cluster, '${open[0]!.attribute}', …))\` of the cluster${
            open.length > 1
              ? `, and so for ${listed(
                  open.slice(1).map(({ attribute }) => quoted(attribute)),
                  4,
                )}`
              : ''
          }; or a recorded estate with its settings (\`Assume.estate\`)`
        : `a literal ${listed(
            open.map(({ attribute }) => quoted(attribute)),
            4,
          )}`
      : 'literal settings of the rule',
  };
}

/** "`drs_enabled` is known only to `site/var.drs`", for each setting that is open. */
function whoKnows(open: readonly Service[]): string {
  const byReason = new Map<string, string[]>();
  for (const { attribute, field } of open) {
    const who = knownOnlyTo(field as Unknown);
    byReason.set(who, [...(byReason.get(who) ?? []), quoted(attribute)]);
  }
  return [...byReason].map(([who, attributes]) => `${listed(attributes, 4)} ${attributes.length === 1 ? 'is' : 'are'} ${who}`).join('; ');
}

/** The premise that HA of a cluster comes with a later apply; none where its program does not say so, or HA is on. */
function broughtUp(estate: Estate, cluster: ComputeCluster): Premise[] {
  if (cluster.bringUp !== true || cluster.ha.enabled !== false) return [];
  return estate.premises.filter(
    ({ id, subject }) =>
      id.startsWith('bring-up:') &&
      subject !== undefined &&
      indexOf(estate)
        .objectsUnder(subject)
        .some(({ object }) => object.id === cluster.id),
  );
}

/** The settings of the remedy, as the program should have them. */
function turnedOn(off: readonly Service[], { drs }: ComputeCluster): string {
  const settings = off.map(({ attribute }) => `\`${attribute} = ${attribute in TURNED_ON ? TURNED_ON[attribute]! : 'true'}\``);
  if (!isUnknown(drs.automation) && drs.automation !== CARRIES_OUT) settings.push(`\`drs_automation_level = "${CARRIES_OUT}"\``);
  return settings.join(', ');
}

const TURNED_ON: Readonly<Record<string, string>> = { ha_host_monitoring: '"enabled"', ha_admission_control_policy: '"resourcePercentage"' };

function keep<T>(field: Field<T>, on: T): Field<T> {
  return isUnknown(field) ? field : on;
}

function whatDecides(rule: PlacementRule): string {
  const open = [rule.cluster, rule.enabled, rule.mandatory].find((field) => isUnknown(field)) as Unknown | undefined;
  return open ? knownOnlyTo(open) : 'a matter of its count or for_each, which is not decided';
}

/** The level at which DRS moves VMs by itself. */
const CARRIES_OUT = 'fullyAutomated';

/** DRS is on and carries out no move, or nobody knows whether it does. */
function onlyProposed(estate: Estate, cluster: ComputeCluster, rule: PlacementRule, subject: Subject, premises: readonly Premise[]): Verdict {
  const { automation } = cluster.drs;
  return {
    verdict: 'undecided',
    subject,
    premises,
    key: 'drs_automation_level',
    message: `DRS behind the placement rules of cluster ${quotedName(cluster)}`,
    reason: isUnknown(automation)
      ? `whether DRS carries out the moves that ${describe(estate, rule)} asks for is ${knownOnlyTo(automation)}`
      : `DRS is ${quoted(automation)}: it starts and moves no VM against ${describe(estate, rule)}, but only proposes to move those that stand against it already`,
    decidedBy: '`drs_automation_level = "fullyAutomated"`',
  };
}

/** "anti-affinity `db-apart`". */
function plainly(rule: PlacementRule): string {
  return `${'machines' in rule ? rule.kind : 'VM-host rule'} ${quotedName(rule)}`;
}

/** "anti-affinity `db-apart` of `db-1` and `db-2`". */
function describe(estate: Estate, rule: PlacementRule): string {
  if (!('machines' in rule)) return plainly(rule);
  const { objects } = indexOf(estate);
  const names = rule.machines.ids.map((id) => quoted(objects.get(id) ? nameOf(objects.get(id)!) : id));
  return `${plainly(rule)}${names.length > 0 ? ` of ${listed(names)}` : ''}`;
}
