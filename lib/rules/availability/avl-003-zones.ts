import type { EsxiHost, Estate, KubernetesCluster, NodePool, Premise } from '../../estate';
import type { Gap } from '../isolation/host-rules';
import type { Rule } from '../rule';
import type { Subject, Verdict } from '../verdict';
import { count, quoted, quotedName } from '../wording';
import { hostText } from './node-homes';
import { isHidden, zoneClaims, type ZoneClaim } from './zone-claims';

/**
 * A label that names a rack is true wherever mandatory rules let the VM of the node run: a preferential rule is given up when hosts are short,
 * which is when the label matters. A zone that is the name of no rack has no rack in common with another one; that it has is a warning, since
 * what a zone is to withstand is the user's to say.
 */
export const zones: Rule = {
  id: 'AVL-003',
  title: 'Zones of nodes are where they say',
  decides:
    'Wherever mandatory rules let the VM of a node run, its host stands in the rack that a label of the node names, and no two zones share a rack.',
  why: 'Pods that are spread over zones die together where the zones are names only, and one rack holds nodes of two.',
  severity: 'error',
  evidence: 'The node, its label, and a host in another rack that its VM may run on.',
  sources: [
    'https://kubernetes.io/docs/reference/labels-annotations-taints/#topologykubernetesiozone',
    'https://docs.vmware.com/en/VMware-vSphere/8.0/vsphere-resource-management/GUID-793013E2-0976-43B7-9A00-340FA76859D0.html',
    'https://github.com/kubernetes-sigs/cluster-api-provider-vsphere/issues/1637',
  ],
  *check(estate: Estate): Iterable<Verdict> {
    const { kubernetesClusters, nodePools } = estate.kubernetes;
    const claims = zoneClaims(estate, nodePools);
    for (const pool of nodePools) {
      const own = claims.filter((claim) => claim.pool === pool && claim.of === 'rack');
      if (own.length > 0) yield decidePool(estate, pool, own);
    }
    for (const cluster of kubernetesClusters) {
      const its = claims.filter((claim) => claim.pool.cluster === cluster.id);
      const keys = new Set(its.flatMap(({ of, key }) => (of === 'zone' ? [key] : [])));
      // Where some zones are no racks, one that is a rack must not be theirs either.
      const own = its.filter(({ key }) => keys.has(key));
      if (new Set(own.map(({ value }) => value)).size > 1) yield decideCluster(estate, cluster, own);
    }
  },
};

const SHOWN = 3;

function decidePool(estate: Estate, pool: NodePool, claims: readonly ZoneClaim[]): Verdict {
  const judged = { subject: subjectOf(pool), premises: premisesOf(estate, claims) };
  const wrong = claims.flatMap((claim) => {
    const elsewhere = isHidden(claim.value) ? undefined : claim.racks?.surely.find(({ rack }) => rack !== claim.value);
    return elsewhere ? [{ claim, elsewhere }] : [];
  });
  const nodes = new Set(wrong.map(({ claim }) => claim.node.name)).size;
  if (wrong.length > 0) {
    return {
      ...judged,
      verdict: 'refuted',
      key: 'rack',
      message: `${count(nodes, 'node')} of pool ${quotedName(pool)} may run in another rack than ${nodes === 1 ? 'its label says' : 'their labels say'}`,
      witness: [
        ...wrong.slice(0, SHOWN).map(({ claim, elsewhere }) => ({ label: 'node', text: claimText(claim, elsewhere) })),
        ...(wrong.length > SHOWN ? [{ label: 'and', text: `${wrong.length - SHOWN} more like it` }] : []),
        { label: 'allowed by', text: 'no mandatory VM-host rule keeps it off that host' },
      ],
      remedies: [{ text: 'a mandatory VM-host rule, switched on, that holds each of these VMs on the hosts of its rack' }],
    };
  }
  const gap = claims.map(gapOf).find((each) => each !== undefined);
  if (!gap) return { ...judged, verdict: 'proved' };
  return { ...judged, verdict: 'undecided', message: `whether the nodes of pool ${quotedName(pool)} are in the racks that their labels say`, ...gap };
}

