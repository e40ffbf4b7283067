import {
  formatImageReference,
  parseImageReference,
  type Container,
  type Estate,
  type ImageReference,
  type LockedImage,
  type Workload,
} from '../../estate';
import type { Rule } from '../rule';
import type { Refuted, Subject, Undecided, Verdict } from '../verdict';
import { listed, quoted } from '../wording';
import { BuiltFor } from './cfg-013-built-for';
import { ImageLocks, lockPremise } from './cfg-013-locks';
import { landingOf } from './cfg-013-platforms';
import { summaries, type UnlockedImage } from './cfg-013-summary';

/** Images are pinned, and run on the nodes they may land on. Whether a pod has a node at all is CAP-007's question, its runtime WSM-005's. */
export const images: Rule = {
  id: 'CFG-013',
  title: 'Images are pinned and built for their nodes',
  decides:
    'Every image of a workload is named by its digest, and is built for the architecture of each node that its pods may land on; WebAssembly goes to a runtime for it.',
  why: 'A tag may mean another image tomorrow, on one node of several. An image for another architecture is not pulled, or ends with `exec format error`, on the day that the scheduler first puts it there.',
  severity: 'warning',
  evidence: 'The image, its platforms as the lock file has them, and the pool that it does not run on.',
  sources: [
    'https://kubernetes.io/docs/concepts/containers/images/#image-names',
    'https://github.com/opencontainers/image-spec/blob/v1.1.0/image-index.md',
    'https://github.com/containerd/platforms/blob/v1.0.0-rc.1/compare.go',
  ],
  *check(estate: Estate): Iterable<Verdict> {
    const locks = new ImageLocks(estate);
    const unlocked: UnlockedImage[] = [];
    for (const workload of estate.kubernetes.workloads) yield* inWorkload(estate, locks, workload, unlocked);
    yield* summaries(estate, unlocked);
  },
};

const LISTS = ['initContainers', 'containers', 'ephemeralContainers'] as const;
type List = (typeof LISTS)[number];
const UNSEEN = /^spec(\.(c|initC|ephemeralC)ontainers(\.\d+)?)?$/;

function* inWorkload(estate: Estate, locks: ImageLocks, workload: Workload, unlocked: UnlockedImage[]): Iterable<Verdict> {
  const landing = landingOf(estate, workload);
  const used = new Set<LockedImage>();
  let isClean = true;
  const hidden = (workload.pod.unread ?? []).find((path) => UNSEEN.test(path));
  if (hidden !== undefined) {
    isClean = false;
    yield open(
      workload,
      hidden,
      'containers',
      `which images ${told(workload)} runs`,
      `${quoted(hidden)} of its pods is not what the API has there`,
      'a list of containers',
    );
  }
  const mounted = (workload.pod.spec.volumes ?? []).find(({ source }) => source === 'image');
  if (mounted) {
    isClean = false;
    const what = `which image volume ${quoted(mounted.name)} of ${told(workload)} is`;
    yield open(
      workload,
      `spec.volumes[${mounted.name}].image`,
      `volume:${mounted.name}`,
      what,
      'images that are mounted as volumes are not read',
      'a later version',
    );
  }
  for (const list of LISTS) {
    for (const container of workload.pod.spec[list] ?? []) {
      const place: Place = { workload, list, container };
      const reference = referenceOf(place);
      if ('verdict' in reference) {
        isClean = false;
        yield reference;
        continue;
      }
      if (reference.digest !== undefined && locks.isWebAssembly(reference.digest)) continue;
      const tagged = reference.digest === undefined ? locks.tagged(reference) : [];
      if (reference.digest === undefined && tagged.length > 0) {
        isClean = false;
        yield notPinned(place, reference, tagged);
      }
      const known = reference.digest !== undefined ? locks.at(reference.digest) : tagged.length === 1 ? locks.at(tagged[0]!.digest) : undefined;
      if (known === undefined && tagged.length > 1) continue;
      if (known === undefined || known.platforms.length === 0) {
        isClean = false;
        unlocked.push({ workload, container: container.name, image: container.image!, pinned: reference.digest !== undefined || tagged.length > 0 });
        continue;
      }
      used.add(known.entry);
      const fault = new BuiltFor(estate, landing, place, subjectIn(place), known).decide();
      if (fault === undefined) continue;
      isClean = false;
      yield fault;
    }
  }
  if (isClean) {
    const premises = [...used].map(lockPremise);
    const own = new Map([...premises, ...BuiltFor.premises(estate, workload, landing)].map((premise) => [premise.id, premise]));
    yield { verdict: 'proved', subject: subjectOfWorkload(workload), premises: [...own.values()] };
  }
}

