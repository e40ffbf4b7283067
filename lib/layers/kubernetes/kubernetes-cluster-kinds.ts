import type { Kind } from '../kind';

export const VERSION: Kind = { member: 'kubeadmApiVersion', name: 'a KubernetesVersion', repair: 'give one such as `KubernetesVersion.V1_34`' };
export const BOOTSTRAP: Kind = {
  member: 'endpoint',
  name: 'a Bootstrap',
  repair: "give one such as `Bootstrap.vault({ address: 'https://vault.example.com' })`",
};
export const CNI: Kind = { member: 'needsKubeProxy', name: 'a Cni', repair: 'give one such as `Cni.cilium()`' };
export const STORAGE_CLASS: Kind = { member: 'policy', name: 'a storage class', repair: "give one such as `{ policy: 'gold' }`" };
export const POD_SECURITY: Kind = { member: 'enforce', name: 'a PodSecurity', repair: 'give one such as `PodSecurity.baseline()`' };
export const NODE_ADDRESSES: Kind = { member: '_networkConfig', name: 'a NodeAddresses', repair: 'give one such as `NodeAddresses.dhcp()`' };
