import { ApiObject, Yaml } from 'cdk8s';
import { Construct } from 'constructs';
import type { IConstruct } from 'constructs';
import { ConstructError } from '../../construct-error';
import type { HelmChart } from './helm-chart';
import type { SystemChartProps, VsphereFacts } from './system-chart-props';

const NAMESPACE = 'kube-system';

/** Secret that the cloud provider signs in by: `<server>.username` and `<server>.password`. Whoever runs the cluster makes it. */
export const CLOUD_PROVIDER_SECRET = 'vsphere-cloud-secret';

/** Secret with the storage driver's `csi-vsphere.conf`, credentials included. Whoever runs the cluster makes it. */
export const STORAGE_DRIVER_SECRET = 'vsphere-config-secret';

/** Newest release of the chart `vsphere-cpi` for each minor version (github.com/kubernetes/cloud-provider-vsphere, branch `gh-pages`). */
const CLOUD_PROVIDER: Readonly<Record<string, string>> = {
  '1.30': '1.30.2',
  '1.31': '1.31.1',
  '1.32': '1.32.9',
  '1.33': '1.33.5',
  '1.34': '1.34.0',
  '1.35': '1.35.1',
  '1.36': '1.36.0',
  '1.37': '1.37.0',
};

/**
 * Chart of the storage driver: vSphere has none of its own. Its images by charts/rancher-vsphere-csi/values.yaml of
 * github.com/rancher/vsphere-charts, which takes `latest` for versions of Kubernetes that it does not list.
 */
const STORAGE_DRIVER = { chart: 'rancher-vsphere-csi', repository: 'https://charts.rancher.io', version: '106.0.0+up3.3.1-rancher9' } as const;
const DRIVER_TAG = 'v3.3.1';
const REGISTRAR_TAG = 'v2.10.1';
const PROBE_TAG = 'v2.12.0';
const SIDECAR_TAGS = { csiAttacher: 'v4.5.1', csiResizer: 'v1.10.1', csiProvisioner: 'v4.0.1', csiSnapshotter: 'v7.0.2' } as const;

/**
 * The configuration of the cloud provider: a plain file without credentials. The chart's own would skip the check of vCenter's certificate
 * where it has no thumbprint.
 */
export function makeCloudConfig(scope: Construct, { server, datacenters, topology, thumbprint }: VsphereFacts): void {
  const configuration = {
    global: { port: 443, secretName: CLOUD_PROVIDER_SECRET, secretNamespace: NAMESPACE, ...(thumbprint === undefined ? {} : { thumbprint }) },
    vcenter: { [server]: { server, datacenters: [...datacenters] } },
    ...(topology === undefined ? {} : { labels: { region: topology.regionCategory, zone: topology.zoneCategory } }),
  };
  new ApiObject(new Construct(scope, 'cloud-config'), 'Resource', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'cloud-config', namespace: NAMESPACE },
    data: { 'vsphere.conf': Yaml.stringify(configuration) },
  });
}

/** The cloud provider: it gives nodes their addresses, and takes away the taint that keeps pods from them. */
export function cloudProvider(cluster: IConstruct, { version }: Pick<SystemChartProps, 'version'>): HelmChart {
  const chart = CLOUD_PROVIDER[version];
  if (chart === undefined) {
    throw new ConstructError(
      cluster,
      `no release of vSphere's cloud provider is known for Kubernetes ${version}; known are ${Object.keys(CLOUD_PROVIDER).join(', ')}`,
    );
  }
  return {
    chart: 'vsphere-cpi',
    repository: 'https://kubernetes.github.io/cloud-provider-vsphere',
    version: chart,
    namespace: NAMESPACE,
    values: { config: { enabled: false } },
  };
}

/** The storage driver, which makes volumes and attaches them. */
export function storageDriver({ topology, storageDriver: own }: VsphereFacts): HelmChart {
  if (own !== undefined) return own;
  const image = { tag: DRIVER_TAG, livenessProbe: { tag: PROBE_TAG } };
  const sidecars = Object.fromEntries(Object.entries(SIDECAR_TAGS).map(([sidecar, tag]) => [sidecar, { tag }]));
  return {
    ...STORAGE_DRIVER,
    namespace: NAMESPACE,
    values: {
      vCenter: { configSecret: { name: STORAGE_DRIVER_SECRET, generate: false } },
      // The classes are the program's.
      storageClass: { enabled: false },
      csiController: { csiResizer: { enabled: true }, image: { ...image, vsphereSyncer: { tag: DRIVER_TAG }, ...sidecars } },
      csiNode: { tolerations: [{ operator: 'Exists' }], image: { ...image, nodeDriverRegistrar: { tag: REGISTRAR_TAG } } },
      onlineVolumeExtend: { enabled: true },
      ...(topology === undefined ? {} : { topology: { enabled: true }, improvedVolumeTopology: { enabled: true } }),
    },
  };
}
