import { join } from 'node:path';
import { Cron, Duration, Include, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-34';
import { Cidr, Flow, type StrataApp } from 'cdk-strata';
import {
  AppArmorProfile,
  Capabilities,
  Containerd,
  GVisor,
  IsolationProfile,
  Kata,
  OciImage,
  RegistryMirror,
  SeccompProfile,
} from 'cdk-strata/container';
import {
  AuditPolicy,
  Cni,
  Encryption,
  GitOps,
  KubeletReservations,
  KubernetesVersion,
  PodSecurity,
  type KubernetesCluster,
} from 'cdk-strata/kubernetes';
import { WasmComponent, WasmFiles, WasmRuntime, WasmWorkload } from 'cdk-strata/wasm';
import { Site } from '../../../layers/kubernetes/cluster/site';

const CERTIFICATE = `-----BEGIN CERTIFICATE-----\n${Buffer.alloc(48, 1).toString('base64')}\n-----END CERTIFICATE-----\n`;

const MIRRORS = [
  RegistryMirror.of({ registry: 'docker.io', endpoints: ['https://mirror.example.com', 'https://other.example.com'], ca: CERTIFICATE }),
  RegistryMirror.of({
    registry: 'registry.k8s.io',
    endpoints: ['https://harbor.example.com/v2/k8s'],
    fallback: false,
    overridePath: true,
  }),
];

/** A cluster with every option, and charts with every kind that Strata reads. */
export function stress(app: StrataApp): void {
  const site = new Site(app);
  const node = { cpus: 8, memory: Size.gibibytes(32) };
  const prod = site.prod({
    version: KubernetesVersion.V1_37,
    cni: Cni.calico({ overlay: false, snat: false }),
    addons: GitOps.flux(),
    podCidrs: [Cidr.of('10.244.0.0/16'), Cidr.of('fd00:244::/56')],
    serviceCidrs: [Cidr.of('10.96.0.0/16'), Cidr.of('fd00:96::/112')],
    nodeCidrPrefixes: [24, 64],
    containerd: Containerd.of({ version: '2.2', mirrors: MIRRORS, imports: ['/etc/containerd/conf.d/*.toml'] }),
    featureGates: { InPlacePodVerticalScaling: true },
    podSecurity: PodSecurity.baseline({ version: KubernetesVersion.V1_34, audit: 'restricted', warn: 'baseline', exemptNamespaces: ['kube-system'] }),
    apiServer: {
      port: 8443,
      sans: ['api.example.com', '192.0.2.7', '2001:db8::7'],
      encryption: Encryption.aesgcm({ resources: ['secrets', 'configmaps', 'shops.example.com'] }),
      audit: AuditPolicy.of({
        omitStages: ['RequestReceived', 'Panic'],
        rules: [
          { level: 'None', nonResourceURLs: ['/healthz*', '/version'] },
          { level: 'Request', verbs: ['create'], users: ['admin'], userGroups: ['ops'], namespaces: ['shop'], omitStages: ['ResponseStarted'] },
          { level: 'RequestResponse', resources: [{ group: '', resources: ['pods/log'], resourceNames: ['one'] }, { group: 'apps' }] },
        ],
      }),
      extraArgs: { 'event-ttl': '2h', 'enable-admission-plugins': 'NodeRestriction,AlwaysPullImages' },
      etcdArgs: { 'quota-backend-bytes': '8589934592' },
    },
    pools: {
      general: { ...node, replicas: 3, max: 5, surge: 1, zones: 'racks', apart: 'hosts', labels: { 'example.com/tier': 'web' } },
      wasm: { ...node, replicas: 2, taint: 'wasm', runtimes: [WasmRuntime.wasmtime(), WasmRuntime.spin()] },
      sandboxed: {
        ...node,
        replicas: 1,
        taints: ['dedicated', { key: 'sandbox', value: 'yes', effect: 'NoExecute' }],
        nestedVirtualization: true,
        reservations: KubeletReservations.of({
          kubeReserved: { cpuMillis: 500, memory: Size.gibibytes(2) },
          systemReserved: { cpuMillis: 250, memory: Size.mebibytes(512) },
          evictionHard: { 'memory.available': '5%', 'nodefs.available': '12%' },
        }),
        runtimes: [GVisor.of(), Kata.qemu(), Kata.cloudHypervisor()],
      },
      older: { ...node, replicas: 1, containerd: Containerd.of({ version: '1.7.27', mirrors: MIRRORS }), maxPods: 50 },
    },
  });
  new Include(prod.chart('by-hand'), 'yaml', { url: join(__dirname, 'by-hand.yaml') });
  constructs(prod);
  components(prod);
}

/** What cdk8s-plus makes. */
function constructs(prod: KubernetesCluster): void {
  const plus = prod.chart('plus', { namespace: 'plus', podSecurity: PodSecurity.restricted() });
  const settings = new kplus.ConfigMap(plus, 'settings', { data: { mode: 'on' } });
  const secret = new kplus.Secret(plus, 'secret', { stringData: { password: 'changeme' } });
  const container: kplus.ContainerProps = {
    image: 'registry.example.com/web:1',
    ports: [{ number: 8080 }],
    envVariables: { PASSWORD: kplus.EnvValue.fromSecretValue({ secret, key: 'password' }), MODE: kplus.EnvValue.fromConfigMap(settings, 'mode') },
    readiness: kplus.Probe.fromHttpGet('/ready', { port: 8080, periodSeconds: Duration.seconds(5) }),
    resources: {
      cpu: { request: kplus.Cpu.millis(100), limit: kplus.Cpu.units(1) },
      memory: { request: Size.mebibytes(64), limit: Size.mebibytes(128) },
      ephemeralStorage: { request: Size.gibibytes(1) },
    },
  };
  const web = new kplus.Deployment(plus, 'web', { containers: [container] });
  web.exposeViaIngress('/', { ingress: new kplus.Ingress(plus, 'ingress') });
  web.scheduling.spread({ topology: kplus.Topology.HOSTNAME });
  new kplus.HorizontalPodAutoscaler(plus, 'scaler', {
    target: web,
    minReplicas: 2,
    maxReplicas: 3,
    metrics: [kplus.Metric.resourceCpu(kplus.MetricTarget.averageUtilization(70))],
  });
  const store = new kplus.StatefulSet(plus, 'store', { replicas: 1, containers: [{ ...container, image: 'registry.example.com/store:1' }] });
  const tidy = new kplus.CronJob(plus, 'tidy', {
    schedule: Cron.hourly(),
    containers: [container],
  });
  const once = new kplus.Job(plus, 'once', { containers: [container], ttlAfterFinished: Duration.minutes(5) });
  const each = new kplus.DaemonSet(plus, 'each', { containers: [container] });
  const profile = IsolationProfile.restricted({
    runAsUser: 1000,
    seccomp: SeccompProfile.localhost({ path: 'strata/web.json', profile: { defaultAction: 'SCMP_ACT_ERRNO' } }),
    appArmor: AppArmorProfile.runtimeDefault(),
    capabilities: Capabilities.dropAll(),
    userNamespaces: true,
  });
  for (const workload of [web, store, tidy, once, each]) profile.applyTo(workload);
  prod.connect(web).to(store, Flow.tcp(8080));
}

/** WebAssembly both ways. */
function components(prod: KubernetesCluster): void {
  const chart = prod.chart('functions', { namespace: 'functions', podSecurity: PodSecurity.restricted() });
  const component = WasmComponent.fromFile(join(__dirname, '../../../../examples/wasm-functions/components/rates.wasm'));
  const grants = {
    files: [WasmFiles.scratch('/tmp'), WasmFiles.configMap('/etc/rates', 'rates')],
    network: ['10.20.8.0/24:5432'],
    environment: { mode: 'on' },
  };
  const common = { component, memory: Size.mebibytes(64), cpuMillis: 50, replicas: 2, grants };
  new WasmWorkload(chart, 'rates', { ...common, image: OciImage.of('registry.example.com/rates:1.0'), port: 8080 });
  // spin-operator gives its pods no security context, so that a namespace of the level restricted lets none of them in.
  const spun = prod.chart('spun', { namespace: 'spun', podSecurity: PodSecurity.baseline() });
  new WasmWorkload(spun, 'app', { ...common, image: OciImage.of(`registry.example.com/spun:1.0@sha256:${'d'.repeat(64)}`), executor: 'spin-app' });
}
