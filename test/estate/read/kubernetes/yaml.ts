import { estateOf } from '../../../../lib/estate/read/estate-of';
import { parseManifest } from '../../../../lib/estate/read/manifests';
import type { Declaration, Estate, Workload } from '../../../../lib/estate';
import { model } from '../model';

export const FILE = 'manifests/prod/shop.k8s.yaml';

/** The estate of one file of manifests, of the cluster `site/prod` unless that is null. */
export function estateFrom(text: string, cluster: string | null = 'site/prod', declarations: readonly Declaration[] = []): Estate {
  const manifests = parseManifest(text, { file: FILE, objects: [], ...(cluster !== null && { cluster }) });
  return estateOf(model(), { manifests, declarations });
}

/** The one workload of a file. */
export function workloadFrom(text: string): Workload {
  const { workloads } = estateFrom(text).kubernetes;
  expect(workloads).toHaveLength(1);
  return workloads[0]!;
}

/** A Deployment with a pod spec, as JSON is YAML too. */
export function deployment(spec: object, change: object = {}): string {
  return JSON.stringify({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web' }], ...spec } }, ...change },
  });
}
