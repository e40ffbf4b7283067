import type { ClusterPlan, NodePlan, PoolPlan } from '../plan';
import { NODE_PATHS } from './node-paths';

/** Names of secrets, as the store has them and texts refer to them. Those of certificates are their paths below `/etc/kubernetes/pki`. */
export const JOIN_TOKEN = 'token';
export const CLUSTER_CA = 'ca.crt';
export const ENCRYPTION_KEY = 'encryption.key';

/** What every node reads. */
export const JOIN_SECRETS: readonly string[] = [JOIN_TOKEN, CLUSTER_CA];

/**
 * What control-plane nodes share: with these a node joins whenever it is made. kubeadm's own way, the certificate key, lets it do so for two
 * hours only, and would be one secret more (kubernetes.io/docs/setup/production-environment/tools/kubeadm/high-availability,
 * "Manual certificate distribution").
 */
const CERTIFICATES: readonly string[] = ['ca.key', 'front-proxy-ca.crt', 'front-proxy-ca.key', 'etcd/ca.crt', 'etcd/ca.key', 'sa.pub', 'sa.key'];

/** What control-plane nodes read beside the others. */
export function controlPlaneSecrets(encrypted: boolean): readonly string[] {
  return encrypted ? [...CERTIFICATES, ENCRYPTION_KEY] : CERTIFICATES;
}

/** What stands in a text for a secret: the node puts it in. */
export function secretNamed(name: string, encoding?: 'base64'): string {
  return `@secret:${name}${encoding === undefined ? '' : `|${encoding}`}@`;
}

/** A file with a secret, written on the node: the secret itself, or a text of the node with secrets in it. */
export type SecretFile = { readonly path: string; readonly mode: string } & ({ readonly field: string } | { readonly template: string });

/** Files with secrets that a node needs for its role, and no others. */
export function secretFiles({ apiServer }: ClusterPlan, { role }: PoolPlan, { first }: NodePlan): SecretFile[] {
  const encrypted = apiServer.encryption.isOn;
  const certificate = (name: string): SecretFile => ({
    path: `${NODE_PATHS.pki}/${name}`,
    mode: name.endsWith('.crt') || name.endsWith('.pub') ? '0644' : '0600',
    field: name,
  });
  return [
    ...(role === 'control-plane' ? [CLUSTER_CA, ...CERTIFICATES].map(certificate) : []),
    ...(role === 'control-plane' && encrypted
      ? [{ path: `${NODE_PATHS.encryption}/config.yaml`, mode: '0600', template: NODE_PATHS.encryptionTemplate }]
      : []),
    ...(first ? [{ path: NODE_PATHS.init, mode: '0600', template: NODE_PATHS.initTemplate }] : []),
    { path: NODE_PATHS.discovery, mode: '0600', template: NODE_PATHS.discoveryTemplate },
  ];
}
