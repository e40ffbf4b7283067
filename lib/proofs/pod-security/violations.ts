import type { PodSecurityLevel, PodTemplate } from '../../estate';
import type { Check, Violation } from './check';
import { CHECKS } from './checks';

/** What counts at a level in a version: at `restricted` the checks of `baseline` too, but for those that others stand for. */
function checksOf(level: PodSecurityLevel, minor: number): readonly Check[] {
  if (level === 'privileged') return [];
  const present = CHECKS.filter(({ since = 0 }) => since <= minor);
  if (level === 'baseline') return present.filter((check) => check.level === 'baseline');
  const overridden = new Set(present.flatMap(({ overrides = [] }) => overrides));
  return present.filter(({ id }) => !overridden.has(id));
}

/**
 * Every field that keeps a pod from a level of the Pod Security Standards.
 *
 * @param minor minor version of Kubernetes whose standards count, from 30
 */
export function violationsOf(pod: PodTemplate, level: PodSecurityLevel, minor: number): Violation[] {
  return checksOf(level, minor).flatMap((check) => [...check.find(pod, minor)].map((found) => ({ check: check.id, ...found })));
}

const STRONGEST_FIRST = ['restricted', 'baseline'] as const;

/** The strongest level that a pod meets. */
export function levelOf(pod: PodTemplate, minor: number): PodSecurityLevel {
  return STRONGEST_FIRST.find((level) => violationsOf(pod, level, minor).length === 0) ?? 'privileged';
}

/**
 * Whether a pod that a level lets pass by an earlier version meets that level by a later one: checks are added now and then, and what the
 * others ask for only became less. One of no earlier version counts as the later one itself: the API server knows none that is newer.
 */
export function isAsStrict(earlier: number, later: number): boolean {
  return CHECKS.every(({ since = 0, overrides = [] }) => since <= earlier || since > later || overrides.length > 0);
}
