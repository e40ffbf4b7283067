import { built, generated, pinned, published, type Tool } from './build';
import { cloudInit } from './cloud-init';

/** Kubernetes' own programs, and those that stand beside them on a node. */
export interface KubernetesTools {
  readonly etcd: Tool;
  /** Of the newest version, as are those of the next three lines. */
  readonly apiServer: Tool;
  readonly scheduler: Tool;
  readonly kubeadm: Tool;
  /** Prints what kubelet's code makes of a machine: tools/kubernetes-1.37/main.go. */
  readonly kubeletNode: Tool;
  /** Of the oldest version that Strata knows. */
  readonly oldestKubeadm: Tool;
  /** containerd 2, of configuration version 3. */
  readonly containerd: Tool;
  /** containerd 1.7, of configuration version 2. */
  readonly olderContainerd: Tool;
  readonly cloudInit: Tool;
  /** A folder of the definitions that Argo CD brings. */
  readonly argoCdDefinitions: Tool;
  /** A folder of the definitions of Flux's sources and Helm releases. */
  readonly fluxDefinitions: Tool;
}

/** The folders of the newest and of the oldest version. */
const NEWEST = 'kubernetes-1.37';
const OLDEST = 'kubernetes-1.30';

/** etcd stands in the newest version's module: the two are tested together, and most of what they compile is the same. */
export function kubernetesTools(): KubernetesTools {
  const kubernetes = (folder: string, program: string): Tool =>
    built(folder, `k8s.io/kubernetes/cmd/${program}`, { as: program, flags: kubernetesFlags(folder) });
  return {
    etcd: built(NEWEST, 'go.etcd.io/etcd/server/v3', { as: 'etcd', flags: STRIPPED }),
    apiServer: kubernetes(NEWEST, 'kube-apiserver'),
    scheduler: kubernetes(NEWEST, 'kube-scheduler'),
    kubeadm: kubernetes(NEWEST, 'kubeadm'),
    kubeletNode: built(NEWEST, '.', { as: 'kubelet-node', flags: kubernetesFlags(NEWEST) }),
    oldestKubeadm: kubernetes(OLDEST, 'kubeadm'),
    containerd: built('containerd-2', 'github.com/containerd/containerd/v2/cmd/containerd', { as: 'containerd', flags: CONTAINERD }),
    olderContainerd: built('containerd-1.7', 'github.com/containerd/containerd/cmd/containerd', { as: 'containerd', flags: CONTAINERD }),
    cloudInit: cloudInit(),
    argoCdDefinitions: published('github.com/argoproj/argo-cd/v3', ARGO_CD, 'manifests/crds'),
    fluxDefinitions: generated('flux-definitions', (into) => [
      'controller-gen',
      'crd',
      ...FLUX.map((types) => `paths=${types}`),
      `output:crd:dir=${into}`,
    ]),
  };
}

/** The newest that asks for no newer Go than 1.26, since the Go client hands out no other. */
const ARGO_CD = 'v3.5.7';

/** The types from which Flux generates its definitions, by the same program. */
const FLUX = ['github.com/fluxcd/helm-controller/api/v2', 'github.com/fluxcd/source-controller/api/v1'];

/** Without symbols these programs are a third smaller and sooner linked. */
const STRIPPED = ['-ldflags', '-s -w'];

/** Without the drivers of file systems that no test mounts. */
const CONTAINERD = [...STRIPPED, '-tags', 'no_btrfs,no_zfs,no_devmapper'];

/** A Kubernetes program knows its version from the linker; kubeadm refuses configurations of others than its own. */
function kubernetesFlags(folder: string): readonly string[] {
  const version = pinned(folder, 'k8s.io/kubernetes');
  const [major, minor] = version.slice(1).split('.');
  const set = Object.entries({ gitVersion: version, gitMajor: major, gitMinor: minor, gitTreeState: 'clean' });
  return ['-ldflags', ['-s -w', ...set.map(([name, value]) => `-X k8s.io/component-base/version.${name}=${value}`)].join(' ')];
}

/** What the suites of Kubernetes run with, and why what is missing is. */
export function kubernetesBanner(tools: KubernetesTools): string {
  const containerd = (folder: string, path: string): string => pinned(folder, `github.com/containerd/containerd${path}`);
  const names: Readonly<Record<keyof KubernetesTools, string>> = {
    etcd: `etcd ${pinned(NEWEST, 'go.etcd.io/etcd/server/v3')}`,
    apiServer: `kube-apiserver ${pinned(NEWEST, 'k8s.io/kubernetes')}`,
    scheduler: 'kube-scheduler',
    kubeadm: 'kubeadm',
    kubeletNode: "kubelet's code",
    oldestKubeadm: `kubeadm ${pinned(OLDEST, 'k8s.io/kubernetes')}`,
    containerd: `containerd ${containerd('containerd-2', '/v2')}`,
    olderContainerd: `containerd ${containerd('containerd-1.7', '')}`,
    cloudInit: 'cloud-init',
    argoCdDefinitions: `definitions of Argo CD ${ARGO_CD}`,
    fluxDefinitions: `of Flux's helm-controller ${pinned('flux-definitions', 'github.com/fluxcd/helm-controller/api')}`,
  };
  const said = Object.entries(tools).map(([key, tool]: [string, Tool]) =>
    'path' in tool ? names[key as keyof KubernetesTools] : `missing: ${tool.missing}`,
  );
  return said.join(', ');
}
