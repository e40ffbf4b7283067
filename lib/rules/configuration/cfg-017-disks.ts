import { indexOf, isUnknown, type Estate, type EstateObject, type Unknown, type Value } from '../../estate';
import type { Rule } from '../rule';
import { subjectOf } from '../subjects';
import type { Verdict } from '../verdict';
import { knownOnlyTo, listedNames, quoted, quotedName } from '../wording';

/** Disks by their canonical names: one that the disk carries itself is the same on every host, any other is one of its host. */
export const disks: Rule = {
  id: 'CFG-017',
  title: 'A disk is in one datastore',
  decides: 'No disk is given to two VMFS datastores, or to one and to vSAN.',
  why: 'The second to claim a disk fails halfway through the apply: a disk that holds a datastore is no longer free.',
  severity: 'error',
  evidence: 'The disk and the two that claim it.',
  sources: [
    'https://registry.terraform.io/providers/vmware/vsphere/2.15.0/docs/resources/vmfs_datastore',
    'https://vdc-download.vmware.com/vmwb-repository/dcr-public/c9e49fd1-322b-4c80-97ce-9c2a4f51d5ea/f5135739-7dca-4c6b-bc4e-c926b3d11ae8/GUID-0B761BFA-3614-4C7D-9D08-C1215B49665D.html',
  ],
  *check(estate: Estate): Iterable<Verdict> {
    const claims = [...claimsOf(estate)];
    const first = new Map<string, Claim>();
    const told = new Set<EstateObject>();
    const faulty = new Set<EstateObject>();
    for (const claim of claims) {
      const other = first.get(claim.key);
      if (!other) first.set(claim.key, claim);
      else if (other.by !== claim.by && !told.has(claim.by)) {
        told.add(claim.by);
        faulty.add(other.by).add(claim.by);
        yield refuted(other, claim);
      }
    }
    const owners = [...new Set(claims.map(({ by }) => by))];
    const open = owners.filter((by) => !faulty.has(by) && claims.some((claim) => claim.by === by && claim.unknown));
    // A disk that nobody knows may be any of another owner's.
    if (owners.length > 1 && open.length > 0) yield undecided(open, claims.find(({ by, unknown }) => by === open[0] && unknown)!.unknown!);
    else for (const by of owners) if (!faulty.has(by)) yield { verdict: 'proved', subject: subjectOf(by) };
  },
};

interface Claim {
  readonly by: EstateObject;
  /** What the user wrote. */
  readonly disk: string;
  /** The same for what is surely the same disk, and for nothing else. */
  readonly key: string;
  readonly unknown?: Unknown;
}

/** Names that a disk carries itself. */
const WORLDWIDE = /^(naa|eui|uuid)\./i;

function* claimsOf(estate: Estate): Iterable<Claim> {
  for (const datastore of estate.vsphere.datastores) {
    const entry = indexOf(estate).entryOf(datastore);
    if (entry?.type !== 'vsphere_vmfs_datastore' || datastore.instances.high === 0) continue;
    const { disks: list, host_system_id: named } = entry.values;
    // A host has one id in the estate, whichever stack looks it up.
    const host = datastore.hosts.ids[0] ?? named ?? null;
    for (const disk of Array.isArray(list) ? (list as Value[]) : [list ?? null]) yield* claim(datastore, disk, host);
  }
  for (const cluster of estate.vsphere.clusters) {
    if (cluster.origin !== 'owned') continue;
    const { items, unknown: hidden } = cluster.vsan.diskGroups;
    for (const { cache, storage } of items) for (const disk of [cache, ...storage]) yield* claim(cluster, disk, cluster.id);
    if (hidden && hidden.$unknown.reason !== 'provider-default') yield* claim(cluster, hidden, cluster.id);
  }
}

function* claim(by: EstateObject, disk: Value, host: Value): Iterable<Claim> {
  if (disk === null) return;
  // One token is one disk within an apply, whichever it is.
  if (isUnknown(disk)) yield { by, disk: disk.$unknown.expression, key: JSON.stringify([by.addresses[0]?.stack, disk]), unknown: disk };
  else if (typeof disk === 'string') yield { by, disk, key: WORLDWIDE.test(disk) ? disk.toLowerCase() : JSON.stringify([host, disk]) };
  else yield { by, disk: 'another object', key: JSON.stringify(disk) };
}

function refuted(one: Claim, other: Claim): Verdict {
  return {
    verdict: 'refuted',
    subject: subjectOf(other.by, 'disks'),
    key: `${one.by.id}:${other.disk}`,
    message: `${quotedName(one.by)} and ${quotedName(other.by)} claim one disk`,
    witness: [
      { label: 'disk', text: quoted(other.disk) },
      { label: 'claimed by', text: [one, other].map(({ by }) => quoted(by.path ?? by.id)).join(' and ') },
    ],
    remedies: [{ text: 'the disk in one of the two' }],
  };
}

function undecided(open: readonly EstateObject[], unknown: Unknown): Verdict {
  return {
    verdict: 'undecided',
    subject: subjectOf(open[0]!, 'disks'),
    key: 'open',
    message: `whether the disks of ${listedNames(open)} are in no other datastore`,
    reason: `which disks they are is ${knownOnlyTo(unknown)}`,
    decidedBy: 'literal names of the disks',
  };
}
