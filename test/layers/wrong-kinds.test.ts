import { Duration, Size } from 'cdk8s';
import { Op, TerraformVariable, Token } from 'cdktf';
import { Assume, Cidr, Flow, Secret } from 'cdk-strata';
import { Accelerator, CpuModel, Disk, HostModel, Nic } from 'cdk-strata/hardware';
import { DedicatedHosts, FlowReachable, SurvivesFailures, Tenant, TenantsIsolated } from 'cdk-strata/tenancy';
import {
  AdmissionControl,
  Datacenter,
  Datastore,
  DistributedSwitch,
  Drs,
  EsxiHost,
  HostFailures,
  PortGroup,
  VCenter,
  VcenterCluster,
  VirtualMachine,
  VirtualMachineTemplate,
} from 'cdk-strata/vsphere';
import { Lab, metal, password } from './vsphere/lab';

/** What a program hands over that nobody type-checks. */
type Wrong = Readonly<Record<string, unknown>>;

/** Expects a fault of the construct `x`, and no failure of JavaScript behind it. */
function refused(make: () => unknown, message: string, at = '[lab/x] '): void {
  let fault: unknown;
  try {
    make();
  } catch (cause) {
    fault = cause;
  }
  expect(fault).toMatchObject({ message: expect.stringContaining(`${at}${message}`) });
  expect(fault).not.toBeInstanceOf(TypeError);
}

class Room extends Lab {
  public readonly fleet = this.hosts(2);
  public readonly switch = this.fabric(this.fleet);
  public readonly common = {
    on: new VcenterCluster(this, 'compute', { datacenter: this.datacenter, hosts: this.fleet }),
    network: new PortGroup(this, 'nodes', { switch: this.switch }),
    storage: Datastore.fromLookup(this, 'gold', { name: 'gold', datacenter: this.datacenter }),
    template: 'debian-12',
    cpus: 4,
    memory: Size.gibibytes(16),
  };
}

