import { Size } from 'cdk8s';
import { App, TerraformStack, Token } from 'cdktf';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parse } from 'yaml';
import type { IContainerRuntime } from '../../../../lib/layers/container';
import { OciImage } from '../../../../lib/layers/container';
import { makeSystemChart } from '../../../../lib/layers/kubernetes/addons/system-chart';
import type { SystemChart } from '../../../../lib/layers/kubernetes/addons/system-chart';
import type { SystemChartProps, SystemPool } from '../../../../lib/layers/kubernetes/addons/system-chart-props';
import { GitOps } from '../../../../lib/layers/kubernetes/gitops/gitops';
import { synthesize } from '../../../../lib/testing';
import { temporaryFolder } from '../../../app/trees';
import { StandIn } from '../chart/stand-in';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- objects of many kinds, looked into field by field
type Body = Record<string, any>;

const CNI = {
  name: 'cilium',
  chart: 'cilium',
  repository: 'https://helm.cilium.io',
  version: '1.18.4',
  namespace: 'kube-system',
  values: { kubeProxyReplacement: true },
};

function pool(name: string, change: Partial<SystemPool> = {}): SystemPool {
  return { name, role: 'worker', labels: { 'cdk-strata/pool': name }, taints: [], runtimes: [], ...change };
}

function runtime(handler: string, overhead?: IContainerRuntime['overhead']): IContainerRuntime {
  const isolation = 'wasm' as const;
  return { handler, runtimeType: `io.containerd.${handler}.v1`, isolation, downloads: () => [], ...(overhead === undefined ? {} : { overhead }) };
}

const BARE: SystemChartProps = {
  name: 'prod',
  version: '1.34',
  endpoint: { host: '10.20.0.10', port: 6443 },
  podCidrs: ['10.244.0.0/16'],
  pools: [pool('general')],
};
const VSPHERE = { server: 'vc.example.com', datacenters: ['fra1'] };

function made(
  props: Partial<SystemChartProps>,
  more: (system: SystemChart) => void = () => undefined,
): ReturnType<typeof synthesize> & { bodies: Body[] } {
  const result = synthesize((app) => more(makeSystemChart(new StandIn(new TerraformStack(app, 'site'), 'prod'), { ...BARE, ...props })));
  return { ...result, bodies: result.estate.manifests.map(({ body }) => body as Body) };
}

function of(bodies: readonly Body[], kind: string): Body[] {
  return bodies.filter((body) => body.kind === kind);
}

function alone(): StandIn {
  return new StandIn(new TerraformStack(new App({ outdir: temporaryFolder() }), 'site'), 'prod');
}

describe('the system chart', () => {
  test.each([
    ['Argo CD', GitOps.argoCd()],
    ['Flux', GitOps.flux()],
  ])('with %s is written as it always was', (_, gitOps) => {
    const { manifests, findings } = made(
      {
        cni: CNI,
        gitOps,
        vsphere: VSPHERE,
        storage: [{ policy: 'vSAN gold' }, { policy: 'silver', name: 'cheap' }],
        pools: [pool('general'), pool('wasm', { taints: [{ key: 'wasm', value: '', effect: 'NoSchedule' }], runtimes: [runtime('wasmtime')] })],
      },
      (system) =>
        system.addAddon('cert-manager', {
          chart: 'cert-manager',
          repository: 'oci://quay.io/jetstack/charts',
          version: 'v1.19.1',
          values: { replicaCount: 2 },
        }),
    );
    expect(findings.filter(({ rule }) => rule === 'VALIDATION')).toEqual([]);
    expect(Object.keys(manifests)).toEqual(['prod/00-kube-system.k8s.yaml', 'prod/90-kube-addons.k8s.yaml']);
    expect(manifests).toMatchSnapshot();
  });

  test('of a cluster that needs nothing is nothing, and asks nobody to write it', () => {
    expect(made({}).manifests).toEqual({});
    const cluster = alone();
    makeSystemChart(cluster, BARE);
    expect(() => (cluster.node.root as App).synth()).not.toThrow();
  });

  test('says what it takes as true of charts, and where they come from', () => {
    const said: SystemChart[] = [];
    made({ cni: CNI, gitOps: GitOps.argoCd(), vsphere: VSPHERE }, (system) => said.push(system));
    expect(said[0]!.hosts).toEqual(['argoproj.github.io', 'charts.rancher.io', 'docker.io', 'helm.cilium.io', 'kubernetes.github.io']);
    expect(said[0]!.addOns.map(({ chart, namespace, secrets }) => [chart, namespace, ...secrets])).toEqual([
      ['cilium 1.18.4', 'kube-system'],
      ['vsphere-cpi 1.34.0', 'kube-system', 'kube-system/vsphere-cloud-secret'],
      ['argo-cd 9.5.21', 'argocd'],
      ['rancher-vsphere-csi 106.0.0+up3.3.1-rancher9', 'kube-system', 'kube-system/vsphere-config-secret'],
    ]);
    expect(said[0]!.addOns.find(({ name }) => name === 'argocd')!.apis).toEqual(['argoproj.io/v1alpha1']);
  });

  test('has no secret in it', () => {
    const { bodies, findings } = made({ cni: CNI, gitOps: GitOps.argoCd(), vsphere: VSPHERE });
    expect(of(bodies, 'Secret')).toEqual([]);
    expect(findings.filter(({ rule }) => rule === 'CFG-010')).toEqual([]);
  });
});

