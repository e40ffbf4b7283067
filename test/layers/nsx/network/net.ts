import type { App } from 'cdktf';
import { Cidr, Secret } from 'cdk-strata';
import { NsxManager, type NsxManagerProps, Tier0Gateway, Tier1Gateway } from 'cdk-strata/nsx';
import { Lab } from '../../vsphere/lab';
import { Space } from '../group/net';

export { Space };

export const env = Secret.environment();
export const NODES = Cidr.of('10.20.0.0/23');
export const IPV6 = Cidr.of('2001:db8::/64');

/** A stack with both connections, of an NSX manager that names what is taken by default. */
export class NsxLab extends Lab {
  public readonly manager: NsxManager;

  public constructor(app?: App, id?: string, props: Partial<NsxManagerProps> = {}) {
    super(app, id);
    this.manager = new NsxManager(this, 'nsx', { host: 'nsx.example.com', user: env, password: env, transportZone: 'overlay-fra', ...props });
  }

  public tier1(id = 't1'): Tier1Gateway {
    return new Tier1Gateway(this, id, { tier0: Tier0Gateway.fromLookup(this, `${id}-t0`, { name: 'fra-t0' }) });
  }
}

/** The message of what a construct refuses. */
export function refusal(make: () => unknown): string {
  try {
    make();
  } catch (cause) {
    expect(cause).not.toBeInstanceOf(TypeError);
    return (cause as Error).message;
  }
  throw new Error('it was not refused');
}
