import type { Estate } from '../../estate';
import type { Rule } from '../rule';
import type { Verdict } from '../verdict';
import { planViewOf } from './plan-view';
import { clustersInUse, vsanInUse } from './shrinking-clusters';
import { datastoresInUse, disksInUse, machineDisks, storageDisks } from './shrinking-disks';
import { clustersLosingHosts, hostsInUse } from './shrinking-hosts';
import { networksInUse, ports } from './shrinking-networks';
import { pools } from './shrinking-pools';

/** What a plan shows by itself of what is in use; a datastore's free space, for one, it does not. */
export const shrinking: Rule = {
  id: 'PLN-005',
  title: 'Nothing shrinks below what is in use',
  decides:
    'No disk of a VM that stays shrinks or is deleted with its data, no datastore, vSAN, host or network is taken away from under VMs that stay, no cluster from under its hosts, and no resource pool, port group or cluster gets less than what the plan shows in use.',
  why: 'Some of it the provider or vCenter refuses in the middle of an apply; the rest is done, and the data or the running VMs are gone.',
  severity: 'error',
  waivable: false,
  reads: 'plan',
  evidence: 'What it has before and after, and what uses it.',
  sources: [
    'https://github.com/vmware/terraform-provider-vsphere/blob/v2.16.1/vsphere/internal/virtualdevice/virtual_machine_disk_subresource.go',
    'https://github.com/vmware/terraform-provider-vsphere/blob/v2.16.1/vsphere/resource_vsphere_vmfs_datastore.go',
    'https://github.com/vmware/terraform-provider-vsphere/blob/v2.16.1/vsphere/resource_vsphere_host.go',
    'https://github.com/vmware/terraform-provider-vsphere/blob/v2.16.1/vsphere/resource_vsphere_compute_cluster.go',
    'https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/sdk/vim25/release/Network/moId/DestroyNetwork/post',
    'https://registry.terraform.io/providers/vmware/vsphere/latest/docs/resources/virtual_machine#disk-options',
    'https://registry.terraform.io/providers/vmware/vsphere/latest/docs/resources/resource_pool',
  ],
  *check(estate: Estate): Iterable<Verdict> {
    const view = planViewOf(estate);
    yield* machineDisks(view);
    yield* storageDisks(view);
    yield* disksInUse(view);
    yield* datastoresInUse(view);
    yield* hostsInUse(view);
    yield* clustersLosingHosts(view);
    yield* clustersInUse(view);
    yield* vsanInUse(view);
    yield* pools(view);
    yield* ports(view);
    yield* networksInUse(view);
  },
};
