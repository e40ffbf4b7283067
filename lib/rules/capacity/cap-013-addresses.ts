import type { Estate, Segment } from '../../estate';
import type { Rule } from '../rule';
import type { Verdict } from '../verdict';
import { blockAddresses } from './block-addresses';
import { clusterAddresses } from './cluster-addresses';
import { poolAddresses } from './pool-addresses';
import { segmentAddresses, sharedAddresses } from './segment-addresses';
import { vpcAddresses } from './vpc-addresses';

/** Addresses of NSX: segments with the VMs that may be on them, IP pools, blocks and VPCs; ranges of Kubernetes clusters. */
export const addresses: Rule = {
  id: 'CAP-013',
  title: 'There are addresses for all',
  decides:
    'Each segment has an address for every VM that may be on it, nodes that an autoscaler or a surge adds included; its DHCP ranges and those of IP pools lie where they should; blocks and VPCs hold the subnets that are taken of them; and the ranges of a Kubernetes cluster have one for each node, pod and service.',
  why: 'A VM without an address starts and answers nobody; NSX refuses a range that is out of place, and fails to make the subnet that no longer fits, in the middle of an apply.',
  severity: 'error',
  evidence: 'The range with what is wrong about it, or how many addresses are needed and how many there are.',
  sources: [
    'https://developer.broadcom.com/xapis/nsx-t-data-center-rest-api/latest/',
    'https://docs.vmware.com/en/VMware-NSX/4.1/administration/GUID-9CB2FE07-2E48-41E9-9BDA-BBAAA57D18B0.html',
    'https://registry.terraform.io/providers/vmware/nsxt/3.12.0/docs/resources/policy_ip_pool_block_subnet',
    'https://datatracker.ietf.org/doc/html/rfc3021',
    'https://kubernetes.io/docs/reference/command-line-tools-reference/kube-controller-manager/',
  ],
  *check(estate: Estate): Iterable<Verdict> {
    const shared: Segment[] = [];
    for (const segment of estate.nsx.segments) yield* segmentAddresses(estate, segment, shared);
    yield* sharedAddresses(shared);
    for (const pool of estate.nsx.ipPools) yield* poolAddresses(pool);
    for (const block of estate.nsx.ipBlocks) yield* blockAddresses(estate, block);
    for (const vpc of estate.nsx.vpcs) yield* vpcAddresses(estate, vpc);
    for (const cluster of estate.kubernetes.kubernetesClusters) yield* clusterAddresses(estate, cluster);
  },
};
