import { Size } from 'cdk8s';
import { type App, DefaultTokenResolver, StringConcat, TerraformStack, Testing, Tokenization } from 'cdktf';
import { Secret } from 'cdk-strata';
import { CpuModel, HostModel } from 'cdk-strata/hardware';
import { Datacenter, DistributedSwitch, EsxiHost, type EsxiHostFleet, type IDatacenter, VCenter } from 'cdk-strata/vsphere';
import { declarationsIn } from '../../../lib/estate/declaration';

export const metal = HostModel.of({ cpu: CpuModel.XEON_PLATINUM_8480_PLUS, sockets: 2, memory: Size.tebibytes(1) });
export const password = Secret.variable('esxi_password');

/** A stack with a connection and a datacenter, to build in. */
export class Lab extends TerraformStack {
  public readonly datacenter: IDatacenter;

  public constructor(scope: App = Testing.app(), id = 'lab') {
    super(scope, id);
    new VCenter(this, 'vcenter', { server: 'vc.example.com', user: Secret.environment(), password: Secret.environment() });
    this.datacenter = Datacenter.fromLookup(this, 'dc', { name: 'fra1' });
  }

  public hosts(count: number, id = 'esx'): EsxiHostFleet {
    return EsxiHost.fleet(this, id, { count, model: metal, hostname: (n) => `${id}-${n}.example.com`, password });
  }

  public fabric(hosts: Iterable<EsxiHost>): DistributedSwitch {
    return new DistributedSwitch(this, 'fabric', { datacenter: this.datacenter, hosts, uplinks: 2 });
  }

  /** The rendered elements of a type, by name, without cdktf's own metadata. */
  public rendered(type: string): Record<string, Record<string, unknown>> {
    const { resource = {}, data = {} } = JSON.parse(Testing.synth(this)) as Record<string, Record<string, Record<string, object>>>;
    const elements = type.startsWith('data.') ? data[type.slice('data.'.length)] : resource[type];
    return Object.fromEntries(Object.entries(elements ?? {}).map(([name, element]) => [name, without('//', element)]));
  }

  /** What a token will stand for in the output. */
  public resolve(value: unknown): unknown {
    return Tokenization.resolve(value, { scope: this, preparing: false, resolver: new DefaultTokenResolver(new StringConcat()) });
  }

  public declarations(): ReturnType<typeof declarationsIn> {
    return declarationsIn(this);
  }
}

function without(key: string, object: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([each]) => each !== key));
}