describe('VirtualMachine refuses', () => {
  test.each<[string, Wrong, string]>([
    ['a number as memory', { memory: 8 }, 'memory must be a Size, got 8; give one such as `Size.gibibytes(16)`'],
    ['no memory', { memory: undefined }, 'memory must be a Size, got undefined; give one'],
    ['a text as disk', { disk: '40Gi' }, 'disk must be a Size, got "40Gi"; give one'],
    ['no cluster', { on: undefined }, 'on must be a cluster or a resource pool, got undefined; give a `new VcenterCluster(...)`'],
    ['the name of a cluster', { on: 'compute' }, 'on must be a cluster or a resource pool, got "compute"; give'],
    ['no network', { network: undefined }, 'network must be a network, got undefined; give a `new PortGroup(...)`'],
    ['further networks outside a list', { moreNetworks: 'audit' }, 'moreNetworks must be a list, each of it a network, got "audit"; write `[...]`'],
    ['a hole among further networks', { moreNetworks: [undefined] }, 'moreNetworks[0] must be a network, got undefined'],
    ['no datastore', { storage: null }, 'storage must be a datastore, a datastore cluster or a storage policy, got null; give one such as'],
    ['no template', { template: undefined }, 'template must be a template, got undefined; give its name in vCenter'],
    ['a nameless template', { template: '' }, 'template must not be empty, got ""'],
    ['a text as number', { cpus: '4' }, 'cpus must be a whole number of at least 1, got "4"'],
    ['a number as name', { name: 5 }, 'name must be a text, got 5'],
    [
      'half a minute',
      { waitForGuestNet: Duration.seconds(30) },
      'waitForGuestNet must be a whole number of minutes of at least 0, got 30 seconds; did you mean Duration.minutes(1)?',
    ],
    ['a number as template', { template: 5 }, 'template must be a template, got 5'],
    ['the name of a host', { host: 'esx-1' }, 'host must be an ESXi host, got "esx-1"'],
    ['a device outside a list', { host: undefined, pciDevices: '0000:3b:00.0' }, 'pciDevices must be a list, each of it a text, got "0000:3b:00.0"'],
    ['most of the memory', { memoryReservation: 'most' }, 'memoryReservation must be a Size, got "most"'],
    ['a disk outside a list', { moreDisks: { size: Size.gibibytes(1) } }, 'moreDisks must be a list, each of it a disk'],
    ['a size as disk', { moreDisks: [Size.gibibytes(1)] }, 'moreDisks[0] must be a disk, got'],
    ['user data as cloud-init', { cloudInit: '#cloud-config' }, 'cloudInit must be a CloudInit, got "#cloud-config"; give one such as'],
    ['the name of a tag', { tags: ['prod'] }, 'tags[0] must be a tag, got "prod"'],
    ['a number as folder', { folder: 5 }, 'folder must be'],
    ['a text as flag', { cpuHotAdd: 'yes' }, 'cpuHotAdd must be one of true, false, got "yes"'],
    ['a number of seconds', { bootDelay: 5 }, 'bootDelay must be a Duration, got 5'],
    ['a number of minutes', { waitForGuestNet: 5 }, 'waitForGuestNet must be a Duration, got 5; give one such as `Duration.minutes(5)`'],
  ])('%s', (_, wrong, message) => {
    const room = new Room();
    refused(() => new VirtualMachine(room, 'x', { ...room.common, ...wrong }), message);
  });

  test('a switch as network, and names it', () => {
    const room = new Room();
    refused(
      () => new VirtualMachine(room, 'x', { ...room.common, network: room.switch as never }),
      'network must be a network, got the DistributedSwitch "lab/fabric"',
    );
  });

  test('a token that JavaScript calculated with, and says how Terraform calculates', () => {
    const room = new Room();
    const cpus = new TerraformVariable(room, 'cpus', { type: 'number' }).numberValue;
    refused(
      () => new VirtualMachine(room, 'x', { ...room.common, cpus: cpus * 2 }),
      `cpus must be a whole number of at least 1, got ${cpus * 2}, a damaged Terraform token: only Terraform can calculate with it; write an expression of cdktf's \`Op\` or \`Fn\``,
    );
    new VirtualMachine(room, 'y', { ...room.common, cpus: Token.asNumber(Op.mul(cpus, 2)) });
    expect(room.rendered('vsphere_virtual_machine').y).toMatchObject({ num_cpus: '${(var.cpus * 2)}' });
  });

  test.each<[string, Wrong, string]>([
    ['a text as count', { count: '3' }, 'count must be a whole number of at least 1, got "3"'],
    ['apart from what it does not know', { apart: 'racks' }, 'apart must be "hosts", got "racks"'],
    ['names that are no function', { names: 'web' }, 'names must be a function of a number from 1, got "web"; give one'],
    ['a name that is none', { names: () => undefined }, 'names(1) must be a text, got undefined'],
    ['the name of a host, apart', { host: 'esx-1', apart: 'hosts' }, 'host must be an ESXi host, got "esx-1"'],
    ['no cluster', { on: undefined, apart: 'hosts' }, 'on must be a cluster or a resource pool, got undefined'],
  ])('%s, in a fleet', (_, wrong, message) => {
    const room = new Room();
    refused(() => VirtualMachine.fleet(room, 'x', { ...room.common, count: 2, ...wrong }), message);
  });
});

