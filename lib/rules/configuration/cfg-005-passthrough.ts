import { indexOf, isUnknown, mayBeSame, type EsxiHost, type Estate, type Unknown, type VirtualMachine } from '../../estate';
import { settingPremises } from '../left-out';
import { Premises } from '../premises';
import type { Rule } from '../rule';
import { subjectOf } from '../subjects';
import type { Verdict } from '../verdict';
import { knownOnlyTo, listedNames, quoted, quotedName } from '../wording';
import { declaredHosts } from './declared-hosts';
import { foundDevices } from './device-hosts';

/** A device is of one host, so that a VM with one is of that host. What such a VM must reserve is CAP-012's question. */
export const passthrough: Rule = {
  id: 'CFG-005',
  title: 'Passthrough pins a VM to its host',
  decides: 'A VM with a PCI device passed through names the host that has the device, and that is a host of the cluster that the VM is on.',
  why: 'The provider refuses a device without its host; a VM on a host of another cluster fails at apply. Nothing moves or restarts such a VM elsewhere: it is down with its host.',
  severity: 'error',
  evidence: 'The device, the host, and the hosts of the cluster.',
  sources: [
    'https://registry.terraform.io/providers/vmware/vsphere/2.15.0/docs/resources/virtual_machine#pci_device_id-1',
    'https://docs.vmware.com/en/VMware-vSphere/8.0/vsphere-networking/GUID-BF2770C3-39ED-4BC5-A8EF-77D55EFE924C.html',
  ],
  *check(estate: Estate): Iterable<Verdict> {
    for (const machine of estate.vsphere.machines) {
      if (machine.origin !== 'owned' || machine.instances.high === 0) continue;
      const { items, complete } = machine.pciDevices;
      if (items.length > 0 || !complete) yield decide(estate, machine);
    }
  },
};

function decide(estate: Estate, machine: VirtualMachine): Verdict {
  const subject = subjectOf(machine, 'pci_device_id');
  const { items, unknown: hidden } = machine.pciDevices;
  const devices = items.map((item) => (isUnknown(item) ? knownOnlyTo(item) : quoted(item)));
  const open = (key: string, reason: string, decidedBy: string): Verdict => ({
    verdict: 'undecided',
    subject,
    key,
    message: `whether VM ${quotedName(machine)} is on a host with its PCI devices`,
    reason,
    decidedBy,
  });
  if (machine.host === null) {
    if (items.length === 0)
      return open(
        'devices',
        `which devices it has is ${hidden ? knownOnlyTo(hidden) : 'not shown'}`,
        'a literal list of `pci_device_id`, or `host_system_id`',
      );
    return {
      verdict: 'refuted',
      subject,
      key: 'no-host',
      message: `VM ${quotedName(machine)} has a PCI device passed through and names no host`,
      witness: [
        { label: 'devices', text: devices.join(', ') },
        { label: 'host', text: '`host_system_id` is left out, and the provider refuses `pci_device_id` without it' },
      ],
      remedies: [{ text: 'the host that has the device, as `host_system_id`' }],
    };
  }
  const where = placeOf(estate, machine);
  if (where !== 'there' && 'hosts' in where) {
    if (items.length === 0)
      return open(
        'devices',
        `its host is not where it runs, and which devices it has is ${hidden ? knownOnlyTo(hidden) : 'not shown'}`,
        'a literal list of `pci_device_id`',
      );
    return {
      verdict: 'refuted',
      subject,
      key: 'host',
      message: `VM ${quotedName(machine)} has a PCI device of a host that it cannot run on`,
      witness: [
        { label: 'devices', text: devices.join(', ') },
        { label: 'host', text: quotedName(where.host) },
        { label: 'runs on', text: where.hosts },
      ],
      remedies: [{ text: 'a host of the cluster that the VM is on, with a device of its own' }],
    };
  }
  const host = isUnknown(machine.host) ? undefined : (indexOf(estate).objects.get(machine.host) as EsxiHost);
  const found = foundDevices(estate, machine);
  const astray = host ? found.filter(({ on }) => on.id !== host.id) : [];
  const [device] = astray.filter(({ on }) => !mayBeSame(on, host!, (id) => indexOf(estate).objects.get(id)));
  if (device) {
    return {
      verdict: 'refuted',
      subject,
      key: 'device',
      message: `VM ${quotedName(machine)} has a PCI device of another host than it names`,
      witness: [
        { label: 'device', text: `${quoted(device.lookup)} looks it up on ${quotedName(device.on)}` },
        { label: 'host', text: `\`host_system_id\` is that of ${quotedName(host!)}` },
      ],
      remedies: [{ text: `the device looked up on ${quotedName(host!)}, or ${quotedName(device.on)} as \`host_system_id\`` }],
    };
  }
  if (where !== 'there') return open(where.key, where.reason, where.decidedBy);
  if (astray.length > 0) {
    const reason = `whether ${quotedName(host!)} is the host of its device is open: two entries may mean one host`;
    return open('device', reason, 'the device looked up on the very host that the VM names');
  }
  const isStated = hidden !== undefined || found.length < items.length;
  const on = estate.vsphere.clusters.filter(({ id }) => id === machine.cluster);
  const premises = [...settingPremises(estate, machine, ['pci_device_id']), ...declaredHosts(estate, on)];
  return { verdict: 'proved', subject, premises: [...premises, ...(isStated ? [Premises.devices(machine, host!)] : [])] };
}