/** A container of a workload. */
export interface Place {
  readonly workload: Workload;
  readonly list: List;
  readonly container: Container;
}

/** The reference of a container, or why nothing can be said of it. */
function referenceOf(place: Place): ImageReference | Refuted | Undecided {
  const { workload, container } = place;
  const { image } = container;
  const attribute = attributeOf(place);
  if (image === undefined) {
    return open(
      workload,
      attribute,
      container.name,
      `which image container ${quoted(container.name)} of ${told(workload)} runs`,
      'it names none that is a text',
      'an `image`',
    );
  }
  if (image.includes('TfToken[') || image.includes('${')) {
    const reason = 'a Terraform value stands in its reference, which nothing replaces in the cluster';
    return open(
      workload,
      attribute,
      container.name,
      `which image container ${quoted(container.name)} of ${told(workload)} runs`,
      reason,
      'a reference that is known at synthesis',
    );
  }
  const parsed = parseImageReference(image);
  if (typeof parsed !== 'string') return parsed;
  return {
    verdict: 'refuted',
    subject: subjectIn(place),
    key: `reference:${place.list}.${container.name}`,
    message: `the image of container ${quoted(container.name)} of ${told(workload)} is no reference of one`,
    witness: [
      { label: 'image', text: quoted(image) },
      { label: 'fault', text: parsed },
    ],
    remedies: [{ text: 'a reference such as `registry.example.com/web:1.4@sha256:…`' }],
  };
}

function notPinned(place: Place, reference: ImageReference, entries: readonly LockedImage[]): Refuted {
  const { workload, list, container } = place;
  const [entry] = entries;
  const pinned = formatImageReference({ ...reference, digest: entry!.digest });
  const isOne = entries.length === 1;
  return {
    verdict: 'refuted',
    subject: subjectIn(place),
    premises: entries.map(lockPremise),
    key: `pin:${list}.${container.name}`,
    message: `the image of container ${quoted(container.name)} of ${told(workload)} is not pinned by its digest`,
    witness: [
      { label: 'image', text: quoted(container.image!) },
      ...entries.map(({ file, digest }) => ({ label: 'lock', text: `${quoted(file)} has it as ${digest}` })),
    ],
    remedies: [
      isOne
        ? { text: `${quoted(pinned)}, which \`image(...)\` of the \`ImageLock\` gives`, mend: withImage(place, pinned) }
        : { text: `one digest in ${listed(entries.map(({ file }) => quoted(file)))}, which disagree, and then that digest in the manifest` },
    ],
  };
}

/** The estate with another image in a container. */
function withImage({ workload, list, container }: Place, image: string): (estate: Estate) => Estate {
  const change = (each: Workload): Workload => {
    const { spec } = each.pod;
    const containers = (spec[list] ?? []).map((one) => (one.name === container.name ? { ...one, image } : one));
    return { ...each, pod: { ...each.pod, spec: { ...spec, [list]: containers } } };
  };
  return (estate) => ({
    ...estate,
    kubernetes: { ...estate.kubernetes, workloads: estate.kubernetes.workloads.map((each) => (each.id === workload.id ? change(each) : each)) },
  });
}

function open(workload: Workload, attribute: string, key: string, message: string, reason: string, decidedBy: string): Undecided {
  const subject = { ...subjectOfWorkload(workload), attribute };
  return { verdict: 'undecided', subject, key: `image:${key}`, message, reason, decidedBy };
}

function subjectIn(place: Place): Subject {
  return { ...subjectOfWorkload(place.workload), attribute: attributeOf(place) };
}

function subjectOfWorkload({ namespace, name, kind, path }: Workload): Subject {
  return { object: `${namespace}/${String(name)}[${kind}]`, ...(path !== undefined && { path }) };
}

function attributeOf({ list, container }: Place): string {
  return `spec.${list}[${container.name}].image`;
}

function told({ namespace, name }: Workload): string {
  return quoted(`${namespace}/${String(name)}`);
}