/** Zones that are no racks: each rack is of one. */
function decideCluster(estate: Estate, cluster: KubernetesCluster, claims: readonly ZoneClaim[]): Verdict {
  const judged = { subject: subjectOf(cluster), premises: premisesOf(estate, claims) };
  const shared = sharedRack(claims);
  if (shared) {
    const [one, other] = shared;
    return {
      ...judged,
      verdict: 'refuted',
      severity: 'warning',
      key: 'zones',
      message: `zones ${quoted(one.claim.value)} and ${quoted(other.claim.value)} of cluster ${quotedName(cluster)} may share rack ${quoted(one.host.rack!)}`,
      witness: [
        ...shared.map(({ claim, host }) => ({ label: 'node', text: claimText(claim, host) })),
        { label: 'allowed by', text: 'no mandatory VM-host rule keeps them to racks of their own' },
      ],
      remedies: [{ text: 'a mandatory VM-host rule for the nodes of each zone, to the hosts of racks that no other zone has' }],
    };
  }
  const gap = claims.map((claim) => missingOf(claim) ?? claim.racks!.gap).find((each) => each !== undefined) ?? contestedOf(claims);
  if (!gap) return { ...judged, verdict: 'proved' };
  return { ...judged, verdict: 'undecided', message: `whether the zones of cluster ${quotedName(cluster)} have racks of their own`, ...gap };
}

interface InRack {
  readonly claim: ZoneClaim;
  readonly host: EsxiHost;
}

/** Two nodes of different zones of one label that may be in one rack for certain. */
function sharedRack(claims: readonly ZoneClaim[]): readonly [InRack, InRack] | undefined {
  const first = new Map<string, InRack>();
  for (const claim of claims) {
    for (const host of claim.racks?.surely ?? []) {
      const place = JSON.stringify([claim.key, host.rack]);
      const other = first.get(place);
      if (!other) first.set(place, { claim, host });
      else if (other.claim.value !== claim.value) return [other, { claim, host }];
    }
  }
  return undefined;
}

/** A rack that nodes of two zones may be in, as far as anybody knows. */
function contestedOf(claims: readonly ZoneClaim[]): Gap | undefined {
  const zoneOf = new Map<string, string>();
  for (const { key, value, racks } of claims) {
    for (const rack of racks!.possibly ?? []) {
      const place = JSON.stringify([key, rack]);
      const zone = zoneOf.get(place) ?? value;
      zoneOf.set(place, zone);
      if (zone !== value) {
        return {
          reason: `nodes of zones ${quoted(zone)} and ${quoted(value)} may both be in rack ${quoted(rack)}, as far as the rules that hold them are known`,
          decidedBy: 'rules and groups with literal settings, and DRS that is fully automated',
        };
      }
    }
  }
  return undefined;
}

function gapOf(claim: ZoneClaim): Gap | undefined {
  const missing = missingOf(claim);
  if (missing) return missing;
  const { possibly, gap } = claim.racks!;
  if (gap) return { ...gap, reason: `of node ${quoted(claim.node.name)}, ${gap.reason}` };
  const other = [...possibly!].find((rack) => rack !== claim.value);
  if (other === undefined) return undefined;
  return {
    reason: `whether a rule keeps node ${quoted(claim.node.name)}, labelled ${quoted(claim.value)}, out of rack ${quoted(other)} is not known for certain`,
    decidedBy: 'rules and groups with literal settings, and DRS that is fully automated',
  };
}

/** A label with a token, or a node that nobody rendered. */
function missingOf({ node, key, value, machine }: ZoneClaim): Gap | undefined {
  if (isHidden(value)) {
    return { reason: `label ${quoted(key)} of node ${quoted(node.name)} is a token`, decidedBy: 'a literal label' };
  }
  if (machine) return undefined;
  return { reason: `which VM node ${quoted(node.name)} runs on is not known`, decidedBy: 'the VM of each node, which the app makes or looks up' };
}

function claimText({ node, key, value, machine }: ZoneClaim, host: EsxiHost): string {
  return `${quoted(node.name)} has ${quoted(key)} ${quoted(value)}, and VM ${quotedName(machine!)} may run on ${hostText(host)}`;
}

function premisesOf(estate: Estate, claims: readonly ZoneClaim[]): Premise[] {
  const ids = new Set(claims.flatMap(({ pool }) => [`node-labels:${pool.id}`, `node-names:${pool.id}`]));
  const all = [...claims.flatMap(({ racks }) => racks?.premises ?? []), ...estate.premises.filter(({ id }) => ids.has(id))];
  return [...new Map(all.map((premise) => [`${premise.id}\0${premise.statement}`, premise])).values()];
}

function subjectOf({ path }: { readonly path?: string }): Subject {
  return path === undefined ? {} : { path };
}
