import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { checkKind, checkProps } from '../../check';
import { OCI_IMAGE } from '../../container/kinds';
import type { Release } from '../addons/helm-chart';
import { mergedValues } from '../cni/cni-parts';
import type { GitOpsParts, GitOpsProps } from './gitops';

export interface FluxProps extends GitOpsProps {
  /** Version of the chart `flux2` of ghcr.io/fluxcd-community/charts; `OCIRepository` of v1 came with 2.16. @default '2.17.0' */
  readonly version?: string;
}

const NAMESPACE = 'flux-system';
const VERSION = '2.17.0';
const SOURCES = 'source.toolkit.fluxcd.io/v1';
/** How often it looks whether the cluster is as it should be. */
const INTERVAL = '10m0s';

/** @internal */
export function flux(props: FluxProps): GitOpsParts {
  checkProps(undefined, 'props', props, []);
  const { definitions, installer } = props;
  return {
    controller: {
      name: 'flux2',
      chart: 'flux2',
      repository: 'oci://ghcr.io/fluxcd-community/charts',
      version: props.version ?? VERSION,
      namespace: NAMESPACE,
      apis: [SOURCES, 'helm.toolkit.fluxcd.io/v2', 'kustomize.toolkit.fluxcd.io/v1', 'notification.toolkit.fluxcd.io/v1'],
      values: mergedValues(definitions === undefined ? {} : { installCRDs: false }, props.values),
    },
    ...(definitions === undefined ? {} : { definitions }),
    ...(installer === undefined ? {} : { installer: checkKind(undefined, 'installer', installer, OCI_IMAGE) }),
    render: helmRelease,
  };
}

/** A `HelmRelease` and its source (github.com/fluxcd, `helm-controller/api/v2`, `source-controller/api/v1`). */
function helmRelease(scope: Construct, release: Release): void {
  const { name, values, namespace } = release;
  const addon = new Construct(scope, name);
  const source = release.repository.startsWith('oci://') ? artifact(addon, release) : repository(addon, release);
  new ApiObject(addon, 'Resource', {
    apiVersion: 'helm.toolkit.fluxcd.io/v2',
    kind: 'HelmRelease',
    metadata: { name, namespace: NAMESPACE },
    spec: {
      interval: INTERVAL,
      releaseName: name,
      targetNamespace: namespace,
      // Where Helm itself keeps the release, so that one that the bootstrap Job made is taken over.
      storageNamespace: namespace,
      ...source,
      install: { createNamespace: true, crds: 'CreateReplace' },
      upgrade: { crds: 'CreateReplace' },
      values,
    },
  });
}

function repository(addon: Construct, { name, chart, repository: url, version }: Release): object {
  new ApiObject(addon, 'repository', {
    apiVersion: SOURCES,
    kind: 'HelmRepository',
    metadata: { name, namespace: NAMESPACE },
    spec: { interval: INTERVAL, url },
  });
  return { chart: { spec: { chart, version, sourceRef: { kind: 'HelmRepository', name, namespace: NAMESPACE } } } };
}

function artifact(addon: Construct, { name, chart, repository: url, version }: Release): object {
  new ApiObject(addon, 'artifact', {
    apiVersion: SOURCES,
    kind: 'OCIRepository',
    metadata: { name, namespace: NAMESPACE },
    spec: {
      interval: INTERVAL,
      url: `${url.replace(/\/$/, '')}/${chart}`,
      ref: { tag: version.replace('+', '_') },
      layerSelector: { mediaType: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip', operation: 'copy' },
    },
  });
  return { chartRef: { kind: 'OCIRepository', name, namespace: NAMESPACE } };
}
