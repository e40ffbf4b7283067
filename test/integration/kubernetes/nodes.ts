import type { ApiClient } from './client';
import type { KubernetesObject } from './object';

export interface NodeShape {
  readonly name: string;
  /** Beside the labels that a kubelet gives itself. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
  /** @default - none */
  readonly taints?: readonly { readonly key: string; readonly value?: string; readonly effect: string }[];
  /** Quantities by resource, `pods` among them. */
  readonly allocatable: Readonly<Record<string, string>>;
  /** @default - as allocatable */
  readonly capacity?: Readonly<Record<string, string>>;
  /** @default 'amd64' */
  readonly architecture?: string;
}

/** A Linux node as its kubelet registers it, ready. */
export function nodeOf({ name, labels = {}, taints = [], allocatable, capacity = allocatable, architecture = 'amd64' }: NodeShape): KubernetesObject {
  const own = { 'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux', 'kubernetes.io/arch': architecture };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { ...own, ...labels } },
    spec: { taints },
    status: { capacity, allocatable, conditions: [{ type: 'Ready', status: 'True' }] },
  };
}

/** Registers it as kubelet would. The server taints every new node as not ready; the node controller would take that away. */
export async function registerNode(client: ApiClient, { status, ...node }: KubernetesObject): Promise<void> {
  const path = `/api/v1/nodes/${node.metadata.name}`;
  const { taints = [] } = (node.spec ?? {}) as { readonly taints?: readonly unknown[] };
  await client.post('/api/v1/nodes?fieldValidation=Strict', node);
  await client.merge(`${path}/status?fieldValidation=Strict`, { status });
  await client.merge(path, { spec: { taints } });
}
