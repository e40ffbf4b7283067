import { indexOf, isReference, isUnknown, type DatastoreCluster, type Estate, type Reference, type Value, type VirtualMachine } from '../../estate';
import { isDefault, settingPremises } from '../left-out';
import { Mend } from '../mend';
import type { Rule } from '../rule';
import { subjectOf } from '../subjects';
import type { Verdict } from '../verdict';
import { knownOnlyTo, listedNames, quoted, quotedName } from '../wording';
import { addTo } from '../../units/multimap';

/** Once for a datastore cluster, however many VMs are on it. */
export const storageDrs: Rule = {
  id: 'CFG-018',
  title: 'VMs on a datastore cluster have Storage DRS',
  decides: 'A datastore cluster that a VM is put on has Storage DRS on.',
  why: 'The provider leaves it to Storage DRS which datastore of the cluster a VM gets, and refuses to make the VM where that is off; it is off where nobody turns it on.',
  severity: 'error',
  evidence: 'The datastore cluster, its setting, and the VMs on it.',
  sources: [
    'https://registry.terraform.io/providers/vmware/vsphere/2.15.0/docs/resources/virtual_machine#datastore_cluster_id-1',
    'https://github.com/vmware/terraform-provider-vsphere/blob/v2.16.1/vsphere/internal/helper/storagepod/storage_pod_helper.go',
  ],
  *check(estate: Estate): Iterable<Verdict> {
    const machines = new Map<DatastoreCluster, VirtualMachine[]>();
    const hidden: { machine: VirtualMachine; named: Value }[] = [];
    for (const machine of estate.vsphere.machines) {
      if (machine.origin !== 'owned' || machine.instances.high === 0) continue;
      const named = indexOf(estate).entryOf(machine)?.values.datastore_cluster_id ?? null;
      if (named === null || named === '') continue;
      const cluster = isReference(named) ? clusterAt(estate, named) : undefined;
      if (cluster) addTo(machines, cluster, machine);
      else hidden.push({ machine, named });
    }
    for (const [cluster, onIt] of machines) yield decide(estate, cluster, onIt);
    const [first] = hidden;
    if (first) {
      yield {
        verdict: 'undecided',
        subject: subjectOf(first.machine, 'datastore_cluster_id'),
        message: `whether ${listedNames(hidden.map(({ machine }) => machine))} ${hidden.length === 1 ? 'is' : 'are'} on a datastore cluster with Storage DRS`,
        reason: reasonOf(first.named),
        decidedBy: 'a datastore cluster that the app has or looks up by its name',
      };
    }
  },
};

function clusterAt({ vsphere }: Estate, { $ref: { stack, address } }: Reference): DatastoreCluster | undefined {
  return vsphere.datastoreClusters.find(({ addresses }) => addresses.some((one) => one.stack === stack && one.address === address));
}

function reasonOf(named: Value): string {
  if (isUnknown(named)) return `which datastore cluster it is is ${knownOnlyTo(named)}`;
  const text = isReference(named) ? `${named.$ref.stack}/${named.$ref.address}` : String(named);
  return `${quoted(text)} is no datastore cluster that the app has or looks up`;
}

function decide(estate: Estate, cluster: DatastoreCluster, machines: readonly VirtualMachine[]): Verdict {
  const { sdrsEnabled } = cluster;
  const subject = subjectOf(cluster, 'sdrs_enabled');
  const premises = settingPremises(estate, cluster, ['sdrs_enabled']);
  if (sdrsEnabled === true) return { verdict: 'proved', subject, premises };
  if (isUnknown(sdrsEnabled)) {
    return {
      verdict: 'undecided',
      subject,
      premises,
      message: `whether Storage DRS is on for datastore cluster ${quotedName(cluster)}, which ${listedNames(machines)} ${machines.length === 1 ? 'is' : 'are'} on`,
      reason: `\`sdrs_enabled\` is ${knownOnlyTo(sdrsEnabled)}`,
      decidedBy: cluster.origin === 'owned' ? 'a literal `sdrs_enabled`' : "`app.assume(Assume.value(datastoreCluster, 'sdrs_enabled', true))`",
    };
  }
  return {
    verdict: 'refuted',
    subject,
    premises,
    message: `VMs are put on datastore cluster ${quotedName(cluster)}, whose Storage DRS is off`,
    witness: [
      {
        label: 'off',
        text: isDefault(estate, cluster, 'sdrs_enabled')
          ? '`sdrs_enabled` is left out, for which the provider takes `false`'
          : '`sdrs_enabled` is `false`',
      },
      { label: 'VMs', text: listedNames(machines) },
    ],
    remedies: [{ text: '`sdrs_enabled = true`', mend: Mend.change('datastoreClusters', cluster.id, { sdrsEnabled: true }) }],
  };
}
