import type { ComputeClusterConfig } from '@cdktf/provider-vsphere/lib/compute-cluster';
import type { ITerraformDependable } from 'cdktf';
import type { IConstruct } from 'constructs';
import { checkDistinct, checkProps, checkText, got, ifGiven } from '../../check';
import { ConstructError } from '../../construct-error';
import { HOST, VMKERNEL_ADAPTER } from '../../kind';
import { after } from '../after';
import { checkKindHere, checkKindsHere } from '../connection';
import type { IEsxiHost } from '../host/esxi-host';
import { type IVmkernelAdapter, VmkernelAdapter } from '../network/vmkernel-adapter';

/** A witness decides who goes on when two sites, or two hosts, lose each other. */
export interface WitnessProps {
  /** A host at a third place, mostly a witness appliance: not one of the cluster. */
  readonly witness: IEsxiHost;

  /**
   * The vSAN adapters of the hosts and of the witness, as far as they are made here: vCenter takes the witness in once vSAN reaches it
   * (https://docs.vmware.com/en/VMware-vSphere/6.7/com.vmware.vsphere.vsan-planning.doc/GUID-AD174CD5-831A-4B47-B619-EF5C810D0FDC.html),
   * and so the cluster comes after them.
   * @default - they are there
   */
  readonly adapters?: Iterable<IVmkernelAdapter>;
}

/** A vSAN of two sites. Each holds a whole copy of what its policy mirrors. */
export interface StretchedSites extends WitnessProps {
  /** The hosts of the site that goes on when only the link between the sites fails. */
  readonly preferred: Iterable<IEsxiHost>;

  /** All the other hosts. */
  readonly secondary: Iterable<IEsxiHost>;

  /** @default 'Preferred' */
  readonly preferredName?: string;

  /** @default 'Secondary' */
  readonly secondaryName?: string;
}

/** A vSAN of two hosts, each of which holds a copy. */
export type TwoNodeSite = WitnessProps;

/** Which hosts fail together. At most one of the three. */
export interface VsanTopologyProps {
  /**
   * Hosts that fail together, by a name for them, or `racks`: those of one rack, as each host says. A host in none of them fails alone.
   * @default - each host fails alone
   */
  readonly faultDomains?: 'racks' | Readonly<Record<string, Iterable<IEsxiHost>>>;

  /**
   * Two sites and a witness.
   * @default - one site
   */
  readonly stretched?: StretchedSites;

  /**
   * Two hosts and a witness.
   * @default - no witness
   */
  readonly twoNode?: TwoNodeSite;
}

/** As the cluster takes it; undefined where each host fails alone. */
export function topologyOf(
  cluster: IConstruct,
  hosts: readonly IEsxiHost[],
  { faultDomains, stretched, twoNode }: VsanTopologyProps,
): Partial<ComputeClusterConfig> | undefined {
  const given = Object.entries({ faultDomains, stretched, twoNode }).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  if (given.length > 1) {
    throw new ConstructError(cluster, `vSAN takes one of faultDomains, stretched and twoNode, got ${given.join(' and ')}; leave out all but one`);
  }
  if (faultDomains !== undefined)
    return faultDomainsOf(cluster, hosts, faultDomains === 'racks' ? byRack(cluster, hosts) : byName(cluster, faultDomains));
  if (stretched !== undefined) return stretchedOf(cluster, hosts, stretched);
  if (twoNode !== undefined) return twoNodeOf(cluster, hosts, twoNode);
  return undefined;
}

function byRack(cluster: IConstruct, hosts: readonly IEsxiHost[]): Map<string, IEsxiHost[]> {
  const racks = new Map<string, IEsxiHost[]>();
  for (const host of hosts) {
    if (host.rack === undefined) {
      throw new ConstructError(
        cluster,
        `fault domains by racks take a rack of every host, and "${host.hostname}" (${host.node.path}) has none; give it one, or name the hosts of each fault domain`,
      );
    }
    racks.set(host.rack, [...(racks.get(host.rack) ?? []), host]);
  }
  return racks;
}

function byName(cluster: IConstruct, domains: Readonly<Record<string, Iterable<IEsxiHost>>>): Map<string, IEsxiHost[]> {
  if (typeof domains !== 'object' || domains === null) {
    throw new ConstructError(cluster, `faultDomains must be 'racks' or hosts by the name of their fault domain, got ${got(domains)}`);
  }
  return new Map(
    Object.entries(domains).map(([name, members]) => {
      const list = checkKindsHere(cluster, `fault domain "${checkText(cluster, 'name of a fault domain', name)}"`, members, HOST);
      if (list.length === 0) throw new ConstructError(cluster, `fault domain "${name}" has no host; leave it out`);
      return [name, list];
    }),
  );
}

