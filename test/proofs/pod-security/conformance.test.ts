import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { violationsOf } from '../../../lib/proofs/pod-security';
import { naivelyMeets } from './naive';
import { templateOf } from './support';

interface Recorded {
  readonly level: 'baseline' | 'restricted';
  readonly outcome: 'pass' | 'fail';
  readonly name: string;
  readonly minors: readonly [number, number];
  readonly metadata?: { readonly annotations?: Readonly<Record<string, unknown>> };
  readonly spec: Readonly<Record<string, unknown>>;
}

function lines<T>(file: string): T[] {
  return readFileSync(join(__dirname, 'fixtures', file), 'utf8')
    .trim()
    .split('\n')
    .map((line): T => JSON.parse(line));
}

const recorded = lines<Recorded>('pods.jsonl');

/** Checks of `baseline` that others stand for at `restricted`, as the tests name them. */
const STAND_INS: Readonly<Record<string, string>> = {
  capabilities_baseline: 'capabilities_restricted',
  hostpathvolumes: 'restrictedvolumes',
  seccompprofile_baseline: 'seccompprofile_restricted',
};

/** The check that a pod was written for: `seccompprofile_restricted1` is for `seccompProfile_restricted`. */
function checkNamed(name: string, level: string, minor: number): string {
  const check = name.replace(/\d+$/, '');
  if (level === 'baseline') return check;
  return check === 'procmount' && minor >= 35 ? 'procmount_restricted' : (STAND_INS[check] ?? check);
}

describe('Pod Security Standards agree with Kubernetes on its own test pods', () => {
  const cases = recorded.flatMap((pod) => {
    const [first, last] = pod.minors;
    return Array.from({ length: last - first + 1 }, (_, i) => ({ ...pod, minor: first + i }));
  });

  test('that there are', () => {
    expect([recorded.length, cases.length]).toEqual([156, 1100]);
  });

  test('each passes or fails as recorded, and fails by the check that it was written for', () => {
    const wrong = cases.filter(({ level, outcome, name, minor, ...pod }) => {
      const violations = violationsOf(templateOf(pod), level, minor);
      if (outcome === 'pass') return violations.length > 0;
      return !violations.some(({ check }) => check.toLowerCase() === checkNamed(name, level, minor));
    });
    expect(wrong.map(({ level, outcome, name, minor }) => `${level}/v1.${minor}/${outcome}/${name}`)).toEqual([]);
  });

  test('the naive version too', () => {
    const wrong = cases.filter(({ level, outcome, minor, ...pod }) => naivelyMeets(templateOf(pod), level, minor) !== (outcome === 'pass'));
    expect(wrong.map(({ level, outcome, name, minor }) => `${level}/v1.${minor}/${outcome}/${name}`)).toEqual([]);
  });
});

interface Evaluated extends Pick<Recorded, 'metadata' | 'spec'> {
  /** What the evaluator says of each version from 1.30 to 1.37: `y` or `n`. */
  readonly baseline: string;
  readonly restricted: string;
}

describe('Pod Security Standards agree with the evaluator of Kubernetes on pods made at random', () => {
  const evaluated = lines<Evaluated>('evaluated.jsonl');
  const answers = (meets: (minor: number) => boolean) => Array.from({ length: 8 }, (_, i) => (meets(30 + i) ? 'y' : 'n')).join('');

  test.each(['baseline', 'restricted'] as const)('at %s', (level) => {
    const wrong = evaluated.filter((each) => {
      const pod = templateOf(each);
      // The recorded code lets image volumes pass whatever the version asked for; the code of clusters before 1.33 did not.
      const hasImage = level === 'restricted' && (pod.spec.volumes ?? []).some(({ source }) => source === 'image');
      const expected = hasImage ? `nnn${each[level].slice(3)}` : each[level];
      const decided = answers((minor) => violationsOf(pod, level, minor).length === 0);
      return decided !== expected || answers((minor) => naivelyMeets(pod, level, minor)) !== expected;
    });
    expect(wrong).toEqual([]);
    const kinds = new Set(evaluated.map((each) => each[level]));
    expect([kinds.has('yyyyyyyy'), kinds.has('nnnnnnnn'), kinds.size > 4]).toEqual([true, true, true]);
  });
});
