import { NORMALISATIONS, type Difference } from './normalisations';
import { isFields, type KubernetesObject } from './object';

/** A field that the API server does not have as it was sent. */
export interface Disagreement {
  /** Such as `spec.template.spec.containers[0].image`. */
  readonly field: string;
  readonly sent: unknown;
  /** Undefined where the field is not there. */
  readonly readBack: unknown;
}

/** The fields that were sent and are not read back as they were, but for the known normalisations. What the server adds is no matter. */
export function disagreements(sent: KubernetesObject, readBack: KubernetesObject): readonly Disagreement[] {
  const object = NORMALISATIONS.reduce((rewritten, each) => each.rewritten?.(rewritten) ?? rewritten, sent);
  return within({ object, path: [], sent: object, readBack }).map((each) => ({
    field: fieldOf(each.path),
    sent: each.sent,
    readBack: each.readBack,
  }));
}

function within(difference: Difference): readonly Difference[] {
  const { sent, readBack } = difference;
  if (Array.isArray(sent) && Array.isArray(readBack)) return withinList(difference, sent, readBack);
  if (isFields(sent) && isFields(readBack)) return Object.keys(sent).flatMap((key) => within(at(difference, key, sent[key], readBack[key])));
  if (sent === readBack || sent === undefined) return [];
  return NORMALISATIONS.some(({ explains }) => explains?.(difference)) ? [] : [difference];
}

/** By position: a server-side apply keeps the order of what it is sent. */
function withinList(difference: Difference, sent: readonly unknown[], readBack: readonly unknown[]): readonly Difference[] {
  const longer = readBack.length > sent.length && NORMALISATIONS.some(({ lengthens }) => lengthens?.(difference));
  if (readBack.length !== sent.length && !longer) return [difference];
  return sent.flatMap((each, index) => within(at(difference, index, each, readBack[index])));
}

function at(difference: Difference, key: string | number, sent: unknown, readBack: unknown): Difference {
  return { ...difference, path: [...difference.path, key], sent, readBack };
}

function fieldOf(path: readonly (string | number)[]): string {
  const pieces = path.map((key) => (typeof key === 'number' ? `[${key}]` : /^\w+$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`));
  return pieces.join('').replace(/^\./, '');
}
