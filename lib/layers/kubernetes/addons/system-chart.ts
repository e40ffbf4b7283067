import { existsSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { ApiObject, Include } from 'cdk8s';
import { Construct } from 'constructs';
import { declare, KNOWN_TO_STRATA, type AddOnFacts, type LockedImage } from '../../../estate';
import { checkKind, got } from '../../check';
import { ConstructError } from '../../construct-error';
import { OciImage } from '../../container';
import type { Kind } from '../../kind';
import type { ChartCluster } from '../chart/chart-props';
import { chartScope } from '../chart/chart-scope';
import { KubernetesChart } from '../chart/kubernetes-chart';
import { BootstrapJob } from './bootstrap-job';
import { releaseOf } from './helm-chart';
import type { HelmChart, Release } from './helm-chart';
import { makeRuntimeClasses } from './runtime-classes';
import { makeStorageClasses } from './storage-classes';
import type { SystemChartProps } from './system-chart-props';
import { CLOUD_PROVIDER_SECRET, cloudProvider, makeCloudConfig, STORAGE_DRIVER_SECRET, storageDriver } from './vsphere';

/** What a cluster runs beside the charts of its users, and the door by which more is added. */
export interface SystemChart {
  /** Hosts that its nodes fetch charts and the installer from, in the order of the alphabet. */
  readonly hosts: readonly string[];
  /** What nobody renders at synthesis. */
  readonly addOns: readonly AddOnFacts[];
  /**
   * Adds a Helm chart that the cluster's controller installs and keeps as it is.
   *
   * @throws when the cluster has no controller, or the name is taken
   */
  addAddon(name: string, addon: HelmChart): void;
}

/** docker.io/alpine/helm 3.19.0. */
const INSTALLER = 'docker.io/alpine/helm:3.19.0@sha256:aef9b56f64e866207d9591d0abd8f6d767b36aadd12edf68f8a719716d9d29c9';
/** As hub.docker.com/r/alpine/helm lists it. */
const INSTALLER_LOCK: LockedImage = {
  reference: INSTALLER.split('@')[0]!,
  digest: INSTALLER.split('@')[1]!,
  platforms: [
    { os: 'linux', architecture: 'amd64' },
    { os: 'linux', architecture: 'arm64' },
  ],
  referrers: [],
  file: KNOWN_TO_STRATA,
};
const GITOPS: Kind = { member: '_parts', name: 'a GitOps', repair: 'give `GitOps.argoCd()` or `GitOps.flux()`' };
/** Before and behind every chart of the user. */
const FIRST = 0;
const LAST = 90;
const SYSTEM_NAMESPACE = 'kube-system';
const STORAGE_DRIVER = 'vsphere-csi';
const CLOUD_PROVIDER = 'vsphere-cpi';
/** What the operator makes, by the release that reads it. */
const SECRETS: Readonly<Record<string, readonly string[]>> = {
  [CLOUD_PROVIDER]: [CLOUD_PROVIDER_SECRET],
  [STORAGE_DRIVER]: [STORAGE_DRIVER_SECRET],
};

/**
 * Makes what a cluster needs to run at all: network plugin, cloud provider, storage driver, and classes of pods and claims.
 *
 * @throws when a chart is not pinned, or a class cannot be made
 */
export function makeSystemChart(cluster: ChartCluster, props: SystemChartProps): SystemChart {
  return new System(cluster, props);
}

class System implements SystemChart {
  private readonly releases: Release[] = [];
  private readonly charts = new Map<string, KubernetesChart>();

  public constructor(
    private readonly cluster: ChartCluster,
    private readonly props: SystemChartProps,
  ) {
    const { cni, gitOps, vsphere, storage = [], pools } = props;
    if (gitOps !== undefined) checkKind(cluster, 'gitOps', gitOps, GITOPS);
    // In the order in which a new cluster needs them.
    const first = [
      ...(cni === undefined ? [] : [this.release(cni.name, cni)]),
      ...(vsphere === undefined ? [] : [this.release(CLOUD_PROVIDER, cloudProvider(cluster, props))]),
      ...(gitOps === undefined ? [] : [this.release(gitOps._parts.controller.name, gitOps._parts.controller)]),
      // Without a controller nobody else would install it.
      ...(gitOps === undefined && vsphere !== undefined ? [this.release(STORAGE_DRIVER, storageDriver(vsphere))] : []),
    ];
    if (first.length > 0) this.bootstrap(first);
    if (vsphere !== undefined) makeCloudConfig(this.chart(SYSTEM_NAMESPACE, FIRST), vsphere);
    if (storage.length > 0) makeStorageClasses(cluster, this.chart(SYSTEM_NAMESPACE, FIRST), storage, vsphere?.topology);
    if (pools.some(({ runtimes }) => runtimes.length > 0)) makeRuntimeClasses(cluster, this.chart(SYSTEM_NAMESPACE, FIRST), pools);
    if (gitOps === undefined) return;
    const { definitions } = gitOps._parts;
    if (definitions !== undefined) this.include(definitions);
    for (const release of first) this.render(release);
    if (vsphere !== undefined) this.addAddon(STORAGE_DRIVER, storageDriver(vsphere));
  }

  public get hosts(): readonly string[] {
    const repositories = this.releases.map(({ repository }) => new URL(repository).hostname);
    return [...new Set([...repositories, this.installer.registry])].sort();
  }

  public get addOns(): readonly AddOnFacts[] {
    return this.releases.map(({ name, chart, version, namespace, apis }) => ({
      name,
      chart: `${chart} ${version}`,
      namespace,
      apis,
      secrets: (SECRETS[name] ?? []).map((secret) => `${SYSTEM_NAMESPACE}/${secret}`),
    }));
  }

  public addAddon(name: string, addon: HelmChart): void {
    if (this.props.gitOps === undefined) {
      throw new ConstructError(
        this.cluster,
        `nothing would install the add-on ${JSON.stringify(name)}, since the cluster has no controller; give it \`addons: GitOps.argoCd()\` or \`GitOps.flux()\``,
      );
    }
    this.render(this.release(name, addon));
  }

  private get installer(): OciImage {
    return this.props.gitOps?._parts.installer ?? OciImage.of(INSTALLER);
  }

  /** What the cluster cannot wait for a controller with, and the namespaces that its pods are let into. */
  private bootstrap(releases: readonly Release[]): void {
    const chart = this.chart(SYSTEM_NAMESPACE, FIRST);
    const scope = new Construct(chart, 'namespaces');
    const { cni } = this.props;
    for (const { name, namespace } of releases) {
      if (namespace === SYSTEM_NAMESPACE || scope.node.tryFindChild(namespace) !== undefined) continue;
      // A network plugin takes part in the network of its nodes, which only `privileged` lets it.
      const level = name === cni?.name ? 'privileged' : 'baseline';
      new ApiObject(new Construct(scope, namespace), 'Resource', {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: namespace, labels: { 'pod-security.kubernetes.io/enforce': level } },
      });
    }
    new BootstrapJob(chart, { releases, image: this.installer, endpoint: this.props.endpoint });
    // Its platforms are Strata's to know: nobody has to lock an image that he did not choose.
    if (this.installer.reference === INSTALLER)
      declare(chart, { kind: 'image-lock', of: chart.node.path, file: KNOWN_TO_STRATA, images: [INSTALLER_LOCK] });
  }

  /** @param file relative to the working directory */
  private include(file: string): void {
    if (typeof file !== 'string' || /^[a-z]+:\/\//i.test(file) || !existsSync(file)) {
      throw new ConstructError(
        this.cluster,
        `definitions must be a YAML file that is there, since nothing is fetched at synthesis, got ${got(file)}`,
      );
    }
    const chart = this.chart(SYSTEM_NAMESPACE, FIRST);
    declare(chart, { kind: 'input', of: chart.node.path, file: relative(process.cwd(), resolve(file)).split(sep).join('/') });
    new Include(chart, 'definitions', { url: file });
  }

  private release(name: string, addon: HelmChart): Release {
    const release = releaseOf(this.cluster, name, addon);
    if (this.releases.some((other) => other.name === name)) {
      throw new ConstructError(this.cluster, `it has an add-on ${JSON.stringify(name)} already; give this one another name`);
    }
    this.releases.push(release);
    return release;
  }

  private render(release: Release): void {
    this.props.gitOps!._parts.render(this.chart('kube-addons', LAST), release);
  }

  /** Made when there is something for it, since a cluster without any manifest needs nobody to write them. */
  private chart(id: string, rank: number): KubernetesChart {
    const chart = this.charts.get(id) ?? new KubernetesChart(chartScope(this.cluster, id), id, this.cluster, {}, rank);
    this.charts.set(id, chart);
    return chart;
  }
}