type Place =
  'there' | { readonly host: EsxiHost; readonly hosts: string } | { readonly key: string; readonly reason: string; readonly decidedBy: string };

/** Whether a VM is on the host that it names, as far as its cluster goes. */
function placeOf(estate: Estate, { cluster, host: id }: VirtualMachine): Place {
  const index = indexOf(estate);
  const by = (key: string, what: string, unknown: Unknown): Place => ({
    key,
    reason: `${what} is ${knownOnlyTo(unknown)}`,
    decidedBy: `a ${key} that the app has or looks up, not a token`,
  });
  if (isUnknown(id)) return by('host', 'which host it names', id);
  if (isUnknown(cluster)) return by('cluster', 'which cluster it is on', cluster);
  const host = index.objects.get(id!) as EsxiHost;
  if (cluster === null) {
    if (isUnknown(host.cluster)) return by('host', `which cluster host ${quotedName(host)} is in`, host.cluster);
    return host.cluster === null ? 'there' : { host, hosts: 'a standalone host' };
  }
  const on = estate.vsphere.clusters.find((each) => each.id === cluster);
  if (!on) return { key: 'cluster', reason: 'the cluster it is on is not in the estate', decidedBy: 'the cluster looked up by its name' };
  const { certain, possible, open } = index.hostsOf(on);
  if (certain.some((each) => each.id === host.id)) return 'there';
  const elsewhere = estate.vsphere.clusters.find((each) => each.id !== on.id && index.hostsOf(each).certain.some((one) => one.id === host.id));
  const surelyNot = open === undefined ? !possible.some((each) => each.id === host.id) : elsewhere?.origin === 'owned' && on.origin === 'owned';
  if (!surelyNot) {
    const hidden = open ?? (isUnknown(host.cluster) ? host.cluster : undefined);
    return {
      key: 'host',
      reason: `whether host ${quotedName(host)} is in cluster ${quotedName(on)} is ${hidden ? knownOnlyTo(hidden) : 'open: two entries may mean one cluster'}`,
      decidedBy:
        on.origin === 'owned' ? 'a literal list of the hosts of the cluster' : '`VcenterCluster.fromLookup(…, { hosts })` with all its hosts',
    };
  }
  return { host, hosts: `cluster ${quotedName(on)}${certain.length === 0 ? '' : `, with ${listedNames(certain)}`}` };
}
