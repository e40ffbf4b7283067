import { indexOf, isUnknown, type ComputeCluster, type Estate, type Field, type Unknown } from '../../estate';
import { Interval } from '../../units';
import { isDefault, settingPremises } from '../left-out';
import { Mend } from '../mend';
import type { Rule } from '../rule';
import { subjectOf } from '../subjects';
import type { Evidence, Refuted, Remedy, Verdict } from '../verdict';
import { count, knownOnlyTo, listed, quoted, quotedName } from '../wording';
import { clusterHosts } from './cluster-hosts';

/**
 * Whether admission control, as it is set, leaves anything to run VMs on. How much it must hold back for the failures that a
 * cluster tolerates is another question.
 */
export const admissionControl: Rule = {
  id: 'CFG-004',
  title: 'Admission control leaves room',
  decides:
    'Where HA is on, admission control holds back less than the whole cluster: its percentages are set where they are not computed, its failover hosts are named and are some of the hosts of the cluster, and it tolerates fewer failures than the cluster has hosts.',
  why: 'The provider takes 100 % for a percentage that is left out: HA then holds back everything, and no VM with a reservation powers on.',
  severity: 'error',
  evidence: 'The settings of the policy, those that are left out, and the hosts of the cluster.',
  sources: [
    'https://registry.terraform.io/providers/vmware/vsphere/2.15.0/docs/resources/compute_cluster#vsphere-ha-admission-control-settings',
    'https://developer.broadcom.com/xapis/vsphere-web-services-api/7.0U1/vim.cluster.FailoverHostAdmissionControlPolicy.html',
  ],
  *check(estate: Estate): Iterable<Verdict> {
    for (const cluster of estate.vsphere.clusters) {
      if (cluster.origin !== 'owned' || cluster.ha.enabled === false || cluster.ha.admissionControl.policy === 'disabled') continue;
      yield decide(estate, cluster);
    }
  },
};

const PREFIX = 'ha_admission_control_';

interface Finding {
  readonly fault?: Pick<Refuted, 'key' | 'message' | 'witness' | 'remedies'>;
  /** What keeps the question open, by the attribute that has it. */
  readonly open?: { readonly attribute: string; readonly unknown?: Unknown };
  /** The attributes that the answer rests on. */
  readonly attributes: readonly string[];
}

function decide(estate: Estate, cluster: ComputeCluster): Verdict {
  const subject = subjectOf(cluster);
  const { policy } = cluster.ha.admissionControl;
  const finding = isUnknown(policy) ? openAt(`${PREFIX}policy`, policy) : (POLICIES[policy]?.(estate, cluster) ?? NO_POLICY);
  const premises = settingPremises(estate, cluster, ['ha_enabled', `${PREFIX}policy`, ...finding.attributes]);
  const { fault, open } = finding;
  const unsure = isUnknown(cluster.ha.enabled) ? { attribute: 'ha_enabled', unknown: cluster.ha.enabled } : open;
  if (fault && !isUnknown(cluster.ha.enabled)) return { verdict: 'refuted', subject, premises, ...fault };
  if (!unsure || (!fault && !open)) return { verdict: 'proved', subject, premises };
  return {
    verdict: 'undecided',
    subject,
    premises,
    key: unsure.attribute,
    message: `whether admission control leaves room on cluster ${quotedName(cluster)}`,
    reason: `${quoted(unsure.attribute)} is ${unsure.unknown ? knownOnlyTo(unsure.unknown) : `${quoted(String(policy))}, and what that holds back is not on record`}`,
    decidedBy: unsure.unknown
      ? `a literal ${quoted(unsure.attribute)}`
      : `one of ${listed(Object.keys(POLICIES).map(quoted)).replace(' and ', ' or ')}`,
  };
}

/** One that a later provider may have: what it holds back is not known. */
const NO_POLICY: Finding = { open: { attribute: `${PREFIX}policy` }, attributes: [] };

function openAt(attribute: string, unknown: Unknown): Finding {
  return { open: { attribute, unknown }, attributes: [attribute] };
}

const POLICIES: Readonly<Record<string, (estate: Estate, cluster: ComputeCluster) => Finding>> = {
  resourcePercentage: percentages,
  slotPolicy: failures,
  failoverHosts,
};

function percentages(estate: Estate, cluster: ComputeCluster): Finding {
  const { autoCompute, cpuPercent, memoryPercent } = cluster.ha.admissionControl;
  const switching = `${PREFIX}resource_percentage_auto_compute`;
  if (isUnknown(autoCompute)) return openAt(switching, autoCompute);
  if (autoCompute) {
    const { attributes, ...finding } = failures(estate, cluster);
    return { ...finding, attributes: [switching, ...attributes] };
  }
  const set: readonly { name: string; attribute: string; field: Field<number> }[] = [
    { name: 'CPU', attribute: `${PREFIX}resource_percentage_cpu`, field: cpuPercent },
    { name: 'memory', attribute: `${PREFIX}resource_percentage_memory`, field: memoryPercent },
  ];
  const whole = set.filter(({ field }) => !isUnknown(field) && field >= 100);
  const attributes = set.map(({ attribute }) => attribute);
  if (whole.length > 0) {
    const fault = {
      key: whole.map(({ attribute }) => attribute).join(','),
      message: `admission control holds back all the ${listed(whole.map(({ name }) => name))} of cluster ${quotedName(cluster)}`,
      witness: [
        { label: 'computed', text: `${quoted(switching)} is \`false\`` },
        ...whole.map(({ attribute }): Evidence => {
          const left = isDefault(estate, cluster, attribute);
          return { label: 'held back', text: `${quoted(attribute)} is ${left ? 'left out, for which the provider takes `100`' : '`100`'}` };
        }),
      ],
      remedies: [
        { text: quoted(`${switching} = true`), mend: changed(cluster, { autoCompute: true }) },
        { text: `${listed(whole.map(({ attribute }) => quoted(attribute)))}: the share of the hosts that may fail, such as 25 for one of four` },
      ],
    };
    return { fault, attributes };
  }
  const open = set.find(({ field }) => isUnknown(field));
  return { attributes, ...(open && { open: { attribute: open.attribute, unknown: open.field as Unknown } }) };
}

