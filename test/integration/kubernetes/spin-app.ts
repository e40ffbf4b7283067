import type { Fields, KubernetesObject } from './object';

/** SpinApps as the Deployments that spin-operator makes of them: `constructDeployment` of internal/controller/spinapp_controller.go, 0.6.1. */
export function deploymentsOf(objects: readonly KubernetesObject[]): readonly KubernetesObject[] {
  const ofKind = (kind: string): readonly KubernetesObject[] =>
    objects.filter((each) => each.apiVersion.startsWith('core.spinkube.dev/') && each.kind === kind);
  return ofKind('SpinApp').map((app) => {
    const { executor, image, replicas, resources = {}, podLabels = {}, volumes, volumeMounts } = app.spec as SpinAppSpec;
    const found = ofKind('SpinAppExecutor').find(({ metadata }) => metadata.name === executor && metadata.namespace === app.metadata.namespace);
    if (!found) throw new Error(`nothing runs the SpinApp ${app.metadata.name}: there is no executor ${executor}`);
    const { runtimeClassName } = (found.spec as { readonly deploymentConfig: Fields }).deploymentConfig;
    const labels = { 'core.spinkube.dev/app-name': app.metadata.name, [`core.spinkube.dev/app.${app.metadata.name}.status`]: 'ready' };
    const ports = [{ name: 'http-app', containerPort: 80 }];
    const container = { name: app.metadata.name, image, command: ['/'], ports, resources, volumeMounts };
    const template = { metadata: { labels: { ...podLabels, ...labels } }, spec: { runtimeClassName, containers: [container], volumes } };
    const spec = { replicas, selector: { matchLabels: labels }, template };
    return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: app.metadata.name, namespace: app.metadata.namespace! }, spec };
  });
}

interface SpinAppSpec {
  readonly executor: string;
  readonly image: string;
  readonly replicas: number;
  readonly resources?: Fields;
  readonly podLabels?: Readonly<Record<string, string>>;
  readonly volumes?: readonly unknown[];
  readonly volumeMounts?: readonly unknown[];
}
