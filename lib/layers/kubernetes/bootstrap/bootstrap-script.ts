import type { NodeDownload } from '../../container';
import type { ClusterPlan, NodePlan, PoolPlan } from '../plan';
import { KERNEL_MODULES } from './kernel';
import { hostAndPort } from './kubeadm-config';
import { NODE_PATHS, WRAPPING_TOKEN } from './node-paths';

/** The script that makes a machine a node, once. What it does not know for certain it does not do: a failure ends it, with one clear line. */
export function bootstrapScript(cluster: ClusterPlan, pool: PoolPlan, node: NodePlan): string {
  const downloads = pool.runtimes.flatMap((runtime) => runtime.downloads(pool.architecture));
  const { minorVersion } = cluster.version;
  return `#!/usr/bin/env bash
# Makes this machine a node of the cluster ${cluster.name}. cloud-init starts it at the first boot; once it has done its work it does nothing.
set -euo pipefail
umask 022

step='starting'
say() {
  echo "strata-bootstrap: $*"
  { echo "strata-bootstrap: $*" > /dev/console; } 2> /dev/null || true
}
finish() {
  local status=$?
  rm -rf ${NODE_PATHS.inMemory}
  if [ "$status" -ne 0 ]; then
    say "FAILED while $step (exit $status). This machine is no node of ${cluster.name}; see /var/log/cloud-init-output.log, then replace the VM with a new wrapping token"
  fi
}
trap finish EXIT

if [ -e ${NODE_PATHS.bootstrapped} ]; then
  say 'this machine is a node already'
  exit 0
fi

step='looking for Kubernetes ${minorVersion} in the image'
[[ "$(kubeadm version -o short)" == v${minorVersion}.* ]] || { echo "kubeadm is $(kubeadm version -o short), not v${minorVersion}"; exit 1; }
[[ "$(kubelet --version)" == *' v${minorVersion}.'* ]] || { echo "kubelet is $(kubelet --version), not v${minorVersion}"; exit 1; }

step='setting up the kernel'
modprobe -a ${KERNEL_MODULES.join(' ')}
sysctl -q -p /etc/sysctl.d/99-zz-kubernetes.conf
swapoff -a
systemctl --quiet mask swap.target
${fetching(downloads)}
step='starting containerd'
systemctl daemon-reload
systemctl --quiet enable containerd kubelet
systemctl restart containerd

step='fetching the secrets of the cluster'
install --directory --mode 0700 ${NODE_PATHS.inMemory}
cloud-init query ds.meta_data.${WRAPPING_TOKEN} > ${NODE_PATHS.wrappingToken}
${NODE_PATHS.secretsProgram} ${NODE_PATHS.secretsPlan} ${NODE_PATHS.wrappingToken}

${node.first ? makingOrJoining(cluster) : JOINING}
mkdir -p "$(dirname ${NODE_PATHS.bootstrapped})"
touch ${NODE_PATHS.bootstrapped}
say 'this machine is a node of ${cluster.name}'
`;
}

function fetching(downloads: readonly NodeDownload[]): string {
  if (downloads.length === 0) return '';
  return `
step='fetching what runs containers'
work="$(mktemp -d)"
fetch() {
  step="fetching $1"
  curl --fail --silent --show-error --location --retry 5 --retry-connrefused --max-time 600 --output "$work/download" "$1"
  echo "$2  $work/download" | sha256sum --check --quiet -
}
${downloads.map(fetched).join('\n')}
rm -rf "$work"
`;
}

function fetched({ url, sha256, to, archive, permissions }: NodeDownload): string {
  const put =
    archive === 'none'
      ? `install --mode ${permissions} -D "$work/download" ${quoted(to)}`
      : `mkdir -p ${quoted(to)}\ntar --extract --gzip --no-same-owner --file "$work/download" --directory ${quoted(to)}`;
  return `fetch ${quoted(url)} ${sha256}\n${put}`;
}

const JOINING = `step='joining the cluster by kubeadm join'
kubeadm join --config ${NODE_PATHS.join}
`;

/**
 * A cluster that is there already is joined: made once more, under the same authority and the same address, it would be two. kubeadm would
 * print the join token. A file in the folder of manifests is a pod, so that a new one is made outside and moved in.
 */
function makingOrJoining({ endpoint, virtualIp, apiServer }: ClusterPlan): string {
  const urls = new Set([hostAndPort(endpoint.host, endpoint.port), hostAndPort(virtualIp, apiServer.port)]);
  return `step='looking for the cluster'
answers() {
  local url
  for _ in 1 2 3 4 5; do
    for url in ${[...urls].map((each) => quoted(`https://${each}/livez`)).join(' ')}; do
      curl --silent --output /dev/null --max-time 5 --cacert ${NODE_PATHS.pki}/ca.crt "$url" && return 0
    done
    sleep 3
  done
  return 1
}
kube_vip_by() {
  sed "s#path: /etc/kubernetes/.*admin.conf#path: /etc/kubernetes/$1#" ${NODE_PATHS.kubeVip} > /etc/kubernetes/.kube-vip.yaml
  mv /etc/kubernetes/.kube-vip.yaml ${NODE_PATHS.kubeVip}
}

if answers; then
${indented(JOINING)}else
  step='making the cluster by kubeadm init'
  kube_vip_by super-admin.conf
  kubeadm init --config ${NODE_PATHS.init} --skip-token-print
  kube_vip_by admin.conf
fi
`;
}

function indented(text: string): string {
  return text.replaceAll(/^(?=.)/gm, '  ');
}

/** A word of a shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