describe('EsxiHost refuses', () => {
  test.each<[string, Wrong, string]>([
    ['a lockdown that is none', { lockdown: 'max' }, 'lockdown must be one of "disabled", "normal", "strict", got "max"'],
    ['a text for maintenance', { maintenance: 'no' }, 'maintenance must be one of true, false, got "no"'],
    ['a secret as user', { user: Secret.variable('user') }, 'user must be a text, got an object of VariableSecret'],
    ['a datacenter by name', { datacenter: 'fra1' }, 'datacenter must be a datacenter, got "fra1"; give a `new Datacenter(...)`'],
    [
      'a model that is only props',
      { model: { sockets: 2 } },
      'model must be a HostModel, got an object of Object; state it with `HostModel.of(...)`',
    ],
    ['no name', { hostname: undefined }, 'hostname must be a text, got undefined'],
  ])('%s', (_, wrong, message) => {
    refused(() => new EsxiHost(new Lab(), 'x', { hostname: 'esx', password, ...wrong }), message);
  });

  test('a password in clear, and does not repeat it', () => {
    const make = (): EsxiHost => new EsxiHost(new Lab(), 'x', { hostname: 'esx', password: 'hunter2' as never });
    refused(
      make,
      "password must be a Secret, got a string; give one such as `Secret.variable('esxi_password')`, since a text would stand in the output in clear",
    );
    expect(make).not.toThrow('hunter2');
    refused(() => new EsxiHost(new Lab(), 'x', { hostname: 'esx', password: undefined as never }), 'password must be a Secret, got undefined');
  });

  test.each<[string, Wrong, string]>([
    [
      'one hostname',
      { hostname: 'esx' },
      'hostname must be a function of a number from 1, got "esx"; give one such as `(n) => `esx-${n}.example.com``',
    ],
    ['one thumbprint', { thumbprint: 'AA' }, 'thumbprint must be a function of a number from 1, got "AA"'],
    ['a name that is none', { hostname: () => 5 }, 'hostname(1) must be a text, got 5'],
    ['one rack', { racks: 'r1' }, 'racks must be a list, each of it a text, got "r1"'],
    ['a number of racks', { racks: 3 }, 'racks must be a list, each of it a text, got 3'],
    ['a text as count', { count: '3' }, 'count must be a whole number of at least 1, got "3"'],
  ])('%s, in a fleet', (_, wrong, message) => {
    refused(() => EsxiHost.fleet(new Lab(), 'x', { count: 2, model: metal, hostname: (n) => `esx-${n}`, password, ...wrong }), message);
  });

  test('no datacenter, in a lookup', () => {
    refused(
      () => EsxiHost.fromLookup(new Lab(), 'x', { hostname: 'esx', datacenter: undefined as never }),
      'datacenter must be a datacenter, got undefined',
    );
  });
});

describe('VCenter refuses', () => {
  test('user and password in clear, and does not repeat them', () => {
    const clear = { server: 'vc.example.com', user: Secret.environment(), password: Secret.environment() };
    for (const what of ['user', 'password']) {
      const make = (): VCenter => new VCenter(new Lab(), 'x', { ...clear, [what]: 'hunter2' });
      refused(make, `${what} must be a Secret, got a string; give one such as`);
      expect(make).not.toThrow('hunter2');
    }
  });
});

describe('VcenterCluster refuses', () => {
  test.each<[string, Wrong, string]>([
    ['no datacenter', { datacenter: undefined }, 'datacenter must be a datacenter, got undefined'],
    ['no hosts', { hosts: undefined }, 'hosts must be a list, each of it an ESXi host, got undefined; write `[...]`, also around a single one'],
    ['a text as hosts', { hosts: 'esx-1' }, 'hosts must be a list, each of it an ESXi host, got "esx-1"'],
    ['names of hosts', { hosts: ['esx-1'] }, 'hosts[0] must be an ESXi host, got "esx-1"; give what `EsxiHost.fleet(...)`'],
    ['a text as network', { network: 'fabric' }, 'network must be a distributed switch, got "fabric"; give a `new DistributedSwitch(...)`'],
    ['a text as ratio', { cpuRatio: '4' }, 'cpuRatio must be a number above 0 that is known at synthesis, got "4"'],
    [
      'a token as ratio',
      { memoryRatio: Token.asNumber('${var.n}') },
      'memoryRatio must be a number above 0 that is known at synthesis, got a Terraform token',
    ],
    ['a text as DRS', { drs: 'manual' }, 'drs must be a Drs, got "manual"; give one such as `Drs.fullyAutomated()`'],
    ['a text for HA', { ha: 'false' }, 'ha must be one of true, false, got "false"'],
    ['a text for vSAN', { vsan: 'off' }, 'vsan must be a Vsan, got "off"; give one such as `Vsan.esa()`'],
    ['a flag for vSAN', { vsan: true }, 'vsan must be a Vsan, got true'],
    ['DRS for HA', { ha: Drs.manual() }, 'ha must be a HighAvailability, got '],
    ['a text for EVC', { evc: 'intel-skylake' }, 'evc must be an EvcMode, got "intel-skylake"'],
    ['a number of failures', { tolerates: 1 }, 'tolerates must be a HostFailures, got 1'],
    ['a text as resident', { residents: ['vc'] }, 'residents[0] must be a ResidentMachine, got "vc"'],
    ['a flag for power management', { powerManagement: true }, 'powerManagement must be a PowerManagement, got true'],
    ['a flag for proactive HA', { proactiveHa: true }, 'proactiveHa must be a ProactiveHa, got true'],
    ['a text for bringUp', { bringUp: 'no' }, 'bringUp must be one of true, false, got "no"'],
    ['an image by its version', { hostImage: '8.0.3' }, 'hostImage must be an object, got a string; give at least `{ version }`'],
    ['a text as admission control', { admissionControl: 'disabled' }, 'admissionControl must be an AdmissionControl, got "disabled"'],
    [
      'a number as slot memory',
      { admissionControl: AdmissionControl.slotPolicy({ slotCpuMhz: 500, slotMemory: 512 as never }) },
      'slotMemory must be a Size, got 512',
    ],
  ])('%s', (_, wrong, message) => {
    const lab = new Lab();
    refused(() => new VcenterCluster(lab, 'x', { datacenter: lab.datacenter, hosts: lab.hosts(2), ...wrong }), message);
  });

  test('failover hosts that are none', () => {
    const lab = new Lab();
    refused(
      () =>
        new VcenterCluster(lab, 'x', {
          datacenter: lab.datacenter,
          hosts: lab.hosts(2),
          admissionControl: AdmissionControl.failoverHosts(undefined as never),
        }),
      'failover hosts must be a list, each of it an ESXi host, got undefined',
    );
  });

  test('a single host outside a list, and names it', () => {
    const lab = new Lab();
    const hosts = lab.hosts(1).hosts[0] as never;
    refused(
      () => new VcenterCluster(lab, 'x', { datacenter: lab.datacenter, hosts }),
      'hosts must be a list, each of it an ESXi host, got the EsxiHost "lab/esx/esx-1"; write `[...]`',
    );
  });
});

