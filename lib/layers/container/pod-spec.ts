/** The parts of a pod's `spec` that a profile touches. */
export interface PodSpecJson {
  readonly securityContext?: Readonly<Record<string, unknown>>;
  readonly containers?: readonly ContainerJson[];
  readonly initContainers?: readonly ContainerJson[];
}

interface ContainerJson {
  readonly name?: string;
  readonly securityContext?: Readonly<Record<string, unknown>>;
}

const TEMPLATE = ['spec', 'template', 'spec'];
const PATHS: Readonly<Record<string, readonly string[]>> = {
  Pod: ['spec'],
  Deployment: TEMPLATE,
  StatefulSet: TEMPLATE,
  DaemonSet: TEMPLATE,
  ReplicaSet: TEMPLATE,
  Job: TEMPLATE,
  CronJob: ['spec', 'jobTemplate', ...TEMPLATE],
};

/** Where the `spec` of the pods stands in an object of a kind; undefined where it makes none. */
export function podSpecPath(kind: string): readonly string[] | undefined {
  return Object.hasOwn(PATHS, kind) ? PATHS[kind] : undefined;
}

export function podSpecOf(body: unknown, path: readonly string[]): PodSpecJson {
  let at: unknown = body;
  for (const key of path) at = typeof at === 'object' && at !== null ? (at as Readonly<Record<string, unknown>>)[key] : undefined;
  return (at ?? {}) as PodSpecJson;
}
