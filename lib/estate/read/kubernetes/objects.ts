import type {
  Autoscaler,
  DisruptionBudget,
  KubernetesService,
  Namespace,
  NetworkPolicy,
  PersistentVolumeClaim,
  RuntimeClass,
  StorageClass,
} from '../../kubernetes';
import { unknown } from '../../value';
import { defined } from './fields';
import type { ItemReader } from './item-reader';
import { readToleration } from './placement';

/** The API gives a namespace its name as a label. */
export function readNamespace(reader: ItemReader): Namespace {
  const base = reader.base();
  const labels = reader.name === '' ? base.labels : { ...base.labels, 'kubernetes.io/metadata.name': reader.name };
  return { ...base, labels, namespace: null };
}

/** A HorizontalPodAutoscaler of autoscaling/v1 or v2. */
export function readHorizontalAutoscaler(reader: ItemReader): Autoscaler {
  const { spec, namespace } = reader;
  const target = spec.object('scaleTargetRef');
  return {
    target: { kind: target.text('kind') ?? '', name: target.text('name') ?? '' },
    min: spec.field('minReplicas') ?? 1,
    max: spec.field('maxReplicas') ?? required(reader, 'spec.maxReplicas'),
    ...reader.base(),
    namespace,
  };
}

/**
 * A ScaledObject of KEDA: its HorizontalPodAutoscaler goes up to 100 where it says nothing, and down to none; the pods while nothing
 * happens may be fewer than its minimum.
 *
 * @see https://keda.sh/docs/latest/reference/scaledobject-spec/
 */
export function readScaledObject(reader: ItemReader): Autoscaler {
  const { spec, namespace } = reader;
  const target = spec.object('scaleTargetRef');
  return {
    target: { kind: target.text('kind') ?? 'Deployment', name: target.text('name') ?? '' },
    min: spec.field('idleReplicaCount') ?? spec.field('minReplicaCount') ?? 0,
    max: spec.field('maxReplicaCount') ?? 100,
    ...reader.base(),
    namespace,
  };
}

export function readService(reader: ItemReader): KubernetesService {
  const { spec, namespace } = reader;
  return {
    type: spec.text('type') ?? 'ClusterIP',
    selector: spec.texted('selector'),
    ports: spec.objects('ports').map((each) => {
      const [port, target] = [each.number('port'), each.intOrText('targetPort')];
      const nodePort = each.number('nodePort');
      return defined({
        name: each.text('name'),
        port,
        protocol: each.text('protocol') ?? 'TCP',
        targetPort: target === undefined || target === 0 || target === '' ? port : target,
        nodePort: nodePort === 0 ? undefined : nodePort,
      });
    }),
    ...reader.base(),
    namespace,
  };
}

/** A NetworkPolicy or PodDisruptionBudget: its spec as it stands, for a reader of its own. */
export function readSpecced(reader: ItemReader): NetworkPolicy & DisruptionBudget {
  const { spec } = reader.item.body;
  return { spec: spec ?? {}, ...reader.base() };
}

export function readRuntimeClass(reader: ItemReader): RuntimeClass {
  const { fields } = reader;
  const scheduling = fields.object('scheduling');
  return {
    handler: fields.text('handler') ?? '',
    overhead: fields.object('overhead').quantities('podFixed') ?? {},
    nodeSelector: scheduling.texted('nodeSelector'),
    tolerations: scheduling.objects('tolerations').map(readToleration),
    ...reader.base(),
  };
}

const DEFAULT_CLASS = ['storageclass.kubernetes.io/is-default-class', 'storageclass.beta.kubernetes.io/is-default-class'];

export function readStorageClass(reader: ItemReader): StorageClass {
  const { fields } = reader;
  const annotations = fields.object('metadata').texted('annotations');
  return {
    provisioner: fields.text('provisioner') ?? '',
    parameters: fields.texted('parameters'),
    isDefault: DEFAULT_CLASS.some((name) => annotations[name] === 'true'),
    allowedTopologies: fields.objects('allowedTopologies').length > 0,
    ...reader.base(),
  };
}

export function readVolumeClaim(reader: ItemReader): PersistentVolumeClaim {
  const { spec, namespace } = reader;
  return { ...defined({ storageClassName: spec.text('storageClassName') }), ...reader.base(), namespace };
}

/** What the API refuses to do without. */
function required(reader: ItemReader, attribute: string): ReturnType<typeof unknown> {
  reader.log.malformed(attribute, null, 'a whole number');
  return unknown('expression', 'null', reader.log.place);
}
