/** What a minor version of Kubernetes brings, as of its newest patch that is known. */
export interface KubernetesRelease {
  readonly minor: number;
  readonly newestPatch: number;
  /** API version of kubeadm's configuration that it prefers. */
  readonly kubeadmApi: 'v1beta3' | 'v1beta4';
  /** Tags of the images that kubeadm asks for, beside its own version. An earlier patch may ask for an earlier etcd or CoreDNS. */
  readonly images: { readonly pause: string; readonly coreDns: string; readonly etcd: string };
  /** The least patch of each minor of containerd that its makers recommend; undefined where they have not said. */
  readonly recommendedContainerd: readonly string[] | undefined;
}

/**
 * The releases, oldest first. Images and kubeadm's API by `cmd/kubeadm/app/constants/constants.go` and
 * `cmd/kubeadm/app/apis/kubeadm/scheme/scheme.go` of each release, such as
 * https://github.com/kubernetes/kubernetes/blob/v1.34.4/cmd/kubeadm/app/constants/constants.go; containerd by the table "Kubernetes Support" of
 * https://github.com/containerd/containerd/blob/main/RELEASES.md, which says what was tested most, not what works at all.
 */
export const RELEASES: readonly KubernetesRelease[] = [
  {
    minor: 30,
    newestPatch: 14,
    kubeadmApi: 'v1beta3',
    images: { pause: '3.9', coreDns: 'v1.11.3', etcd: '3.5.15-0' },
    recommendedContainerd: ['1.6.28', '1.7.13', '2.0.0', '2.1.0'],
  },
  {
    minor: 31,
    newestPatch: 14,
    kubeadmApi: 'v1beta4',
    images: { pause: '3.10', coreDns: 'v1.11.3', etcd: '3.5.24-0' },
    recommendedContainerd: ['1.6.34', '1.7.20', '2.0.0', '2.1.0'],
  },
  {
    minor: 32,
    newestPatch: 13,
    kubeadmApi: 'v1beta4',
    images: { pause: '3.10', coreDns: 'v1.11.3', etcd: '3.5.24-0' },
    recommendedContainerd: ['1.6.36', '1.7.24', '2.0.1', '2.1.0'],
  },
  {
    minor: 33,
    newestPatch: 13,
    kubeadmApi: 'v1beta4',
    images: { pause: '3.10', coreDns: 'v1.12.0', etcd: '3.5.24-0' },
    recommendedContainerd: ['1.6.36', '1.7.24', '2.0.4', '2.1.0'],
  },
  {
    minor: 34,
    newestPatch: 4,
    kubeadmApi: 'v1beta4',
    images: { pause: '3.10.1', coreDns: 'v1.12.1', etcd: '3.6.5-0' },
    recommendedContainerd: ['1.6.39', '1.7.28', '2.0.6', '2.1.3'],
  },
  {
    minor: 35,
    newestPatch: 4,
    kubeadmApi: 'v1beta4',
    images: { pause: '3.10.1', coreDns: 'v1.13.1', etcd: '3.6.6-0' },
    recommendedContainerd: ['1.7.28', '2.1.5', '2.2.0'],
  },
  {
    minor: 36,
    newestPatch: 3,
    kubeadmApi: 'v1beta4',
    images: { pause: '3.10.2', coreDns: 'v1.14.2', etcd: '3.6.8-0' },
    recommendedContainerd: ['2.2.0', '2.3.0'],
  },
  {
    minor: 37,
    newestPatch: 2,
    kubeadmApi: 'v1beta4',
    images: { pause: '3.10.2', coreDns: 'v1.14.6', etcd: '3.7.0-0' },
    recommendedContainerd: undefined,
  },
];

/**
 * The least minor of containerd that kubelet works with at all: it speaks version 1 of the container runtime interface and nothing older, which
 * containerd has since 1.6. https://github.com/kubernetes/cri-client/blob/v0.34.4/pkg/remote_runtime.go (`validateServiceConnection`),
 * https://github.com/containerd/containerd/blob/main/RELEASES.md ("Public API Stability").
 */
export const LEAST_CONTAINERD = '1.6';

/**
 * What pods with `hostUsers: false` take of a node since Kubernetes 1.27. containerd 1.6 ignores the field without a word.
 * https://github.com/containerd/containerd/blob/main/docs/user-namespaces/README.md
 */
export const USER_NAMESPACES = { containerd: '2.0', kernel: '6.3', runc: '1.2' } as const;

/**
 * What kubelet does on Linux where its configuration says nothing, the same in every release from 1.30 to 1.37.
 * https://github.com/kubernetes/kubernetes/blob/v1.34.4/pkg/kubelet/apis/config/v1beta1/defaults.go,
 * https://github.com/kubernetes/kubernetes/blob/v1.34.4/pkg/kubelet/eviction/defaults_linux.go
 */
export const KUBELET_DEFAULTS = {
  maxPods: 110,
  /** A list that is given replaces all of this. */
  evictionHard: {
    'memory.available': '100Mi',
    'nodefs.available': '10%',
    'nodefs.inodesFree': '5%',
    'imagefs.available': '15%',
    'imagefs.inodesFree': '5%',
  },
} as const;
