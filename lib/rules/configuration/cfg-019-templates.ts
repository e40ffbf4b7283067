import { isReference, isUnknown, type Estate, type ResourceInstance, type Value } from '../../estate';
import { blocksOf } from '../blocks';
import type { Rule } from '../rule';
import type { Subject, Verdict } from '../verdict';
import { knownOnlyTo, listed, quoted } from '../wording';
import { addTo } from '../../units/multimap';

/** Once for a template, however many VMs are cloned from it. */
export const templates: Rule = {
  id: 'CFG-019',
  title: 'Templates are there before VMs are planned',
  decides: 'A template that VMs are cloned from is not looked up in a datacenter that the same stack makes.',
  why: 'The provider reads the size of a template’s disk when it plans. In a datacenter that is yet to be made there is no template, so the first plan fails, and with it the whole stack.',
  severity: 'warning',
  evidence: 'The template, the datacenter, and the VMs.',
  sources: [
    'https://github.com/vmware/terraform-provider-vsphere/issues/1752',
    'https://github.com/vmware/terraform-provider-vsphere/blob/v2.16.1/vsphere/internal/helper/virtualdevice/virtual_machine_disk_subresource.go',
  ],
  *check(estate: Estate): Iterable<Verdict> {
    for (const { name, resources } of estate.terraform.stacks) {
      const entries = new Map(resources.map((entry) => [entry.address, entry]));
      const clones = new Map<ResourceInstance, ResourceInstance[]>();
      for (const machine of resources) {
        if (machine.mode !== 'managed' || machine.type !== 'vsphere_virtual_machine' || machine.instances.high === 0) continue;
        for (const { template_uuid: from } of blocksOf(machine.values.clone)) {
          if (!isReference(from) || from.$ref.stack !== name) continue;
          const template = entries.get(from.$ref.address);
          if (template?.mode !== 'data' || template.type !== 'vsphere_virtual_machine') continue;
          addTo(clones, template, machine);
        }
      }
      for (const [template, machines] of clones) yield decide(template, machines, entries);
    }
  },
};

function decide(template: ResourceInstance, machines: readonly ResourceInstance[], entries: ReadonlyMap<string, ResourceInstance>): Verdict {
  const { stack, address, path, values } = template;
  const subject: Subject = { stack, address, ...(path !== undefined && { path }), attribute: 'datacenter_id' };
  const within: Value = values.datacenter_id ?? null;
  const name = quoted(typeof values.name === 'string' ? values.name : address);
  // Whoever sets a variable sets it before the plan.
  if (isUnknown(within) && within.$unknown.reason !== 'variable') {
    return {
      verdict: 'undecided',
      subject,
      message: `whether template ${name} is there when VMs are planned`,
      reason: `the datacenter it is looked up in is ${knownOnlyTo(within)}`,
      decidedBy: 'a datacenter that is looked up, such as `Datacenter.fromLookup(...)`',
    };
  }
  const datacenter = isReference(within) && within.$ref.stack === stack ? entries.get(within.$ref.address) : undefined;
  if (datacenter?.mode !== 'managed') return { verdict: 'proved', subject };
  return {
    verdict: 'refuted',
    subject,
    message: `template ${name} is looked up in a datacenter that the same stack makes, so the first plan fails`,
    witness: [
      { label: 'datacenter', text: quoted(datacenter.path ?? datacenter.address) },
      { label: 'cloned from it', text: listed(machines.map((machine) => quoted(machine.path ?? machine.address))) },
    ],
    remedies: [
      { text: '`Datacenter.fromLookup(...)` of a datacenter that exists, with the template in it' },
      { text: 'the datacenter in a stack of its own, applied before the template is put there' },
    ],
  };
}
