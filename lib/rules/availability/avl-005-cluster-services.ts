import { indexOf, isUnknown, type ComputeCluster, type Estate, type Field, type Unknown, type VmHostRule, type VmRule } from '../../estate';
import { Mend } from '../mend';
import type { Rule } from '../rule';
import type { Subject, Verdict } from '../verdict';
import { decided, knownOnlyTo, listed, nameOf, quoted, quotedName } from '../wording';

/**
 * Where a mandatory placement rule is on, what keeps it is on too: DRS, which enforces it, and HA with host monitoring
 * and admission control, which restarts what the rule protects. A rule that is off, or not mandatory, promises nothing.
 */
export const clusterServices: Rule = {
  id: 'AVL-005',
  title: 'DRS and HA behind placement rules',
  decides: 'A cluster with a mandatory placement rule has DRS, HA, host monitoring and admission control on.',
  why: 'Without DRS nobody enforces the rule; without HA what the rule protects stays down with its host.',
  severity: 'error',
  evidence: 'What is off, and the rules that rely on it.',
  sources: [
    'https://docs.vmware.com/en/VMware-vSphere/8.0/vsphere-resource-management/GUID-793013E2-0976-43B7-9A00-340FA76859D0.html',
    'https://docs.vmware.com/en/VMware-vSphere/6.5/com.vmware.vsphere.avail.doc/GUID-E137A9F8-17E4-4DE7-B986-94A0999CF327.html',
  ],
  *check(estate: Estate): Iterable<Verdict> {
    const rules = [...estate.vsphere.vmRules, ...estate.vsphere.vmHostRules]
      .map((rule) => ({ rule, holds: holds(rule) }))
      .filter(({ holds: state }) => state !== 'no');
    for (const cluster of estate.vsphere.clusters) {
      const certain = rules.filter(({ rule, holds: state }) => state === 'yes' && rule.cluster === cluster.id).map(({ rule }) => rule);
      const possible = rules
        .filter(({ rule, holds: state }) => (state === 'maybe' ? mayBeOn(rule, cluster) : isUnknown(rule.cluster)))
        .map(({ rule }) => rule);
      if (certain.length + possible.length > 0) yield decide(estate, cluster, certain, possible);
    }
  },
};

type PlacementRule = VmRule | VmHostRule;

function holds({ enabled, mandatory }: PlacementRule): 'yes' | 'no' | 'maybe' {
  if (decided(enabled) === false || decided(mandatory) === false) return 'no';
  return isUnknown(enabled) || isUnknown(mandatory) ? 'maybe' : 'yes';
}

function mayBeOn(rule: PlacementRule, cluster: ComputeCluster): boolean {
  return isUnknown(rule.cluster) || rule.cluster === cluster.id;
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
      field: ha.admissionControl,
      on: !isUnknown(ha.admissionControl) && ha.admissionControl !== 'disabled',
    },
  ];
}

function decide(estate: Estate, cluster: ComputeCluster, certain: readonly PlacementRule[], possible: readonly PlacementRule[]): Verdict {
  const subject: Subject = cluster.path === undefined ? {} : { path: cluster.path };
  const services = servicesOf(cluster);
  const off = services.filter(({ field, on }) => !isUnknown(field) && !on);
  const open = services.filter(({ field }) => isUnknown(field));
  if (off.length === 0 && open.length === 0) return { verdict: 'proved', subject };

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
      witness: [
        { label: 'off', text: off.map(({ attribute, field }) => `\`${attribute}\` is ${quoted(String(field))}`).join(', ') },
        { label: 'relies', text: listed(certain.map((rule) => describe(estate, rule))) },
      ],
      remedies: [
        {
          text: off.map(({ attribute }) => `\`${attribute} = ${attribute in TURNED_ON ? TURNED_ON[attribute]! : 'true'}\``).join(', '),
          mend: Mend.changeCluster(cluster.id, {
            drs: { ...cluster.drs, enabled: keep(cluster.drs.enabled, true) },
            ha: {
              enabled: keep(cluster.ha.enabled, true),
              hostMonitoring: keep(cluster.ha.hostMonitoring, 'enabled'),
              admissionControl:
                isUnknown(cluster.ha.admissionControl) || cluster.ha.admissionControl !== 'disabled'
                  ? cluster.ha.admissionControl
                  : 'resourcePercentage',
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
    message: `DRS and HA behind the placement rules of cluster ${quotedName(cluster)}`,
    reason: service
      ? `${describe(estate, rule)} relies on ${listed(
          open.map(({ name }) => name),
          4,
        )}: ${cluster.origin === 'looked-up' ? `cluster ${quotedName(cluster)} is looked up, and how it is set is known only to vCenter` : `\`${service.attribute}\` is ${knownOnlyTo(service.field as Unknown)}`}`
      : `${listed(
          off.map(({ name }) => name),
          4,
        )} ${off.length === 1 ? 'is' : 'are'} off, and whether ${describe(estate, rule)} holds on this cluster is ${knownOnlyTo(unknownOf(rule))}`,
    decidedBy: service
      ? cluster.origin === 'looked-up'
        ? '`app.assume(Assume.estate(file))` with the settings of the cluster'
        : `a literal ${listed(
            open.map(({ attribute }) => quoted(attribute)),
            4,
          )}`
      : 'literal settings of the rule',
  };
}

const TURNED_ON: Readonly<Record<string, string>> = { ha_host_monitoring: '"enabled"', ha_admission_control_policy: '"resourcePercentage"' };

function keep<T>(field: Field<T>, on: T): Field<T> {
  return isUnknown(field) ? field : on;
}

function unknownOf(rule: PlacementRule): Unknown {
  return [rule.cluster, rule.enabled, rule.mandatory].find((field) => isUnknown(field)) as Unknown;
}

/** "anti-affinity `db-apart` of `db-1` and `db-2`". */
function describe(estate: Estate, rule: PlacementRule): string {
  if (!('machines' in rule)) return `VM-host rule ${quotedName(rule)}`;
  const { objects } = indexOf(estate);
  const names = rule.machines.ids.map((id) => quoted(objects.get(id) ? nameOf(objects.get(id)!) : id));
  return `${rule.kind} ${quotedName(rule)}${names.length > 0 ? ` of ${listed(names)}` : ''}`;
}
