import { isUnknown, type Estate, type ResourceInstance, type Value } from '../../estate';
import { Mend } from '../mend';
import type { Subject, Verdict } from '../verdict';
import { count, knownOnlyTo, quoted } from '../wording';

/** Where it is published that a class with devices reserves all memory. */
export const VM_CLASS = 'https://docs.vmware.com/en/VMware-vSphere/7.0/vmware-vsphere-with-tanzu/GUID-F8FE308C-C931-4AAB-874E-ED291D003527.html';

const ALL = 100;

/** VM classes of a Supervisor that have a vGPU. The estate has no such objects, so the resources themselves are read. */
export function* vgpuClasses(estate: Estate): Iterable<Verdict> {
  for (const { resources } of estate.terraform.stacks) {
    for (const entry of resources) {
      if (entry.mode === 'managed' && entry.type === 'vsphere_virtual_machine_class' && entry.instances.high !== 0) yield* decide(entry);
    }
  }
}

function* decide(entry: ResourceInstance): Iterable<Verdict> {
  const { stack, address, path, values } = entry;
  const devices = values.vgpu_devices ?? [];
  const subject: Subject = { stack, address, ...(path === undefined ? {} : { path }), attribute: 'memory_reservation' };
  const name = quoted(typeof values.name === 'string' ? values.name : (path ?? address));
  // Left out, the provider sends none.
  const stated = values.memory_reservation ?? 0;
  const percent = typeof stated === 'string' ? Number(stated) : stated;
  if (Array.isArray(devices) && devices.length === 0) return;
  if (percent === ALL) {
    yield { verdict: 'proved', subject };
    return;
  }
  if (!Array.isArray(devices) || typeof percent !== 'number' || Number.isNaN(percent)) {
    const open = Array.isArray(devices) ? 'memory_reservation' : 'vgpu_devices';
    yield {
      verdict: 'undecided',
      subject,
      key: 'vgpu',
      message: `whether VM class ${name} reserves all that it must`,
      reason: `its ${quoted(open)} is ${whoKnows(Array.isArray(devices) ? stated : devices)}`,
      decidedBy: `a literal ${quoted(open)}`,
    };
    return;
  }
  yield {
    verdict: 'refuted',
    subject,
    key: 'vgpu',
    message: `VM class ${name} has a vGPU and does not reserve all memory`,
    witness: [
      { label: 'reserved', text: `${percent} % of the memory` },
      { label: 'needed', text: `${ALL} %: it has ${count(devices.length, 'vGPU')} (${VM_CLASS})` },
    ],
    remedies: [{ text: `\`memory_reservation\` of ${ALL}`, mend: Mend.changeResource(entry, { memory_reservation: ALL }) }],
  };
}

function whoKnows(value: Value): string {
  return isUnknown(value) ? knownOnlyTo(value) : 'not shown';
}
