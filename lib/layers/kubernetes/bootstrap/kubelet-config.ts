import type { IConstruct } from 'constructs';
import { ConstructError } from '../../construct-error';
import type { ClusterPlan, PoolPlan } from '../plan';
import { NODE_PATHS } from './node-paths';

/** What all kubelets of a cluster have in common: kubeadm hands it to each that joins. */
export function kubeletConfiguration({ dnsDomain, featureGates }: ClusterPlan): object {
  return {
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: true },
      x509: { clientCAFile: `${NODE_PATHS.pki}/ca.crt` },
    },
    authorization: { mode: 'Webhook' },
    cgroupDriver: 'systemd',
    clusterDomain: dnsDomain,
    ...(Object.keys(featureGates).length > 0 && { featureGates }),
    protectKernelDefaults: true,
    readOnlyPort: 0,
    rotateCertificates: true,
    seccompDefault: true,
  };
}

/**
 * What the kubelets of a pool have of their own. A node that joins gets its configuration from the cluster, so that it can differ by a patch
 * only (kubernetes.io/docs/setup/production-environment/tools/kubeadm/control-plane-flags, "Customizing with patches").
 *
 * @throws when more is reserved than the node has: its kubelet would not start
 */
export function kubeletPatch(machine: IConstruct, { name, reservations, size, maxPods }: PoolPlan): object {
  const excess = reservations.excess(size);
  if (excess !== undefined) {
    throw new ConstructError(machine, `pool "${name}" reserves ${excess}, and its kubelets would not start; reserve less, or make its nodes larger`);
  }
  const { kubeReserved, systemReserved, evictionHard } = reservations.fields(size);
  return {
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    maxPods,
    evictionHard,
    ...(Object.keys(kubeReserved).length > 0 && { kubeReserved }),
    ...(Object.keys(systemReserved).length > 0 && { systemReserved }),
  };
}
