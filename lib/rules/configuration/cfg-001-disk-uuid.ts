import {
  indexOf,
  isReference,
  isUnknown,
  type Estate,
  type NodePool,
  type Premise,
  type Unknown,
  type Value,
  type VirtualMachine,
} from '../../estate';
import { isDefault, settingPremises } from '../left-out';
import { Mend } from '../mend';
import type { Rule } from '../rule';
import { subjectOf } from '../subjects';
import type { Refuted, Undecided, Verdict } from '../verdict';
import { knownOnlyTo, listedNames, quotedName } from '../wording';

const DRIVER = 'csi.vsphere.vmware.com';

/**
 * Every VM that is a node shows its guest the UUIDs of its disks. A warning where no StorageClass of the cluster is of the vSphere CSI driver:
 * it may come by other means.
 */
export const diskUuid: Rule = {
  id: 'CFG-001',
  title: 'Node VMs show the UUIDs of their disks',
  decides: 'Every VM that is a Kubernetes node has `disk.EnableUUID`, which the vSphere CSI driver finds its volumes by.',
  why: 'Without it the guest does not see which disk is which: a volume is attached and never mounted, and pods with claims wait for ever.',
  severity: 'error',
  evidence: 'The VM, the node that it is, and what stands for `enable_disk_uuid`.',
  sources: [
    'https://docs.vmware.com/en/VMware-vSphere-Container-Storage-Plug-in/3.0/vmware-vsphere-csp-getting-started/GUID-0AB6E692-AA47-4B6A-8CEA-38B754E16567.html',
    'https://github.com/kubernetes-sigs/vsphere-csi-driver/issues/27',
  ],
  *check(estate: Estate): Iterable<Verdict> {
    for (const pool of estate.kubernetes.nodePools) {
      for (const id of new Set([...pool.machines.ids, ...pool.nodes.flatMap(({ machine }) => machine ?? [])])) {
        const machine = indexOf(estate).objects.get(id) as VirtualMachine | undefined;
        if (machine && machine.instances.high !== 0) yield decide(estate, pool, machine);
      }
    }
  },
};

function decide(estate: Estate, pool: NodePool, machine: VirtualMachine): Verdict {
  const subject = subjectOf(machine, 'enable_disk_uuid');
  const premises = settingPremises(estate, machine, ['enable_disk_uuid']);
  if (machine.diskUuid === true) return { verdict: 'proved', subject, premises };
  if (isUnknown(machine.diskUuid)) return open(machine, premises, `\`enable_disk_uuid\` is ${knownOnlyTo(machine.diskUuid)}`);
  const parameter = parameterOf(estate, machine);
  if (parameter === 'hidden') return open(machine, premises, '`enable_disk_uuid` is not set, and `extra_config`, which may set it too, is not known');
  if (parameter === 'set') {
    return open(
      machine,
      premises,
      '`extra_config` sets `disk.EnableUUID`, and the provider sends `enable_disk_uuid` as false beside it: which one holds is vCenter’s to say',
    );
  }
  return { ...missing(estate, pool, machine), premises };
}

function missing(estate: Estate, pool: NodePool, machine: VirtualMachine): Refuted {
  const node = indexOf(estate).nodeOn(machine)?.node;
  const classes = estate.kubernetes.storageClasses.filter(({ cluster, provisioner }) => cluster === pool.cluster && provisioner === DRIVER);
  const isLeftOut = isDefault(estate, machine, 'enable_disk_uuid');
  return {
    verdict: 'refuted',
    ...(classes.length === 0 && { severity: 'warning' as const }),
    subject: subjectOf(machine, 'enable_disk_uuid'),
    message: `VM ${quotedName(machine)} is a node${node ? ` (\`${node.name}\`)` : ''} of pool ${quotedName(pool)}, and its guest does not see the UUIDs of its disks`,
    witness: [
      { label: 'stands there', text: isLeftOut ? '`enable_disk_uuid` is left out, which is false' : '`enable_disk_uuid` is false' },
      {
        label: 'needed by',
        text:
          classes.length > 0
            ? `volumes of storage class ${listedNames(classes)}`
            : 'volumes of the vSphere CSI driver, of which no manifest has a storage class',
      },
    ],
    remedies: [{ text: '`enable_disk_uuid = true`', mend: Mend.change('machines', machine.id, { diskUuid: true }) }],
  };
}

function open(machine: VirtualMachine, premises: readonly Premise[], reason: string): Undecided {
  const isOwned = machine.origin === 'owned';
  return {
    verdict: 'undecided',
    subject: subjectOf(machine, 'enable_disk_uuid'),
    premises,
    message: `whether the guest of node VM ${quotedName(machine)} sees the UUIDs of its disks`,
    reason,
    decidedBy: isOwned ? '`enable_disk_uuid = true`' : "`app.assume(Assume.value(machine, 'enable_disk_uuid', true))` where vCenter has it so",
  };
}

/** Whether an advanced parameter of the VM sets it, which is another way to the same entry of its configuration. */
function parameterOf(estate: Estate, machine: VirtualMachine): 'set' | 'hidden' | undefined {
  const extra: Value | undefined = indexOf(estate).entryOf(machine)?.values.extra_config;
  if (extra === undefined || extra === null) return undefined;
  if (typeof extra !== 'object' || isUnknown(extra) || isReference(extra) || Array.isArray(extra)) return 'hidden';
  const name = Object.keys(extra).find((key) => key.toLowerCase() === 'disk.enableuuid');
  const value: Value | Unknown = name === undefined ? false : ((extra as { readonly [key: string]: Value })[name] ?? false);
  if (typeof value === 'object') return 'hidden';
  return /^(true|1)$/i.test(String(value)) ? 'set' : undefined;
}
