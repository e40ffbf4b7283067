import type { IConstruct } from 'constructs';
import { ConstructError } from '../../construct-error';
import { CloudInit } from '../../vsphere';
import type { ClusterPlan, NodePlan, PoolPlan } from '../plan';
import { nodeFiles } from './node-files';
import { NODE_PATHS, WRAPPING_TOKEN } from './node-paths';
import { yamlOf } from './yaml';

/**
 * What makes a VM a node of a cluster at its first boot: for an image with containerd, kubelet and kubeadm of the version, as those of
 * image-builder are (https://image-builder.sigs.k8s.io/capi/providers/vsphere.html).
 *
 * The user data is known at synthesis to the last byte, so that rules can read it. The one value that is not is the wrapping token, in the
 * metadata: when a new one is given, that changes, and the provider would restart every node that has it. The VM has to ignore changes of
 * `extra_config` for that reason, and a node is replaced to change it.
 *
 * @throws when the plan cannot become a node: a label that a node may not give itself, more reserved than there is
 */
export function cloudInitOf(machine: IConstruct, cluster: ClusterPlan, pool: PoolPlan, node: NodePlan): CloudInit {
  if (node.first && pool.role !== 'control-plane') {
    throw new ConstructError(machine, `node "${node.name}" is to make the cluster, but is a worker; make it one of the control plane`);
  }
  const files = nodeFiles(machine, cluster, pool, node).map(({ path, content, permissions }) => ({ path, permissions, content }));
  return CloudInit.of({
    userData: `#cloud-config\n${yamlOf({ manage_etc_hosts: 'localhost', write_files: files, runcmd: [[NODE_PATHS.script]] })}`,
    metaData: {
      'instance-id': node.name,
      'local-hostname': node.name,
      [WRAPPING_TOKEN]: cluster.bootstrap.wrappingToken(machine, cluster, node),
    },
  });
}
