import type { NodePool } from '../../../lib/estate';
import { stringify } from 'yaml';
import { documentOf, objectsOf } from './definitions';
import { nodeOf } from './nodes';
import type { KubernetesObject } from './object';

/** What kubeadm reads on the node that makes a cluster, before its secrets are in it. */
export const INIT = '/etc/strata/kubeadm-init.yaml';
export const JOIN = '/etc/strata/kubeadm-join.yaml';
/** What a node's kubelet has of its own. */
export const KUBELET_PATCH = '/etc/kubernetes/patches/kubeletconfiguration+merge.yaml';

/** What a node VM is given at its first boot. */
export interface NodeData {
  /** Name of the node. */
  readonly name: string;
  readonly userData: string;
  /** Contents of the files that cloud-init writes, by path. */
  readonly files: Readonly<Record<string, string>>;
}

interface MachineJson {
  readonly name?: string;
  readonly extra_config?: Readonly<Record<string, string>>;
}

/** The nodes among the VMs of a rendered stack: those with user data. */
export function nodesIn(stack: unknown): readonly NodeData[] {
  const { resource = {} } = stack as { readonly resource?: Readonly<Record<string, Readonly<Record<string, MachineJson>>>> };
  return Object.values(resource.vsphere_virtual_machine ?? {}).flatMap(({ name, extra_config: extra = {} }) => {
    const encoded = extra['guestinfo.userdata'];
    if (encoded === undefined) return [];
    if (extra['guestinfo.userdata.encoding'] !== 'base64') throw new Error(`the user data of ${name} is not in base64`);
    const userData = Buffer.from(encoded, 'base64').toString('utf8');
    const { write_files: files } = documentOf(userData) as unknown as {
      readonly write_files: readonly { readonly path: string; readonly content: string }[];
    };
    return [{ name: name!, userData, files: Object.fromEntries(files.map(({ path, content }) => [path, content])) }];
  });
}

/** Secrets of the right form, by what stands for them in a text. */
const SECRETS: Readonly<Record<string, string>> = {
  token: 'abcdef.0123456789abcdef',
  'ca.crt': '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n',
  'encryption.key': Buffer.alloc(32, 7).toString('base64'),
};

/** A text with secrets in it, as the node's own program makes it. */
export function withSecrets(text: string): string {
  return text.replaceAll(/@secret:([A-Za-z0-9._/-]+)(\|base64)?@/g, (_, name: string, encoded: string | undefined) => {
    const secret = SECRETS[name];
    if (secret === undefined) throw new Error(`no test knows the secret ${name}`);
    return encoded === undefined ? secret : Buffer.from(secret).toString('base64');
  });
}

/** kubelet's file as kubeadm makes it: what the cluster has, with the patch of the node over it. */
export function kubeletFile(first: NodeData, { files }: NodeData): string {
  const common = objectsOf(first.files[INIT]!).find(({ kind }) => kind === 'KubeletConfiguration')!;
  return stringify({ ...common, ...documentOf(files[KUBELET_PATCH]!) });
}

/** The node that makes the cluster. */
export function firstOf(nodes: readonly NodeData[]): NodeData {
  return nodes.find(({ files }) => INIT in files)!;
}

/** Nodes of a pool as their kubelets register them, once the cloud provider has taken its taint away, with the least that Strata says is left. */
export function registered({ nodes, taints, allocatable, labels, architecture }: NodePool): readonly KubernetesObject[] {
  const { cpuMillis, memoryBytes, ephemeralStorageBytes, pods } = allocatable;
  const amounts = {
    cpu: `${Math.floor(cpuMillis.low)}m`,
    memory: String(Math.floor(memoryBytes.low)),
    'ephemeral-storage': String(Math.floor(ephemeralStorageBytes.low)),
    pods: String(pods),
  };
  return nodes.map((node) =>
    nodeOf({
      name: node.name,
      labels: { ...labels, ...node.labels },
      // A taint without a value has none.
      taints: taints.map(({ key, value, effect }) => ({ key, ...(value !== '' && { value }), effect })),
      allocatable: amounts,
      architecture,
    }),
  );
}

/**
 * What a node has beside its own taints until the network plugin runs and the cloud provider has seen it
 * (kubernetes.io/docs/reference/labels-annotations-taints).
 */
export const FIRST_BOOT_TAINTS = [
  { key: 'node.cloudprovider.kubernetes.io/uninitialized', value: 'true', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/network-unavailable', effect: 'NoSchedule' },
] as const;
