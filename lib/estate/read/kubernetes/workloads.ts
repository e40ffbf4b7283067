import type { PodTemplate, Workload } from '../../kubernetes';
import { isUnknown, type Field } from '../../value';
import { defined, type Fields } from './fields';
import type { ItemReader } from './item-reader';
import { readPod } from './pod';

/** Reads a workload of a kind. */
export type WorkloadReader = (reader: ItemReader) => Workload;

interface Made {
  readonly replicas: Workload['replicas'];
  readonly pod: PodTemplate;
  readonly claimTemplates?: Workload['claimTemplates'];
  readonly overlaps?: true;
}

function workload(reader: ItemReader, made: Made): Workload {
  return { claimTemplates: [], ...made, ...reader.base(), namespace: reader.namespace };
}

function template({ spec, log }: ItemReader): PodTemplate {
  return readPod(spec.object('template'), log, 'spec.template');
}

/** A Deployment, ReplicaSet or ReplicationController: one pod where it says nothing. */
export const readReplicated: WorkloadReader = (reader) => workload(reader, { replicas: reader.spec.field('replicas') ?? 1, pod: template(reader) });

export const readStatefulSet: WorkloadReader = (reader) =>
  workload(reader, {
    replicas: reader.spec.field('replicas') ?? 1,
    pod: template(reader),
    claimTemplates: reader.spec
      .objects('volumeClaimTemplates')
      .map((claim) =>
        defined({ name: claim.object('metadata').text('name') ?? '', storageClassName: claim.object('spec').text('storageClassName') }),
      ),
  });

export const readDaemonSet: WorkloadReader = (reader) => workload(reader, { replicas: 'per-node', pod: template(reader) });

export const readBarePod: WorkloadReader = (reader) => workload(reader, { replicas: 1, pod: readPod(reader.fields, reader.log, '') });

export const readJob: WorkloadReader = (reader) => {
  const pod = template(reader);
  // The API gives each pod the name of its Job, unless the Job has a selector of its own.
  const isNamed = reader.spec.boolean('manualSelector') !== true && reader.name !== '';
  const labels = isNamed ? { 'job-name': reader.name, 'batch.kubernetes.io/job-name': reader.name, ...pod.labels } : pod.labels;
  return workload(reader, { replicas: atOnce(reader.spec), pod: { ...pod, labels } });
};

/** The pods of one run. */
export const readCronJob: WorkloadReader = (reader) => {
  const { spec, log } = reader;
  const job = spec.object('jobTemplate').object('spec');
  const replicas = spec.boolean('suspend') === true ? 0 : atOnce(job);
  const policy = spec.text('concurrencyPolicy') ?? 'Allow';
  return workload(reader, {
    replicas,
    pod: readPod(job.object('template'), log, 'spec.jobTemplate.spec.template'),
    ...(policy === 'Allow' && { overlaps: true as const }),
  });
};

/** Pods of a Job at once: `parallelism`, one where it says nothing, and never more than there are completions wanted. */
function atOnce(spec: Fields): Field<number> {
  if (spec.boolean('suspend') === true) return 0;
  const parallelism = spec.field('parallelism') ?? 1;
  const completions = spec.field('completions') ?? parallelism;
  if (isUnknown(parallelism)) return parallelism;
  return isUnknown(completions) ? completions : Math.min(parallelism, completions);
}