describe('the bootstrap Job', () => {
  const job = (props: Partial<SystemChartProps>): { job: Body; files: Body } => {
    const { bodies } = made(props);
    return { job: of(bodies, 'Job')[0]!, files: of(bodies, 'ConfigMap').find(({ data }) => 'install.sh' in (data as object))! };
  };

  test('needs no network of pods, no DNS of the cluster and no node without taints', () => {
    const { spec } = job({ cni: CNI }).job.spec.template as Body;
    expect(spec).toMatchObject({
      hostNetwork: true,
      dnsPolicy: 'Default',
      tolerations: [{ operator: 'Exists' }],
      nodeSelector: { 'node-role.kubernetes.io/control-plane': '' },
    });
    expect(spec.containers[0].env).toEqual(
      expect.arrayContaining([
        { name: 'KUBERNETES_SERVICE_HOST', value: '10.20.0.10' },
        { name: 'KUBERNETES_SERVICE_PORT', value: '6443' },
      ]),
    );
    expect(spec.containers[0].image).toMatch(/@sha256:[0-9a-f]{64}$/);
  });

  test('installs plugin, cloud provider and controller, in this order, with the values that the controller has', () => {
    const { bodies } = made({ cni: CNI, vsphere: VSPHERE, gitOps: GitOps.argoCd({ values: { dex: { enabled: false } } }) });
    const { data } = of(bodies, 'ConfigMap').find(({ data }) => 'install.sh' in (data as object)) as Body;
    expect(data['install.sh'].match(/^install .*$/gm)).toEqual([
      'install cilium kube-system cilium --repo https://helm.cilium.io --version 1.18.4',
      'install vsphere-cpi kube-system vsphere-cpi --repo https://kubernetes.github.io/cloud-provider-vsphere --version 1.34.0',
      'install argocd argocd argo-cd --repo https://argoproj.github.io/argo-helm --version 9.5.21',
    ]);
    for (const { metadata, spec } of of(bodies, 'Application').filter(({ metadata }) => metadata.name !== 'vsphere-csi')) {
      expect(parse(data[`${metadata.name}.yaml`])).toEqual(spec.source.helm.valuesObject);
      expect(spec.source.helm.releaseName).toBe(metadata.name);
    }
  });

  test('is another one when it does something else, and only then', () => {
    const name = (props: Partial<SystemChartProps>): string => job(props).job.metadata.name as string;
    expect(name({ cni: CNI })).toBe(name({ cni: CNI, storage: [{ policy: 'gold' }] }));
    const others = [{ cni: { ...CNI, values: {} } }, { cni: { ...CNI, version: '1.18.5' } }, { cni: CNI, gitOps: GitOps.flux() }];
    expect(new Set([{ cni: CNI }, ...others].map(name)).size).toBe(4);
    expect(job({ cni: CNI }).job.spec.template.spec.volumes[0].configMap.name).toBe(job({ cni: CNI }).files.metadata.name);
    expect(name({ cni: CNI })).toMatch(/^strata-bootstrap-[0-9a-f]{8}$/);
  });

  test('takes an installer of the user, and registries', () => {
    const installer = OciImage.of(`registry.example.com/helm:3@sha256:${'1'.repeat(64)}`);
    const { job: made, files } = job({ gitOps: GitOps.flux({ installer }) });
    expect(made.spec.template.spec.containers[0].image).toBe(installer.reference);
    expect(files.data['install.sh']).toContain('\ninstall flux2 flux-system oci://ghcr.io/fluxcd-community/charts/flux2 --version 2.17.0\n');
  });

  /** Runs the script with a `helm` that knows a release of some status, and gives what it was asked to do. */
  const asked = (status: string | undefined): string[] => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'bin'));
    const helm = join(folder, 'bin/helm');
    const known = status === undefined ? 'exit 1' : `printf 'NAME: cilium\\nSTATUS: ${status}\\nREVISION: 1\\n'`;
    writeFileSync(helm, `#!/bin/sh\nif [ "$1" = status ]; then ${known}; else echo "$@" >> ${folder}/log; fi\n`);
    chmodSync(helm, 0o755);
    writeFileSync(join(folder, 'log'), '');
    writeFileSync(join(folder, 'install.sh'), job({ cni: CNI }).files.data['install.sh']);
    execFileSync('/bin/sh', [join(folder, 'install.sh')], { env: { PATH: `${join(folder, 'bin')}:/usr/bin:/bin` } });
    return readFileSync(join(folder, 'log'), 'utf8').split('\n').filter(Boolean);
  };

  test('installs what is not there or failed, starts again what broke off, and leaves all else to whoever keeps it', () => {
    const install =
      'upgrade --install cilium --namespace kube-system --create-namespace --values /bootstrap/cilium.yaml cilium --repo https://helm.cilium.io --version 1.18.4';
    expect(asked(undefined)).toEqual([install]);
    expect(asked('failed')).toEqual([install]);
    expect(asked('pending-install')).toEqual(['uninstall cilium --namespace kube-system --wait', install]);
    for (const status of ['deployed', 'pending-upgrade', 'pending-rollback', 'uninstalling']) expect(asked(status)).toEqual([]);
  });

  test('installs the storage driver as well where no controller would', () => {
    const { files } = job({ cni: CNI, vsphere: VSPHERE });
    expect(files.data['install.sh']).toContain('install vsphere-csi kube-system rancher-vsphere-csi');
    expect(of(made({ cni: CNI, vsphere: VSPHERE, gitOps: GitOps.flux() }).bodies, 'HelmRelease').map(({ metadata }) => metadata.name)).toEqual([
      'cilium',
      'vsphere-cpi',
      'flux2',
      'vsphere-csi',
    ]);
  });

  test('finds namespaces that let the pods of a plugin in', () => {
    const { bodies } = made({ cni: { ...CNI, namespace: 'tigera-operator' }, gitOps: GitOps.argoCd() });
    expect(of(bodies, 'Namespace').map(({ metadata }) => [metadata.name, metadata.labels['pod-security.kubernetes.io/enforce']])).toEqual([
      ['tigera-operator', 'privileged'],
      ['argocd', 'baseline'],
    ]);
  });
});

