import { indexOf, isReference, isUnknown, type DatastoreCluster, type Estate, type Unknown, type VirtualMachine } from '../../estate';
import { defaultPremises, isDefault } from '../left-out';
import { Mend } from '../mend';
import type { Rule } from '../rule';
import { subjectOf } from '../subjects';
import type { Verdict } from '../verdict';
import { knownOnlyTo, listedNames, quotedName } from '../wording';

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
    const hidden: { machine: VirtualMachine; unknown: Unknown }[] = [];
    for (const machine of estate.vsphere.machines) {
      if (machine.origin !== 'owned' || machine.instances.high === 0) continue;
      const named = indexOf(estate).entryOf(machine)?.values.datastore_cluster_id ?? null;
      if (isUnknown(named)) hidden.push({ machine, unknown: named });
      if (!isReference(named)) continue;
      const { stack, address } = named.$ref;
      const cluster = estate.vsphere.datastoreClusters.find(({ addresses }) =>
        addresses.some((one) => one.stack === stack && one.address === address),
      );
      if (cluster) machines.set(cluster, [...(machines.get(cluster) ?? []), machine]);
    }
    for (const [cluster, onIt] of machines) yield decide(estate, cluster, onIt);
    const [first] = hidden;
    if (first) {
      yield {
        verdict: 'undecided',
        subject: subjectOf(first.machine, 'datastore_cluster_id'),
        message: `whether ${listedNames(hidden.map(({ machine }) => machine))} ${hidden.length === 1 ? 'is' : 'are'} on a datastore cluster with Storage DRS`,
        reason: `which datastore cluster it is is ${knownOnlyTo(first.unknown)}`,
        decidedBy: 'a datastore cluster that the app has or looks up, not a token',
      };
    }
  },
};

function decide(estate: Estate, cluster: DatastoreCluster, machines: readonly VirtualMachine[]): Verdict {
  const { sdrsEnabled } = cluster;
  const subject = subjectOf(cluster, 'sdrs_enabled');
  const premises = defaultPremises(estate, cluster, ['sdrs_enabled']);
  if (sdrsEnabled === true) return { verdict: 'proved', subject, premises };
  if (isUnknown(sdrsEnabled)) {
    return {
      verdict: 'undecided',
      subject,
      premises,
      message: `whether Storage DRS is on for datastore cluster ${quotedName(cluster)}, which ${listedNames(machines)} ${machines.length === 1 ? 'is' : 'are'} on`,
      reason: `\`sdrs_enabled\` is ${knownOnlyTo(sdrsEnabled)}`,
      decidedBy: cluster.origin === 'owned' ? 'a literal `sdrs_enabled`' : "`app.assume(Assume.value(cluster, 'sdrs_enabled', true))`",
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
