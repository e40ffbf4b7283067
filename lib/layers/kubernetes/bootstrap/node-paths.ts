/** Where things lie on a node. What kubeadm and the kubelet know lies where they look for it. */
export const NODE_PATHS = {
  /** kubeadm's configuration for the node that makes the cluster, with a name where the join token goes. */
  initTemplate: '/etc/strata/kubeadm-init.yaml',
  /** The same with the token in it: in memory, and gone when the node has joined. */
  init: '/run/strata/kubeadm-init.yaml',
  join: '/etc/strata/kubeadm-join.yaml',
  discoveryTemplate: '/etc/strata/discovery.conf',
  /** What a node that joins knows the cluster by. */
  discovery: '/run/strata/discovery.conf',
  wrappingToken: '/run/strata/wrapping-token',
  inMemory: '/run/strata',
  secretsPlan: '/etc/strata/secrets.json',
  vaultCa: '/etc/strata/vault-ca.crt',
  bootstrapped: '/var/lib/strata/bootstrapped',
  script: '/usr/local/sbin/strata-bootstrap',
  secretsProgram: '/usr/local/sbin/strata-secrets',
  pki: '/etc/kubernetes/pki',
  patches: '/etc/kubernetes/patches',
  kubeletPatch: '/etc/kubernetes/patches/kubeletconfiguration+merge.yaml',
  manifests: '/etc/kubernetes/manifests',
  kubeVip: '/etc/kubernetes/manifests/kube-vip.yaml',
  audit: '/etc/kubernetes/audit',
  auditLog: '/var/log/kubernetes/audit',
  admission: '/etc/kubernetes/admission',
  encryption: '/etc/kubernetes/encryption',
  encryptionTemplate: '/etc/strata/encryption.yaml',
} as const;

/** Name of the wrapping token in the metadata of a node. cloud-init finds names with dashes under another one. */
export const WRAPPING_TOKEN = 'strata_wrapping_token';
