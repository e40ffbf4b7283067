import { Duration, Size } from 'cdk8s';
import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { Secret } from 'cdk-strata';
import { CpuModel, Disk, HostModel, Nic } from 'cdk-strata/hardware';
import { Datacenter, EsxiHost, type EsxiHostFleet, type HostConnectionProps, type IDatacenter, VCenter } from 'cdk-strata/vsphere';

export const METAL = HostModel.of({
  cpu: CpuModel.XEON_PLATINUM_8480_PLUS,
  sockets: 2,
  memory: Size.tebibytes(1),
  disks: Disk.nvme(Size.gibibytes(7680), 8),
  nics: Nic.gigabits(25, 8),
});

export const PASSWORD = Secret.variable('esxi_password');

/** A stack with a connection of which nothing is left out, and a datacenter: one that is there already where templates are to be found in it. */
export class Site extends TerraformStack {
  public readonly datacenter: IDatacenter;

  public constructor(scope: Construct, id: string, has: 'templates' | 'nothing' = 'nothing') {
    super(scope, id);
    new VCenter(this, 'vcenter', {
      server: 'vc.example.com',
      user: Secret.variable('vcenter_user'),
      password: Secret.variable('vcenter_password'),
      allowUnverifiedSsl: true,
      persistSession: true,
      apiTimeout: Duration.minutes(10),
    });
    const name = `${id}-dc`;
    this.datacenter = has === 'templates' ? Datacenter.fromLookup(this, 'dc', { name }) : new Datacenter(this, 'dc', { name });
  }

  public hosts(count: number, id = 'esx', more: Partial<HostConnectionProps> & { readonly racks?: readonly string[] } = {}): EsxiHostFleet {
    return EsxiHost.fleet(this, id, { count, model: METAL, hostname: (n) => `${id}-${n}.example.com`, password: PASSWORD, ...more });
  }
}