/** A cluster without a host is one that is being made: nothing runs there yet. */
function failures(estate: Estate, cluster: ComputeCluster): Finding {
  const attribute = `${PREFIX}host_failure_tolerance`;
  const { hostFailures } = cluster.ha.admissionControl;
  if (isUnknown(hostFailures)) return openAt(attribute, hostFailures);
  const { certain, possible, open } = clusterHosts(estate, cluster);
  const sure = Interval.sum(certain.map(({ instances }) => instances));
  const hosts: Interval = {
    low: sure.low,
    high: open ? null : Interval.sum([sure, ...possible.map(({ instances }) => instances)]).high,
  };
  if (hostFailures < hosts.low || hosts.high === 0) return { attributes: [attribute] };
  if (hosts.high === null || hosts.low === 0 || hostFailures < hosts.high) {
    return {
      attributes: [attribute],
      open: { attribute: 'host_system_ids', unknown: open ?? countUnknown(cluster) },
    };
  }
  const remedies: Remedy[] =
    hosts.high > 1 ? [{ text: `\`${attribute} = ${hosts.high - 1}\` or less`, mend: changed(cluster, { hostFailures: hosts.low - 1 }) }] : [];
  return {
    attributes: [attribute],
    fault: {
      key: attribute,
      message: `admission control is to tolerate the failure of all hosts of cluster ${quotedName(cluster)}`,
      witness: [
        {
          label: 'failures',
          text: `${quoted(attribute)} is ${isDefault(estate, cluster, attribute) ? `left out, for which the provider takes \`${hostFailures}\`` : `\`${hostFailures}\``}`,
        },
        { label: 'hosts', text: `${count(hosts.high, 'host')}: ${listed(certain.map(quotedName))}` },
      ],
      remedies: [...remedies, { text: 'another host in the cluster' }],
    },
  };
}

function countUnknown({ id }: ComputeCluster): Unknown {
  return { $unknown: { reason: 'computed', expression: 'host_system_ids', knownBy: id } };
}

function failoverHosts(estate: Estate, cluster: ComputeCluster): Finding {
  const attribute = `${PREFIX}failover_host_system_ids`;
  const named = cluster.ha.admissionControl.failoverHosts;
  const { certain, open } = clusterHosts(estate, cluster);
  const { objects } = indexOf(estate);
  const members = new Set(certain.map(({ id }) => id));
  const strangers = open ? [] : named.ids.filter((id) => !members.has(id));
  const isAll = open === undefined && members.size > 0 && certain.every(({ id }) => named.ids.includes(id));
  const names = listed(named.ids.map((id) => (objects.has(id) ? quotedName(objects.get(id)!) : quoted(id))));
  const about = (key: string, message: string, text: string): Finding => ({
    attributes: [attribute],
    fault: {
      key: `${attribute}:${key}`,
      message,
      witness: [{ label: 'failover', text }],
      remedies: [{ text: 'some of the hosts of the cluster as its failover hosts, or the policy `resourcePercentage`' }],
    },
  });
  if (named.complete && named.ids.length === 0)
    return about(
      'none',
      `admission control of cluster ${quotedName(cluster)} is by failover hosts, and none is named`,
      `${quoted(attribute)} is empty`,
    );
  if (strangers.length > 0) {
    const lost = listed(strangers.map((id) => (objects.has(id) ? quotedName(objects.get(id)!) : quoted(id))));
    return about(
      'strangers',
      `a failover host of cluster ${quotedName(cluster)} is not in it`,
      `${lost} ${strangers.length === 1 ? 'is' : 'are'} not among ${listed(certain.map(quotedName)) || 'its hosts, of which there are none'}`,
    );
  }
  if (isAll) return about('all', `every host of cluster ${quotedName(cluster)} is a failover host`, names);
  const unknown = named.unknown ?? open;
  return { attributes: [attribute], ...(unknown && { open: { attribute: named.unknown ? attribute : 'host_system_ids', unknown } }) };
}

function changed(cluster: ComputeCluster, change: Partial<ComputeCluster['ha']['admissionControl']>): Remedy['mend'] {
  return Mend.changeCluster(cluster.id, { ha: { ...cluster.ha, admissionControl: { ...cluster.ha.admissionControl, ...change } } });
}
