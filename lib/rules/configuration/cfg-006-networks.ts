import type { Estate } from '../../estate';
import type { Rule } from '../rule';
import type { Verdict } from '../verdict';
import { networkLookups } from './network-lookups';
import { switchSpans } from './switch-spans';

/** A lookup by name alone is a warning: it works for as long as no other network takes the name. */
export const networks: Rule = {
  id: 'CFG-006',
  title: 'Networks reach every host',
  decides:
    'A network that is looked up by name names its switch, or that it is on none, and the distributed switch of a VM spans every host of its cluster that the VM may run on.',
  why: 'Networks on two switches may have one name, and a lookup then fails or takes either. A VM can neither start on nor move to a host that its switch does not reach, which shows when HA needs that host.',
  severity: 'error',
  evidence: 'The lookup and its name, or the switch, the cluster, the hosts that it does not reach and the VMs that need them.',
  sources: [
    'https://registry.terraform.io/providers/vmware/vsphere/2.15.0/docs/data-sources/network',
    'https://github.com/vmware/terraform-provider-vsphere/blob/v2.16.1/vsphere/internal/helper/network/network_helper.go',
    'https://github.com/hashicorp/terraform-provider-vsphere/issues/1737',
  ],
  *check(estate: Estate): Iterable<Verdict> {
    yield* networkLookups(estate);
    yield* switchSpans(estate);
  },
};