describe('networks refuse', () => {
  test.each<[string, Wrong, string]>([
    ['no datacenter', { datacenter: undefined }, 'datacenter must be a datacenter, got undefined'],
    ['no hosts', { hosts: undefined }, 'hosts must be a list, each of it an ESXi host, got undefined'],
    ['one device, which would be taken letter by letter', { devices: 'vmnic0' }, 'devices must be a list, each of it a text, got "vmnic0"'],
    ['a text as uplinks', { uplinks: '2' }, 'uplinks must be a whole number of at least 1, got "2"'],
  ])('%s, in a switch', (_, wrong, message) => {
    const lab = new Lab();
    refused(() => new DistributedSwitch(lab, 'x', { datacenter: lab.datacenter, hosts: [], uplinks: 2, ...wrong }), message);
  });

  test.each<[string, Wrong, string]>([
    ['no switch', { switch: undefined }, 'switch must be a distributed switch, got undefined; give a `new DistributedSwitch(...)`'],
    ['a text as range', { cidr: '10.0.0.0/8' }, 'cidr must be a Cidr, got "10.0.0.0/8"; give one such as `Cidr.of(\'10.20.0.0/23\')`'],
    ['a text as range, beside a gateway', { cidr: '10.0.0.0/8', gateway: '10.0.0.1' }, 'cidr must be a Cidr, got "10.0.0.0/8"'],
    ['a text as VLAN', { vlan: '20' }, 'vlan must be a whole number from 0 to 4094, got "20"'],
    ['a text for promiscuous mode', { allowPromiscuous: 'reject' }, 'allowPromiscuous must be one of true, false, got "reject"'],
  ])('%s, in a port group', (_, wrong, message) => {
    const lab = new Lab();
    refused(() => new PortGroup(lab, 'x', { switch: lab.fabric([]), ...wrong }), message);
  });
});

