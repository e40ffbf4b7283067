import type { Container, PodTemplate, Workload } from '../../kubernetes';
import { listOf, readResources, withDefaults } from './container';
import { defined, type Fields } from './fields';
import type { ItemReader } from './item-reader';
import { readVolume, unreadOf } from './pod';

/** How spin-operator runs the apps of a namespace, as far as a SpinAppExecutor says it. */
export interface SpinExecutor {
  readonly cluster: string | null;
  readonly namespace: string;
  readonly name: string;
  /** Whether the operator makes a Deployment for an app; not known where it is not to be read. */
  readonly createDeployment: boolean | undefined;
  readonly runtimeClassName: string | undefined;
  /** Whether it mounts a secret with certificates into the app. */
  readonly certificates: boolean;
}

export function readExecutor({ item, name, namespace, spec }: ItemReader): SpinExecutor {
  const config = spec.object('deploymentConfig');
  return {
    cluster: item.manifest.cluster ?? null,
    namespace,
    name,
    createDeployment: spec.boolean('createDeployment'),
    runtimeClassName: config.text('runtimeClassName'),
    certificates: config.boolean('installDefaultCACerts') === true || config.has('caCertSecret'),
  };
}

const LABEL = 'core.spinkube.dev';
const PORT = 80;

/**
 * A SpinApp as the Deployment that spin-operator makes of it: one container with the name of the app, which serves port 80. What the operator
 * takes from an executor that no manifest has is not known.
 *
 * @see https://github.com/spinframework/spin-operator/blob/main/internal/controller/spinapp_controller.go
 */
export function readSpinApp(reader: ItemReader, executors: readonly SpinExecutor[]): Workload {
  const { spec, log, namespace, item } = reader;
  const executor = executors.find(
    (each) => each.name === spec.text('executor') && each.namespace === namespace && each.cluster === (item.manifest.cluster ?? null),
  );
  const pod = podOf(reader, executor);
  // A mount that nobody wrote is no cause for doubt of the pod itself: only what decides where it runs, and as what, is.
  if (executor?.runtimeClassName === undefined) log.corrupt('spec.executor');
  const autoscaled = spec.boolean('enableAutoscaling') === true;
  const replicas = executor?.createDeployment === false ? 0 : (spec.field('replicas') ?? (autoscaled ? 1 : 0));
  const unread = [
    ...(unreadOf(log, 'spec').unread ?? []).filter((path) => path !== 'executor').map(placeInPod),
    ...(executor?.runtimeClassName === undefined ? ['spec.runtimeClassName'] : []),
    ...(executor ? [] : ['spec.volumes']),
  ];
  return {
    replicas,
    pod: unread.length === 0 ? pod : { ...pod, unread: [...new Set(unread)] },
    claimTemplates: [],
    ...reader.base(),
    namespace,
  };
}

function podOf({ spec, name }: ItemReader, executor: SpinExecutor | undefined): PodTemplate {
  const config = spec.object('runtimeConfig');
  const mounts = listOf(spec, 'volumeMounts', (each) =>
    defined({ name: each.text('name') ?? '', mountPath: each.text('mountPath') ?? '', readOnly: each.boolean('readOnly') }),
  );
  const secrets = [
    ...(config.names().length > 0 ? [{ name: 'spin-runtime-config', mountPath: '/runtime-config.toml', readOnly: true }] : []),
    ...(executor?.certificates ? [{ name: 'spin-ca', mountPath: '/etc/ssl/certs/ca-certificates.crt', readOnly: true }] : []),
  ];
  const container: Container = defined({
    name,
    image: spec.text('image'),
    env: listOf(spec, 'variables', variable),
    ports: [{ name: 'http-app', containerPort: PORT, protocol: 'TCP' }],
    resources: readResources(spec.optional('resources')),
    volumeMounts: mounts || secrets.length > 0 ? [...(mounts ?? []), ...secrets] : undefined,
  });
  const volumes = [...spec.objects('volumes').map(readVolume), ...secrets.map((secret) => ({ name: secret.name, source: 'secret' }))];
  return {
    labels: { ...spec.texted('podLabels'), [`${LABEL}/app-name`]: name, [`${LABEL}/app.${name}.status`]: 'ready' },
    annotations: spec.texted('podAnnotations'),
    spec: defined({
      containers: [withDefaults(container, false)],
      runtimeClassName: executor?.runtimeClassName,
      volumes: volumes.length > 0 ? volumes : undefined,
    }),
  };
}

function variable(each: Fields): { readonly name: string; readonly value?: string } {
  return defined({ name: `SPIN_VARIABLE_${(each.text('name') ?? '').toUpperCase()}`, value: each.text('value') });
}

/** Where the operator puts an attribute of an app, from the pod on. */
function placeInPod(path: string): string {
  const [first = '', ...rest] = path.split('.');
  const within = (at: string): string => [at, ...rest].join('.');
  switch (first) {
    case 'podLabels':
      return within('metadata.labels');
    case 'podAnnotations':
      return within('metadata.annotations');
    case 'volumes':
      return within('spec.volumes');
    case 'variables':
      return within('spec.containers.0.env');
    default:
      return within(`spec.containers.0.${first}`);
  }
}