describe('add-ons', () => {
  const ADDON = { chart: 'x', repository: 'https://charts.example.com', version: '1.2.3' };

  test('of Argo CD name a registry without its scheme, and a namespace of their own', () => {
    const { bodies } = made({ gitOps: GitOps.argoCd() }, (system) =>
      system.addAddon('x', { ...ADDON, repository: 'oci://registry.example.com/charts' }),
    );
    expect(of(bodies, 'Application').find(({ metadata }) => metadata.name === 'x')!.spec).toMatchObject({
      source: { repoURL: 'registry.example.com/charts', chart: 'x', targetRevision: '1.2.3' },
      destination: { namespace: 'x' },
    });
  });

  test('of Flux come from a repository or an artifact', () => {
    const { bodies } = made({ gitOps: GitOps.flux() }, (system) => {
      system.addAddon('x', ADDON);
      system.addAddon('y', { ...ADDON, repository: 'oci://registry.example.com/charts/', version: '1.0.0+up2' });
    });
    expect(of(bodies, 'HelmRepository').map(({ spec }) => spec.url)).toEqual(['https://charts.example.com']);
    expect(of(bodies, 'OCIRepository').map(({ metadata, spec }) => [metadata.name, spec.url, spec.ref.tag])).toEqual([
      ['flux2', 'oci://ghcr.io/fluxcd-community/charts/flux2', '2.17.0'],
      ['y', 'oci://registry.example.com/charts/x', '1.0.0_up2'],
    ]);
  });

  test('stand behind the definitions of their controller, which are applied first', () => {
    const file = join(temporaryFolder(), 'definitions.yaml');
    writeFileSync(
      file,
      JSON.stringify({
        apiVersion: 'apiextensions.k8s.io/v1',
        kind: 'CustomResourceDefinition',
        metadata: { name: 'applications.argoproj.io' },
        spec: { group: 'argoproj.io', names: { kind: 'Application' }, scope: 'Namespaced' },
      }),
    );
    const { manifests, bodies } = made({ gitOps: GitOps.argoCd({ definitions: relative(process.cwd(), file) }) });
    expect(Object.keys(manifests)).toEqual(['prod/00-kube-system-crds.k8s.yaml', 'prod/00-kube-system.k8s.yaml', 'prod/90-kube-addons.k8s.yaml']);
    expect(of(bodies, 'Application')[0]!.spec.source.helm.valuesObject).toEqual({ crds: { install: false } });
  });

  test.each<[string, (system: SystemChart) => void, RegExp]>([
    [
      'a range of versions',
      (system) => system.addAddon('x', { ...ADDON, version: '^1.2' }),
      /version of add-on "x" must be one version.*got "\^1\.2"/,
    ],
    [
      'another kind of repository',
      (system) => system.addAddon('x', { ...ADDON, repository: 'http://x' }),
      /must be a URL that begins with https:\/\/ or oci:\/\//,
    ],
    [
      'a repository that is no URL',
      (system) => system.addAddon('x', { ...ADDON, repository: 'https://a b' }),
      /must be a URL .*, got "https:\/\/a b"/,
    ],
    [
      'a password, without showing it',
      (system) => system.addAddon('x', { ...ADDON, repository: 'https://me:sesame@charts.example.com' }),
      /^(?!.*sesame).*must be a URL .*, got one with a user or password in it/,
    ],
    [
      'an option of helm as a chart',
      (system) => system.addAddon('x', { ...ADDON, chart: '--post-renderer' }),
      /chart of add-on "x" must be its name in the repository/,
    ],
    [
      'values as a text',
      (system) => system.addAddon('x', { ...ADDON, values: 'a: b' as never }),
      /values of add-on "x" must be an object, got a string/,
    ],
    ['a name that is none', (system) => system.addAddon('X', ADDON), /needs a name of at most 53 lower-case letters/],
    ['a name that is taken', (system) => system.addAddon('argocd', ADDON), /has an add-on "argocd" already/],
    [
      'a token',
      (system) => system.addAddon('x', { ...ADDON, values: { a: [{ b: Token.asString({ c: 1 }) }] } }),
      /values\.a\.0\.b of add-on "x" is a Terraform token/,
    ],
  ])('refuse %s', (_, add, message) => {
    expect(() => add(makeSystemChart(alone(), { ...BARE, gitOps: GitOps.argoCd() }))).toThrow(message);
  });

  test.each<[string, Partial<SystemChartProps>, RegExp]>([
    ['a plugin of no exact version', { cni: { ...CNI, version: 'latest' } }, /must be one version/],
    ['what is no controller', { gitOps: 'argocd' as never }, /GitOps.argoCd\(\)/],
    [
      'definitions that are not there',
      { gitOps: GitOps.argoCd({ definitions: 'nowhere.yaml' }) },
      /must be a YAML file that is there.*"nowhere.yaml"/,
    ],
    ['definitions to fetch', { gitOps: GitOps.argoCd({ definitions: 'https://example.com/crds.yaml' }) }, /nothing is fetched at synthesis/],
    [
      'a version without a cloud provider',
      { version: '1.29', vsphere: VSPHERE },
      /no release of vSphere's cloud provider is known for Kubernetes 1.29/,
    ],
    ['zones where nodes have none', { storage: [{ policy: 'gold', zones: ['r1'] }] }, /is for zones, and the cluster's nodes have none/],
    ['two classes of one name', { storage: [{ policy: 'gold' }, { policy: 'Gold' }] }, /names of storage classes must differ/],
    ['a policy that makes no name', { storage: [{ policy: '€' }] }, /give `name` beside the policy/],
  ])('of the cluster itself refuse %s', (_, props, message) => {
    expect(() => makeSystemChart(alone(), { ...BARE, ...props })).toThrow(message);
  });

  test.each<[string, () => unknown, RegExp]>([
    ['values of a controller as a text', () => GitOps.argoCd({ values: 'a: b' as never }), /values must be an object, got a string/],
    ['an installer as a text', () => GitOps.flux({ installer: 'alpine/helm' as never }), /installer must be .*, got "alpine\/helm"/],
  ])('refuse %s', (_, make, message) => {
    expect(make).toThrow(message);
  });

  test('need a controller', () => {
    expect(() => makeSystemChart(alone(), BARE).addAddon('x', ADDON)).toThrow('nothing would install the add-on "x"');
  });
});

describe('classes', () => {
  test('of storage bind to policies where the pod is; the first is the default', () => {
    const topology = { regionCategory: 'k8s-region', zoneCategory: 'k8s-zone' };
    const { bodies, estate } = made({
      vsphere: { ...VSPHERE, topology },
      storage: [{ policy: 'vSAN gold' }, { policy: 'local', zones: ['r1', 'r2'] }],
    });
    expect(of(bodies, 'StorageClass')).toMatchObject([
      {
        metadata: { name: 'vsan-gold', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
        provisioner: 'csi.vsphere.vmware.com',
        parameters: { storagepolicyname: 'vSAN gold' },
        volumeBindingMode: 'WaitForFirstConsumer',
      },
      {
        metadata: { name: 'local' },
        allowedTopologies: [{ matchLabelExpressions: [{ key: 'topology.csi.vmware.com/k8s-zone', values: ['r1', 'r2'] }] }],
      },
    ]);
    expect(of(bodies, 'StorageClass')[0]!.allowedTopologies).toBeUndefined();
    expect(estate.manifests[0]).toMatchObject({ path: 'site/prod/kube-system/storage/vsan-gold/Resource' });
  });

  test('of the cloud provider are told of topology', () => {
    const config = (vsphere: SystemChartProps['vsphere']): unknown =>
      parse(
        of(made({ ...(vsphere && { vsphere }) }).bodies, 'ConfigMap').find(({ metadata }) => metadata.name === 'cloud-config')!.data['vsphere.conf'],
      );
    expect(config({ ...VSPHERE, thumbprint: 'AA:BB', topology: { regionCategory: 'r', zoneCategory: 'z' } })).toEqual({
      global: { port: 443, secretName: 'vsphere-cloud-secret', secretNamespace: 'kube-system', thumbprint: 'AA:BB' },
      vcenter: { 'vc.example.com': { server: 'vc.example.com', datacenters: ['fra1'] } },
      labels: { region: 'r', zone: 'z' },
    });
    expect(config(VSPHERE)).not.toHaveProperty('labels');
  });

  const runtimeClass = (...pools: SystemPool[]): Body => of(made({ pools }).bodies, 'RuntimeClass')[0]!;

  test('of runtimes lead to the pool that has it, past its taint', () => {
    const taints = [{ key: 'wasm', value: 'yes', effect: 'NoSchedule' as const }];
    const overhead = { cpuMillis: 10, memory: Size.mebibytes(16) };
    expect(runtimeClass(pool('general'), pool('wasm', { taints, runtimes: [runtime('wasmtime', overhead)] }))).toEqual({
      apiVersion: 'node.k8s.io/v1',
      kind: 'RuntimeClass',
      metadata: { name: 'wasmtime' },
      handler: 'wasmtime',
      overhead: { podFixed: { cpu: '10m', memory: '16Mi' } },
      scheduling: {
        nodeSelector: { 'cdk-strata/pool': 'wasm' },
        tolerations: [{ key: 'wasm', operator: 'Equal', value: 'yes', effect: 'NoSchedule' }],
      },
    });
  });

  test('of runtimes that every pool has leave the choice to the scheduler', () => {
    expect(runtimeClass(pool('a', { runtimes: [runtime('gvisor', { memory: Size.kibibytes(100) })] }))).toMatchObject({
      overhead: { podFixed: { memory: '100Ki' } },
    });
    expect(runtimeClass(pool('a', { runtimes: [runtime('gvisor')] }))).not.toHaveProperty('scheduling');
  });

  test('of runtimes of several pools need a label that these have and no other', () => {
    const runtimes = [runtime('spin')];
    const labels = { 'example.com/runtime': 'spin' };
    expect(runtimeClass(pool('a'), pool('b', { runtimes, labels }), pool('c', { runtimes, labels: { ...labels, x: 'y' } })).scheduling).toEqual({
      nodeSelector: labels,
    });
    expect(() => makeSystemChart(alone(), { ...BARE, pools: [pool('a'), pool('b', { runtimes }), pool('c', { runtimes })] })).toThrow(
      /no label tells the pools "b", "c", which have the runtime "spin"/,
    );
    const other = [runtime('spin', { cpuMillis: 5 })];
    expect(() => makeSystemChart(alone(), { ...BARE, pools: [pool('b', { runtimes }), pool('c', { runtimes: other })] })).toThrow(
      'with different overheads',
    );
  });
});
