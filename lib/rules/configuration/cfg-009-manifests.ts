import type { Estate, KubernetesCluster, ManifestObject, Premise } from '../../estate';
import { NEWEST_MINOR, OLDEST_MINOR } from '../../proofs/kubernetes-api';
import { addTo } from '../../units/multimap';
import type { Rule } from '../rule';
import type { Subject, Verdict } from '../verdict';
import { listed, quoted, quotedName } from '../wording';
import { answerOf, type Answer, type Server } from './api-answers';
import { CustomResources, fieldsOf, objectsOf, type ListedObject } from './custom-resources';
import { faultVerdict, manifestFiles } from './manifest-faults';
import { manifestSubject } from './secret-manifests';

/**
 * What is written down for a cluster, its API server takes: no Terraform value is left in it, every field is of its type, and the version has
 * the API. A kind that is none of Kubernetes itself takes a CustomResourceDefinition among the manifests of the same cluster, or an add-on
 * of which nobody sees the inside.
 */
export const manifests: Rule = {
  id: 'CFG-009',
  title: 'Manifests are whole and their APIs there',
  decides: 'No Terraform value stands in a manifest, every field is of its type, and no object needs an API that its cluster lacks.',
  why: 'A manifest is applied by another tool than Terraform: what it leaves open stays open, and an API that is gone is refused on the day of the upgrade.',
  severity: 'error',
  evidence: 'The object, the field or the API, and what the version of the cluster has instead.',
  sources: [
    'https://kubernetes.io/docs/reference/using-api/deprecation-guide/',
    'https://kubernetes.io/docs/reference/using-api/deprecation-policy/',
  ],
  *check(estate: Estate): Iterable<Verdict> {
    const files = manifestFiles(estate);
    for (const fault of estate.faults) {
      const verdict = files.has(fault.file) ? faultVerdict(estate, fault) : undefined;
      if (verdict) yield verdict;
    }
    const faulty = new Set(estate.faults.map(({ file, path }) => `${file} ${path ?? ''}`));
    const isWhole = ({ file, path }: ManifestObject) => !faulty.has(`${file} ${path ?? ''}`) && !faulty.has(`${file} `);
    const { kubernetesClusters } = estate.kubernetes;
    for (const cluster of kubernetesClusters) yield* inCluster(estate, cluster, isWhole);
    const known = new Set(kubernetesClusters.map(({ id }) => id));
    yield* inNone(
      estate.manifests.filter(({ cluster }) => cluster === undefined || !known.has(cluster)),
      isWhole,
    );
  },
};

type Test = (manifest: ManifestObject) => boolean;

function* inCluster(estate: Estate, cluster: KubernetesCluster, isWhole: Test): Iterable<Verdict> {
  const own = estate.manifests.filter((manifest) => manifest.cluster === cluster.id);
  const minor = minorOf(cluster.version);
  if (minor === undefined) {
    if (own.length > 0) yield unlisted(cluster);
    return;
  }
  const objects = own.map((manifest) => ({ manifest, listed: objectsOf(manifest) }));
  const custom = new CustomResources(objects.flatMap((each) => each.listed));
  const brought = Object.fromEntries(cluster.addOns.flatMap(({ apis }) => apis.map((api) => [api, true])));
  const server: Server = { minor, switches: { ...brought, ...cluster.featureGates }, path: cluster.id, custom };
  const version = estate.premises.filter(({ id }) => id === `kubernetes-version:${cluster.id}`);
  const open = new Map<string, ListedObject[]>();
  for (const { manifest, listed: parts } of objects) {
    const answers = parts.map((object) => ({ object, answer: answerOf(server, object.apiVersion, object.kind) }));
    for (const { object, answer } of answers) {
      const key = `${object.apiVersion} ${object.kind}`;
      if (answer.is === 'open') addTo(open, key, object);
      if (answer.is === 'refused') yield { ...refusal(object, answer), ...restsOn(version) };
    }
    const premises = [...version, ...answers.flatMap(({ answer }) => (answer.is === 'served' ? answer.premises : []))];
    const isServed = answers.every(({ answer }) => answer.is === 'served');
    if (isServed && isWhole(manifest)) yield { verdict: 'proved', subject: manifestSubject(manifest), ...restsOn(premises) };
  }
  for (const [key, those] of open) yield undecidedKind(cluster, key, those);
}

function restsOn(premises: readonly Premise[]): { readonly premises?: readonly Premise[] } {
  return premises.length > 0 ? { premises } : {};
}

type Refusal = Extract<Answer, { is: 'refused' }>;