describe('intents refuse', () => {
  const setting = (): { lab: Lab; a: Tenant; b: Tenant } => {
    const lab = new Lab();
    const networks = PortGroup.fromAttributes(lab, 'net', { networkId: 'dvportgroup-7' });
    return { lab, a: new Tenant(lab, 'a', { networks }), b: new Tenant(lab, 'b', { networks }) };
  };

  test.each<[string, Wrong, string]>([
    ['a text as machines, which holds texts without end', { machines: 'web' }, 'machines must be constructs, got "web"; give the construct itself'],
    ['a text among networks', { networks: ['ledger'] }, 'networks must be constructs, got "ledger"; give the construct itself, or a list of them'],
    ['a hole among machines', { machines: [undefined] }, 'machines must be constructs, got undefined'],
  ])('%s, in a tenant', (_, wrong, message) => {
    refused(() => new Tenant(new Lab(), 'x', wrong), message);
  });

  test.each<[string, Wrong, string]>([
    ['nowhere to go', { to: undefined }, 'to must be a construct, got undefined; give a machine, a fleet, a network or a tenant'],
    ['a name to come from', { from: 'web' }, 'from must be a construct, got "web"'],
    ['a text as flow', { flow: 'tcp/80' }, 'flow must be a Flow, got "tcp/80"; give one such as `Flow.tcp(443)`'],
    [
      'a protocol that is none',
      { flow: { protocol: 'http', firstPort: 80, lastPort: 80 } },
      'protocol of flow must be one of "tcp", "udp", "sctp", got "http"',
    ],
    ['a text as port', { flow: { protocol: 'tcp', firstPort: '80', lastPort: '80' } }, 'flow: not a port: 80'],
  ])('%s, in a reachable flow', (_, wrong, message) => {
    const { lab, a, b } = setting();
    refused(() => new FlowReachable(lab, 'x', { from: a, to: b, flow: Flow.tcp(80), ...wrong }), message);
  });

  test('wrong tenants and exceptions, in isolation', () => {
    const { a, b } = setting();
    const isolated = (wrong: Wrong) => (): unknown => new TenantsIsolated(new Lab(), 'x', { tenants: [a, b], ...wrong });
    refused(isolated({ tenants: undefined }), 'tenants must be a list, each of it a tenant, got undefined');
    refused(isolated({ tenants: [a, 'b'] }), 'tenants[1] must be a tenant, got "b"; give a `new Tenant(...)`');
    refused(isolated({ except: { from: a, to: b, flows: [] } }), 'except must be a list, each of it an exception, got an object of Object');
    refused(isolated({ except: [{ from: a, to: undefined, flows: [Flow.tcp(1)] }] }), 'to of except[0] must be a construct, got undefined');
    refused(isolated({ except: [{ from: a, to: b, flows: ['tcp/80'] }] }), 'flows of except[0][0] must be a Flow, got "tcp/80"');
    refused(isolated({ except: [{ from: a, to: b, flows: Flow.tcp(1) }] }), 'flows of except[0] must be a list, each of it a Flow');
  });

  test('wrong subjects and failures, in survival', () => {
    const { a } = setting();
    const survives = (wrong: Wrong) => (): unknown => new SurvivesFailures(new Lab(), 'x', { of: [a], failures: HostFailures.any(1), ...wrong });
    refused(survives({ of: a }), 'of must be a list, each of it a construct, got the Tenant "lab/a"; write `[...]`');
    refused(survives({ failures: 1 }), 'failures must be a HostFailures, got 1; give one such as `HostFailures.any(1)`');
    refused(() => HostFailures.any('1' as never), 'hosts that fail must be a whole number of at least 1, got "1"', '');
  });

  test('wrong tenants and hosts, in dedicated hosts', () => {
    const { a } = setting();
    const dedicated = (wrong: Wrong) => (): unknown => new DedicatedHosts(new Lab(), 'x', { tenant: a, hosts: new Lab().hosts(1), ...wrong });
    refused(dedicated({ tenant: undefined }), 'tenant must be a tenant, got undefined');
    refused(dedicated({ tenant: 'banking' }), 'tenant must be a tenant, got "banking"');
    refused(dedicated({ hosts: 'esx' }), 'hosts must be a list, each of it an ESXi host, got "esx"');
  });
});

