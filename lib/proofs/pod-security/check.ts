import type { PodTemplate } from '../../estate';

/** A field of a pod that keeps it from a level. */
export interface Violation {
  /** What Kubernetes calls the check, such as `hostNamespaces`. */
  readonly check: string;
  /** Where it stands, containers by name: `spec.containers[web].securityContext.privileged`. */
  readonly field: string;
  /** What stands there, as JSON; `left out` where nothing does. */
  readonly value: string;
  /** What may stand there, in words. */
  readonly allowed: string;
}

/**
 * One check of the Pod Security Standards, as `k8s.io/pod-security-admission/policy` has it of versions 1.30 to 1.37:
 * https://github.com/kubernetes/pod-security-admission/tree/v0.37.2/policy
 */
export interface Check {
  readonly id: string;
  /** The weakest level that asks for it. */
  readonly level: 'baseline' | 'restricted';
  /**
   * The first minor version that has it.
   * @default 30, or earlier
   */
  readonly since?: number;
  /**
   * Checks of `baseline` that it stands for among those of `restricted`.
   * @default - none
   */
  readonly overrides?: readonly string[];
  /** @param minor version of Kubernetes whose standards count */
  find(pod: PodTemplate, minor: number): Iterable<Found>;
}

export type Found = Omit<Violation, 'check'>;

/** A field that must not stand as it does. */
export function found(field: string, value: unknown, allowed: string): Found {
  return { field, value: value === undefined ? 'left out' : JSON.stringify(value), allowed };
}
