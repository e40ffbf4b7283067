import type { Container, PodSpec } from '../../estate';

export interface PlacedContainer {
  readonly container: Container;
  /** Such as `spec.initContainers[migrate]`. */
  readonly at: string;
}

/** Every container of a pod, in the order in which Kubernetes checks them. */
export function containersOf({ initContainers = [], containers, ephemeralContainers = [] }: PodSpec): PlacedContainer[] {
  return Object.entries({ initContainers, containers, ephemeralContainers }).flatMap(([list, members]) =>
    members.map((container) => ({ container, at: `spec.${list}[${container.name}]` })),
  );
}

/** Whoever may set a field of a security context: the pod, each of its containers. */
export function contextsOf(spec: PodSpec) {
  return [
    { context: spec.securityContext, at: 'spec.securityContext' },
    ...containersOf(spec).map(({ container, at }) => ({ context: container.securityContext, at: `${at}.securityContext` })),
  ];
}

/** A pod in a user namespace: from 1.35 it may be root there. */
export function hasUserNamespace({ hostUsers }: PodSpec): boolean {
  return hostUsers === false;
}

/** Fields of Linux may not be set on it, so that they need not be. */
export function isWindows({ os }: PodSpec): boolean {
  return os?.name === 'windows';
}