describe('what is called without props names what it needs', () => {
  const none = undefined as never;

  test.each<[string, (lab: Lab) => unknown, string]>([
    ['VCenter', (lab) => new VCenter(lab, 'x', none), 'server, user, password'],
    ['Datacenter.fromLookup', (lab) => Datacenter.fromLookup(lab, 'x', none), 'name'],
    ['EsxiHost', (lab) => new EsxiHost(lab, 'x', none), 'hostname, password'],
    ['EsxiHost.fleet', (lab) => EsxiHost.fleet(lab, 'x', none), 'count, hostname, password'],
    ['EsxiHost.fromLookup', (lab) => EsxiHost.fromLookup(lab, 'x', none), 'hostname, datacenter'],
    ['VcenterCluster', (lab) => new VcenterCluster(lab, 'x', none), 'datacenter, hosts'],
    ['VcenterCluster.fromLookup', (lab) => VcenterCluster.fromLookup(lab, 'x', none), 'name, datacenter'],
    ['DistributedSwitch', (lab) => new DistributedSwitch(lab, 'x', none), 'datacenter, hosts, uplinks'],
    ['DistributedSwitch.fromLookup', (lab) => DistributedSwitch.fromLookup(lab, 'x', none), 'name, datacenter'],
    ['PortGroup', (lab) => new PortGroup(lab, 'x', none), 'switch'],
    ['PortGroup.fromLookup', (lab) => PortGroup.fromLookup(lab, 'x', none), 'name, switch'],
    ['Datastore.fromLookup', (lab) => Datastore.fromLookup(lab, 'x', none), 'name, datacenter'],
    ['VirtualMachineTemplate.fromLookup', (lab) => VirtualMachineTemplate.fromLookup(lab, 'x', none), 'name, datacenter'],
    ['VirtualMachine', (lab) => new VirtualMachine(lab, 'x', none), 'on, network, storage, template, cpus, memory'],
    ['VirtualMachine.fleet', (lab) => VirtualMachine.fleet(lab, 'x', none), 'count, on, network, storage, template, cpus, memory'],
    ['TenantsIsolated', (lab) => new TenantsIsolated(lab, 'x', none), 'tenants'],
    ['FlowReachable', (lab) => new FlowReachable(lab, 'x', none), 'from, to, flow'],
    ['SurvivesFailures', (lab) => new SurvivesFailures(lab, 'x', none), 'of, failures'],
    ['DedicatedHosts', (lab) => new DedicatedHosts(lab, 'x', none), 'tenant, hosts'],
  ])('%s', (_, make, names) => {
    refused(() => make(new Lab()), `props must be an object, got undefined; give at least \`{ ${names} }\``);
  });

  test.each<[string, (lab: Lab) => unknown, string]>([
    ['Datacenter', (lab) => Datacenter.fromAttributes(lab, 'x', none), 'datacenterId'],
    ['EsxiHost', (lab) => EsxiHost.fromAttributes(lab, 'x', none), 'hostId'],
    ['VcenterCluster', (lab) => VcenterCluster.fromAttributes(lab, 'x', none), 'clusterId, resourcePoolId'],
    ['DistributedSwitch', (lab) => DistributedSwitch.fromAttributes(lab, 'x', none), 'switchUuid'],
    ['PortGroup', (lab) => PortGroup.fromAttributes(lab, 'x', none), 'networkId'],
    ['Datastore', (lab) => Datastore.fromAttributes(lab, 'x', none), 'datastoreId'],
  ])('%s.fromAttributes', (_, make, names) => {
    refused(() => make(new Lab()), `attributes must be an object, got undefined; give at least \`{ ${names} }\``);
  });

  test('a tenant', () => {
    refused(() => new Tenant(new Lab(), 'x', none), 'props must be an object, got undefined; give at least `{ machines }`');
  });

  test('values that are in no tree', () => {
    refused(() => HostModel.of(none), 'props of a host must be an object, got undefined; give at least `{ cpu, sockets, memory }`', '');
    refused(
      () => CpuModel.of(none),
      'props of a CPU must be an object, got undefined; give at least `{ vendor, name, cores, threads, baseMhz }`',
      '',
    );
    refused(() => Accelerator.of(none), 'props of an accelerator must be an object, got undefined; give at least `{ kind, name }`', '');
  });

  test('null and a text, which is not repeated', () => {
    refused(() => new VCenter(new Lab(), 'x', null as never), 'props must be an object, got null; give');
    refused(() => new VCenter(new Lab(), 'x', 'hunter2' as never), 'props must be an object, got a string; give');
  });
});

