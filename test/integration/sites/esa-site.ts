import { Duration, Size } from 'cdk8s';
import type { Construct } from 'constructs';
import { Secret } from 'cdk-strata';
import {
  AdmissionControl,
  ClusterConfigurationProfile,
  ComponentProtection,
  Datacenter,
  Datastore,
  DistributedSwitch,
  Drs,
  EntityPermissions,
  EsxiHost,
  EvcMode,
  Folder,
  HeartbeatDatastores,
  HighAvailability,
  HostFailures,
  Permission,
  PermissionTarget,
  PowerManagement,
  ProactiveHa,
  ResidentMachine,
  Role,
  Tag,
  TagCategory,
  VcenterCluster,
  VmMonitoring,
  Vsan,
} from 'cdk-strata/vsphere';
import { METAL, PASSWORD, Site } from './site';

/** vSAN ESA over racks, with everything that a cluster and its hosts can be told. */
export class EsaSite extends Site {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    const category = new TagCategory(this, 'tier', {
      name: 'tier',
      description: 'How good',
      cardinality: 'multiple',
      associableTypes: ['Folder', 'Datacenter', 'ClusterComputeResource', 'HostSystem'],
    });
    const tags = [new Tag(this, 'gold', { category, description: 'The best' })];

    const datacenters = new Folder(this, 'datacenters', { type: 'datacenter', path: 'europe', tags });
    new Datacenter(this, 'annex', { name: 'annex', folder: datacenters, tags });
    const folder = new Folder(this, 'clusters', { type: 'host', datacenter: this.datacenter, path: 'clusters', tags });
    new Folder(this, 'inner', { path: 'inner', parent: folder });

    const hosts = this.hosts(6, 'esx', {
      racks: ['r1', 'r2', 'r3'],
      user: 'root',
      lockdown: 'normal',
      license: Secret.variable('esxi_license'),
      ntp: { servers: ['10.0.0.1', '10.0.0.2'], policy: 'automatic' },
      force: true,
      tags,
    });
    new EsxiHost(this, 'spare', {
      hostname: 'spare.example.com',
      model: METAL,
      rack: 'r1',
      password: PASSWORD,
      datacenter: this.datacenter,
      thumbprint: '11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44',
      maintenance: true,
      connected: true,
    });

    const network = new DistributedSwitch(this, 'fabric', { datacenter: this.datacenter, hosts, uplinks: 2 });
    const heartbeat = Datastore.fromLookup(this, 'heartbeat', { name: 'heartbeat', datacenter: this.datacenter });
    const remote = Datastore.fromLookup(this, 'remote', { name: 'remote', datacenter: this.datacenter });
    const cluster = new VcenterCluster(this, 'compute', {
      datacenter: this.datacenter,
      folder,
      hosts,
      network,
      ha: HighAvailability.of({
        hostMonitoring: true,
        isolationResponse: 'powerOff',
        restartPriority: 'high',
        restartCondition: 'poweredOn',
        restartDelay: Duration.seconds(30),
        restartTimeout: Duration.minutes(20),
        componentProtection: ComponentProtection.of({
          pdlResponse: 'restartAggressive',
          apdResponse: 'restartConservative',
          apdDelay: Duration.minutes(4),
          apdRecovery: 'reset',
        }),
        vmMonitoring: VmMonitoring.machines({
          failureInterval: Duration.seconds(60),
          minimumUptime: Duration.minutes(4),
          maximumResets: 2,
          failureWindow: Duration.hours(1),
        }),
        heartbeatDatastores: HeartbeatDatastores.preferred([heartbeat]),
        advancedOptions: { 'das.isolationaddress0': '10.0.0.1' },
      }),
      admissionControl: AdmissionControl.resourcePercentage({ cpuPercent: 34, memoryPercent: 34, performanceTolerance: 50 }),
      proactiveHa: ProactiveHa.automated({ providerIds: ['com.example.health'], remediation: 'mixed' }),
      drs: Drs.partiallyAutomated({
        migrationThreshold: 4,
        vmOverrides: true,
        predictive: true,
        scalableShares: true,
        advancedOptions: { MinImbalance: '50' },
      }),
      powerManagement: PowerManagement.automated({ threshold: 2 }),
      evc: EvcMode.INTEL_ICE_LAKE,
      vsan: Vsan.esa({
        faultDomains: 'racks',
        performanceService: true,
        verboseMode: true,
        networkDiagnosticMode: true,
        remoteDatastores: [remote],
        datastoreName: 'vsan-esa',
      }),
      hostImage: { version: '8.0.3-0.0.24022510', components: { 'Example-Driver': '1.2.3-1' } },
      hostExitTimeout: Duration.minutes(30),
      tolerates: HostFailures.any(1).orRack(),
      cpuRatio: 4,
      memoryRatio: 1,
      residents: [ResidentMachine.of({ name: 'vcenter', cpus: 8, memory: Size.gibibytes(30) })],
      tags,
    });
    new ClusterConfigurationProfile(this, 'from-host', { cluster, referenceHost: hosts.hosts[0]! });

    const role = new Role(this, 'operator', { privileges: ['VirtualMachine.Interact.PowerOn', 'VirtualMachine.Interact.PowerOff'] });
    new EntityPermissions(this, 'access', {
      on: PermissionTarget.cluster(cluster),
      permissions: [
        Permission.user('VSPHERE.LOCAL\\operator', { role, propagate: true }),
        Permission.group('VSPHERE.LOCAL\\readers', { role, propagate: false }),
      ],
    });
  }
}