function faultDomainsOf(
  cluster: IConstruct,
  hosts: readonly IEsxiHost[],
  domains: ReadonlyMap<string, readonly IEsxiHost[]>,
): Partial<ComputeClusterConfig> {
  checkMembers(cluster, hosts, new Map([...domains].map(([name, members]) => [`fault domain "${name}"`, members])));
  const grouped = [...domains.values()].reduce((sum, members) => sum + members.length, 0);
  if (domains.size + hosts.length - grouped < 2) {
    throw new ConstructError(
      cluster,
      `vSAN takes at least two fault domains, got ${domains.size === 0 ? 'none' : `every host in "${[...domains.keys()][0]}"`}; leave out faultDomains where hosts fail alone`,
    );
  }
  return { vsanFaultDomains: [{ faultDomain: [...domains].map(([name, members]) => ({ name, hostIds: idsOf(members) })) }] };
}

function stretchedOf(cluster: IConstruct, hosts: readonly IEsxiHost[], sites: StretchedSites): Partial<ComputeClusterConfig> {
  checkProps(cluster, 'stretched', sites, ['preferred', 'secondary', 'witness']);
  const preferred = checkKindsHere(cluster, 'preferred', sites.preferred, HOST);
  const secondary = checkKindsHere(cluster, 'secondary', sites.secondary, HOST);
  checkMembers(
    cluster,
    hosts,
    new Map([
      ['the preferred site', preferred],
      ['the secondary site', secondary],
    ]),
  );
  const empty = preferred.length === 0 ? 'preferred' : secondary.length === 0 ? 'secondary' : undefined;
  if (empty !== undefined) throw new ConstructError(cluster, `the ${empty} site of a stretched cluster needs at least one host, got none`);
  const homeless = hosts.find((host) => !preferred.includes(host) && !secondary.includes(host));
  if (homeless !== undefined) {
    throw new ConstructError(
      cluster,
      `every host of a stretched cluster is at one of the two sites, and "${homeless.hostname}" (${homeless.node.path}) is at neither; add it to preferred or secondary`,
    );
  }
  const { preferredName = 'Preferred', secondaryName = 'Secondary' } = sites;
  checkDistinct(cluster, 'names of the two sites', [preferredName, secondaryName]);
  return {
    vsanStretchedCluster: {
      preferredFaultDomainHostIds: idsOf(preferred),
      secondaryFaultDomainHostIds: idsOf(secondary),
      witnessNode: witnessOf(cluster, hosts, sites.witness),
      preferredFaultDomainName: ifGiven(sites.preferredName, (name) => checkText(cluster, 'preferredName', name)),
      secondaryFaultDomainName: ifGiven(sites.secondaryName, (name) => checkText(cluster, 'secondaryName', name)),
    },
  };
}

/** vSAN knows it as a stretched cluster of one host a site. */
function twoNodeOf(cluster: IConstruct, hosts: readonly IEsxiHost[], site: TwoNodeSite): Partial<ComputeClusterConfig> {
  checkProps(cluster, 'twoNode', site, ['witness']);
  const [first, second, ...more] = hosts;
  if (first === undefined || second === undefined || more.length > 0) {
    throw new ConstructError(cluster, `twoNode is for a cluster of two hosts, and this one has ${hosts.length}; give two, or leave out twoNode`);
  }
  return {
    vsanStretchedCluster: {
      preferredFaultDomainHostIds: [first.hostId],
      secondaryFaultDomainHostIds: [second.hostId],
      witnessNode: witnessOf(cluster, hosts, site.witness),
    },
  };
}

/** What the cluster comes after. */
export function adaptersToAwait(cluster: IConstruct, { stretched, twoNode }: VsanTopologyProps): ITerraformDependable[] {
  const adapters = ifGiven((stretched ?? twoNode)?.adapters, (given) => checkKindsHere(cluster, 'adapters', given, VMKERNEL_ADAPTER));
  const owned = (adapters ?? []).filter(VmkernelAdapter.isVmkernelAdapter);
  return after(
    cluster,
    owned.map((adapter) => adapter.resource),
  );
}

function witnessOf(cluster: IConstruct, hosts: readonly IEsxiHost[], witness: IEsxiHost): string {
  const { hostId, hostname, node } = checkKindHere(cluster, 'witness', witness, HOST);
  if (hosts.every((host) => host.hostname !== hostname)) return hostId;
  throw new ConstructError(
    cluster,
    `the witness decides between the hosts of the cluster, so "${hostname}" (${node.path}) cannot be one of them; take a host elsewhere`,
  );
}

/** Each a host of the cluster, and none in two. */
function checkMembers(cluster: IConstruct, hosts: readonly IEsxiHost[], groups: ReadonlyMap<string, readonly IEsxiHost[]>): void {
  const groupOf = new Map<IEsxiHost, string>();
  for (const [group, members] of groups) {
    for (const host of members) {
      const [name, earlier] = [`"${host.hostname}" (${host.node.path})`, groupOf.get(host)];
      if (!hosts.includes(host))
        throw new ConstructError(cluster, `${group} takes hosts of the cluster, got ${name}; take it from the cluster's hosts`);
      if (earlier !== undefined) {
        const where = earlier === group ? `stands twice in ${group}` : `is in ${earlier} and in ${group}`;
        throw new ConstructError(cluster, `host ${name} ${where}; leave it in one`);
      }
      groupOf.set(host, group);
    }
  }
}

function idsOf(hosts: readonly IEsxiHost[]): string[] {
  return hosts.map((host) => host.hostId);
}