describe('hardware refuses', () => {
  const props = { cpu: CpuModel.EPYC_9354, sockets: 1, memory: Size.gibibytes(384) };
  const listed = CpuModel as unknown as Readonly<Record<string, CpuModel>>;

  test.each<[string, Wrong, string]>([
    [
      'a CPU that is not listed',
      { cpu: listed.EPYC_9999 },
      'cpu of a host must be a CpuModel, got undefined; take one that CpuModel lists, such as `CpuModel.EPYC_9354`',
    ],
    ['the name of a CPU', { cpu: 'EPYC_9354' }, 'cpu of a host must be a CpuModel, got "EPYC_9354"'],
    ['a number as memory', { memory: 384 }, 'memory of a host must be a Size, got 384; give one such as `Size.gibibytes(16)`'],
    ['a text as sockets', { sockets: '1' }, 'sockets of a host must be a whole number from 1 to 2, got "1"'],
    ['a number of network ports', { nics: 4 }, 'nics of a host must be a Nic, got 4; give one such as `Nic.gigabits(25, 4)`'],
    ['names of disks', { disks: ['nvme'] }, 'disks of a host must be a Disk, got "nvme"'],
    ['a text as accelerator', { accelerators: 'gpu' }, 'accelerators of a host must be an Accelerator, got "gpu"'],
  ])('%s', (_, wrong, message) => {
    refused(() => HostModel.of({ ...props, ...wrong }), message, '');
  });

  test('numbers and names of the wrong kind', () => {
    refused(() => Disk.nvme(7680 as never), 'size of nvme disks must be a Size, got 7680', '');
    refused(
      () => Disk.nvme(Size.gibibytes(0.3)),
      'size of nvme disks must be a whole number of MiB of at least 1, got 0.3Gi; did you mean Size.mebibytes(307)?',
      '',
    );
    refused(() => Nic.gigabits('25' as never), 'speed of network ports in Gbit/s must be a number above 0, got "25"', '');
    refused(() => Accelerator.gpu(undefined as never), 'name of a gpu must be a text, got undefined', '');
    refused(
      () => CpuModel.of({ ...CpuModel.EPYC_9354, features: 'aes' as never }),
      'features of AMD EPYC 9354 must be a list, each of it a text, got "aes"',
      '',
    );
  });
});

describe('premises refuse', () => {
  const lab = new Lab();

  test.each<[string, () => unknown, string]>([
    [
      'no value',
      () => Assume.value(lab, 'num_cpus', undefined as never),
      'value of "num_cpus" in Assume.value must be what Terraform will find, got undefined; give a literal',
    ],
    [
      'a token as value',
      () => Assume.value(lab, 'num_cpus', Token.asNumber('${var.n}')),
      'value of "num_cpus" in Assume.value must be known at synthesis, got a Terraform token',
    ],
    [
      'a token in a value',
      () => Assume.value(lab, 'tags', ['a', Token.asString({ var: 'x' })]),
      'value of "tags" in Assume.value must be known at synthesis',
    ],
    ['no attribute', () => Assume.value(lab, undefined as never, 8), 'attribute of Assume.value must be a text that is not empty, got undefined'],
    ['no construct', () => Assume.value(undefined as never, 'num_cpus', 8), 'construct of Assume.value must be a construct, got undefined'],
    [
      'the name of a scope',
      () => Assume.closed('compute' as never),
      'scope of Assume.closed must be a construct, got "compute"; give the construct itself, not its name',
    ],
    ['no module', () => Assume.noPolicyIn(undefined as never), 'module of Assume.noPolicyIn must be a construct, got undefined'],
    ['no file', () => Assume.estate(undefined as never), 'file of Assume.estate must be a text that is not empty, got undefined'],
  ])('%s', (_, make, message) => {
    refused(make, message, '');
  });

  test('nothing that is a value', () => {
    expect([null, false, 0, '', [], { a: 1 }].map((value) => Assume.value(lab, 'x', value))).toHaveLength(6);
  });
});

test('Cidr refuses what is no text', () => {
  refused(() => Cidr.of(undefined as never), 'not a CIDR: undefined, expected a text such as "10.20.0.0/23"', '');
  refused(() => Cidr.of(10 as never), 'not a CIDR: 10', '');
  refused(() => Cidr.addressOf(undefined as never), 'not an IP address: undefined', '');
});
