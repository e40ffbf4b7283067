import type { ClusterPlan } from '../plan';

/**
 * kube-vip as a static pod: the control-plane nodes elect one among them that answers for the shared address by ARP or NDP
 * (kube-vip.io/docs/installation/static, and `internal/kubevip/kube-vip.yaml` of cluster-api-provider-vsphere).
 *
 * It talks to the API server of its own node, which its certificate calls `kubernetes`. While a node makes the cluster, admin.conf has no rights
 * yet: the script gives it super-admin.conf until that is done (https://github.com/kube-vip/kube-vip/issues/684).
 */
export function kubeVipPod(cluster: ClusterPlan): object {
  const kubeconfig = '/etc/kubernetes/admin.conf';
  const env = {
    address: cluster.virtualIp,
    port: String(cluster.apiServer.port),
    vip_arp: 'true',
    vip_subnet: cluster.virtualIp.includes(':') ? '128' : '32',
    cp_enable: 'true',
    cp_namespace: 'kube-system',
    svc_enable: 'false',
    vip_leaderelection: 'true',
    vip_leasename: 'plndr-cp-lock',
    vip_leaseduration: '15',
    vip_renewdeadline: '10',
    vip_retryperiod: '2',
  };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'kube-vip', namespace: 'kube-system' },
    spec: {
      priorityClassName: 'system-node-critical',
      hostNetwork: true,
      hostAliases: [{ ip: '127.0.0.1', hostnames: ['kubernetes'] }],
      containers: [
        {
          name: 'kube-vip',
          image: cluster.virtualIpImage.reference,
          imagePullPolicy: 'IfNotPresent',
          args: ['manager'],
          env: Object.entries(env).map(([name, value]) => ({ name, value })),
          securityContext: { capabilities: { drop: ['ALL'], add: ['NET_ADMIN', 'NET_RAW'] } },
          volumeMounts: [{ name: 'kubeconfig', mountPath: kubeconfig, readOnly: true }],
        },
      ],
      // A folder would be made in its place if the pod started before the file is there.
      volumes: [{ name: 'kubeconfig', hostPath: { path: kubeconfig, type: 'File' } }],
    },
  };
}
