import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { checkKind, checkProps } from '../../check';
import { OCI_IMAGE } from '../../container/kinds';
import type { Release } from '../addons/helm-chart';
import { mergedValues } from '../cni/cni-parts';
import type { GitOpsParts, GitOpsProps } from './gitops';

export interface ArgoCdProps extends GitOpsProps {
  /** Version of the chart `argo-cd` of argoproj.github.io/argo-helm. @default '9.5.21', which is Argo CD 3.4.3 */
  readonly version?: string;
}

const NAMESPACE = 'argocd';
const VERSION = '9.5.21';

/** @internal */
export function argoCd(props: ArgoCdProps): GitOpsParts {
  checkProps(undefined, 'props', props, []);
  const { definitions, installer } = props;
  return {
    controller: {
      name: 'argocd',
      chart: 'argo-cd',
      repository: 'https://argoproj.github.io/argo-helm',
      version: props.version ?? VERSION,
      namespace: NAMESPACE,
      apis: ['argoproj.io/v1alpha1'],
      values: mergedValues(definitions === undefined ? {} : { crds: { install: false } }, props.values),
    },
    ...(definitions === undefined ? {} : { definitions }),
    ...(installer === undefined ? {} : { installer: checkKind(undefined, 'installer', installer, OCI_IMAGE) }),
    render: application,
  };
}

/**
 * An `Application` (github.com/argoproj/argo-cd, `pkg/apis/application/v1alpha1/types.go`). It has no finalizer: the program may give an
 * add-on up without taking the network from under the cluster.
 */
function application(scope: Construct, { name, chart, repository, version, values, namespace }: Release): void {
  new ApiObject(new Construct(scope, name), 'Resource', {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name, namespace: NAMESPACE },
    spec: {
      project: 'default',
      // Argo CD takes a registry without its scheme.
      source: { repoURL: repository.replace(/^oci:\/\//, ''), chart, targetRevision: version, helm: { releaseName: name, valuesObject: values } },
      destination: { server: 'https://kubernetes.default.svc', namespace },
      syncPolicy: { automated: { prune: true, selfHeal: true }, syncOptions: ['CreateNamespace=true', 'ServerSideApply=true'] },
    },
  });
}