function refusal(object: ListedObject, { fault, severity, witness, remedies }: Refusal): Verdict {
  const subject = subjectOf(object);
  return {
    verdict: 'refuted',
    ...(severity && { severity }),
    subject,
    key: `api:${object.at}:${object.apiVersion}`,
    message: `${quoted(subject.object!)} ${fault}`,
    witness,
    remedies,
  };
}

/** Nobody but the cluster knows which CustomResourceDefinitions its add-ons bring: one verdict for each kind, not for each object. */
function undecidedKind(cluster: KubernetesCluster, key: string, objects: readonly ListedObject[]): Verdict {
  const [apiVersion = '', kind = ''] = key.split(' ');
  return {
    verdict: 'undecided',
    subject: { path: cluster.id },
    key: `kind:${key}`,
    message: `whether cluster ${quotedName(cluster)} has ${quoted(apiVersion)} ${kind}`,
    reason: 'it is no kind of Kubernetes itself, and no CustomResourceDefinition among the manifests of the cluster brings it',
    decidedBy: 'the CustomResourceDefinition in a chart of the cluster',
    witness: [{ label: 'objects', text: listed(objects.map((object) => quoted(subjectOf(object).object!))) }],
  };
}

function unlisted(cluster: KubernetesCluster): Verdict {
  return {
    verdict: 'undecided',
    subject: { path: cluster.id },
    key: 'version',
    message: `whether cluster ${quotedName(cluster)} has the APIs that its manifests need`,
    reason: `nothing is known of Kubernetes ${cluster.version}: the versions that are known are 1.${OLDEST_MINOR} to 1.${NEWEST_MINOR}`,
    decidedBy: 'a version that is known, or a later version of Strata',
  };
}

const MINORS = Array.from({ length: NEWEST_MINOR - OLDEST_MINOR + 1 }, (_, i) => OLDEST_MINOR + i);

/** Objects of charts that belong to no cluster, so that the version is not known. */
function* inNone(own: readonly ManifestObject[], isWhole: Test): Iterable<Verdict> {
  const custom = new CustomResources(own.flatMap(objectsOf));
  for (const [file, objects] of byFile(own)) {
    const answers = objects.flatMap(objectsOf).map((object) => ({
      object,
      answers: MINORS.map((minor) => answerOf({ minor, switches: {}, path: file, custom }, object.apiVersion, object.kind)),
    }));
    const nowhere = answers.filter((each) => each.answers.every(isLacking));
    for (const each of nowhere) yield refusal(each.object, each.answers.filter(isLacking).at(-1)!);
    const open = answers.filter((each) => !nowhere.includes(each) && each.answers.some((answer) => answer.is === 'open' || isLacking(answer)));
    if (open.length > 0)
      yield undecidedFile(
        file,
        open.map(({ object }) => object),
      );
    else if (nowhere.length === 0 && objects.every(isWhole)) yield { verdict: 'proved', subject: { object: file } };
  }
}

function byFile(manifests: readonly ManifestObject[]): Map<string, ManifestObject[]> {
  const files = new Map<string, ManifestObject[]>();
  for (const manifest of manifests) addTo(files, manifest.file, manifest);
  return files;
}

/** Refused for good, and not only told that it is to go. */
function isLacking(answer: Answer): answer is Refusal {
  return answer.is === 'refused' && answer.severity === undefined;
}

function undecidedFile(file: string, objects: readonly ListedObject[]): Verdict {
  const kinds = [...new Set(objects.map(({ apiVersion, kind }) => `${quoted(apiVersion)} ${kind}`))];
  return {
    verdict: 'undecided',
    subject: { object: file },
    key: 'version',
    message: `whether the cluster of ${quoted(file)} has the APIs that it needs`,
    reason: `the chart belongs to no cluster, and not every version from 1.${OLDEST_MINOR} to 1.${NEWEST_MINOR} has ${listed(kinds)}`,
    decidedBy: 'a chart of a cluster: `cluster.chart(...)`',
  };
}

function subjectOf({ manifest, kind, body, at }: ListedObject): Subject & { readonly object?: string } {
  const subject = manifestSubject(manifest);
  if (at === '') return subject;
  const { name = '', namespace } = fieldsOf(body.metadata);
  return { ...subject, object: `${namespace === undefined ? '' : `${String(namespace)}/`}${String(name)}[${kind}]`, attribute: at };
}

/** 34 of `1.34`; undefined where the version is none that is known. */
function minorOf(version: string): number | undefined {
  const [, minor] = /^1\.(\d+)(?:\.\d+)?$/.exec(version) ?? [];
  return minor !== undefined && MINORS.includes(Number(minor)) ? Number(minor) : undefined;
}
