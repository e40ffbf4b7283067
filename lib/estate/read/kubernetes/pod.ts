import type { Container, PodSpec, PodTemplate, Volume } from '../../kubernetes';
import { listOf, podSecurity, readContainer, readResources, withDefaults } from './container';
import { defined, type Fields } from './fields';
import { readAffinity, readSpread, readToleration } from './placement';
import type { ObjectLog } from './object-log';

/**
 * A pod, or the template of one, with what the API takes for what it leaves out.
 *
 * @param at where it stands in the object: `spec.template`, or nothing for a Pod itself
 */
export function readPod(fields: Fields, log: ObjectLog, at: string): PodTemplate {
  const metadata = fields.object('metadata');
  const pod = { labels: metadata.texted('labels'), annotations: metadata.texted('annotations'), spec: readSpec(fields.object('spec')) };
  return { ...pod, ...unreadOf(log, at) };
}

/** What is not known of a pod, from the pod on. */
export function unreadOf({ unread }: ObjectLog, at: string): Pick<PodTemplate, 'unread'> {
  const [scope, from] = at === '' ? ['', 0] : [`${at}.`, at.length + 1];
  // Where an object around it is none, nothing of the pod is known.
  const own = unread.flatMap((path) => (path.startsWith(scope) ? [path.slice(from)] : scope.startsWith(`${path}.`) ? ['metadata', 'spec'] : []));
  return own.length === 0 ? {} : { unread: [...new Set(own)] };
}

export function readSpec(fields: Fields): PodSpec {
  const hostNetwork = fields.boolean('hostNetwork');
  const containers = (name: string): Container[] => fields.objects(name).map((each) => withDefaults(readContainer(each), hostNetwork === true));
  const some = (name: string): Container[] | undefined => (fields.has(name) ? containers(name) : undefined);
  const os = fields.optional('os');
  return defined({
    containers: containers('containers'),
    initContainers: some('initContainers'),
    ephemeralContainers: some('ephemeralContainers'),
    overhead: fields.quantities('overhead'),
    resources: readResources(fields.optional('resources')),
    runtimeClassName: fields.text('runtimeClassName'),
    nodeName: fields.text('nodeName'),
    nodeSelector: fields.has('nodeSelector') ? fields.texted('nodeSelector') : undefined,
    affinity: fields.has('affinity') ? readAffinity(fields.object('affinity')) : undefined,
    tolerations: listOf(fields, 'tolerations', readToleration),
    topologySpreadConstraints: listOf(fields, 'topologySpreadConstraints', readSpread),
    priorityClassName: fields.text('priorityClassName'),
    schedulerName: fields.text('schedulerName'),
    hostNetwork,
    hostPID: fields.boolean('hostPID'),
    hostIPC: fields.boolean('hostIPC'),
    hostUsers: fields.boolean('hostUsers'),
    serviceAccountName: fields.text('serviceAccountName'),
    automountServiceAccountToken: fields.boolean('automountServiceAccountToken'),
    securityContext: podSecurity(fields.optional('securityContext')),
    volumes: listOf(fields, 'volumes', readVolume),
    os: os && defined({ name: os.text('name') }),
  });
}

export function readVolume(fields: Fields): Volume {
  const source = fields.names().find((name) => name !== 'name') ?? 'emptyDir';
  const claim = source === 'ephemeral' ? fields.object('ephemeral').object('volumeClaimTemplate').object('spec') : undefined;
  return defined({
    name: fields.text('name') ?? '',
    source,
    claimName: source === 'persistentVolumeClaim' ? fields.object(source).text('claimName') : undefined,
    storageClassName: claim?.text('storageClassName'),
  });
}
