import type { Estate, Workload } from '../../estate';
import type { Subject, Verdict } from '../verdict';
import { count, listed, quoted, quotedName } from '../wording';

/** An image that no lock file knows, and where it stands. */
export interface UnlockedImage {
  readonly workload: Workload;
  readonly container: string;
  readonly image: string;
  readonly pinned: boolean;
}

const SHOWN = 4;

/** What no lock file knows is told once a cluster, since one command mends it all. */
export function* summaries(estate: Estate, unlocked: readonly UnlockedImage[]): Iterable<Verdict> {
  const clusters = [...new Set(unlocked.map(({ workload }) => workload.cluster))];
  for (const id of clusters) {
    const here = unlocked.filter(({ workload }) => workload.cluster === id);
    const cluster = estate.kubernetes.kubernetesClusters.find((each) => each.id === id);
    const where = cluster === undefined ? 'charts of no cluster' : `cluster ${quotedName(cluster)}`;
    const [first] = here;
    const subject: Subject =
      cluster?.path !== undefined ? { path: cluster.path } : { ...(first!.workload.path !== undefined && { path: first!.workload.path }) };
    const loose = here.filter(({ pinned }) => !pinned);
    const pinned = here.filter((each) => each.pinned);
    if (loose.length > 0) {
      const images = names(loose);
      yield {
        verdict: 'refuted',
        subject,
        key: 'not-locked',
        message: `${count(images.length, 'image')} of ${where} ${images.length === 1 ? 'is' : 'are'} not pinned by a digest, and in no image lock`,
        witness: [...evidence(loose), { label: 'why', text: 'the tag may mean another image each time that a node pulls it' }],
        remedies: [{ text: `${command(images)}, and \`image(...)\` of an \`ImageLock\` in the manifests` }],
      };
    }
    if (pinned.length > 0) {
      const images = names(pinned);
      yield {
        verdict: 'undecided',
        subject,
        key: 'platforms',
        message: `whether ${count(images.length, 'image')} of ${where} ${images.length === 1 ? 'is' : 'are'} built for ${images.length === 1 ? 'its' : 'their'} nodes`,
        witness: evidence(pinned),
        reason: 'no image lock records the platforms behind these digests',
        decidedBy: `${command([...new Set(images.map(tagged))])}, and \`new ImageLock(...)\` in the program`,
      };
    }
  }
}

/** As `strata images lock` takes it: a digest alone needs the tag that it was published under. */
function tagged(image: string): string {
  const name = image.replace(/@.*$/, '');
  return name.includes(':', name.lastIndexOf('/') + 1) ? name : `${name}:<tag>`;
}

function names(images: readonly UnlockedImage[]): string[] {
  return [...new Set(images.map(({ image }) => image))].sort();
}

function evidence(images: readonly UnlockedImage[]): { label: string; text: string }[] {
  const places = images.map(({ workload, container, image }) => `${quoted(image)} (${workload.namespace}/${String(workload.name)}, ${container})`);
  return [{ label: 'images', text: listed([...new Set(places)].sort(), SHOWN) }];
}

function command(images: readonly string[]): string {
  return `\`npx strata images lock ${images.length > SHOWN ? `${images.slice(0, SHOWN).join(' ')} …` : images.join(' ')}\``;
}
