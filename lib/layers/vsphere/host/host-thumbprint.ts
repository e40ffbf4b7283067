import { DataVsphereHostThumbprint } from '@cdktf/provider-vsphere/lib/data-vsphere-host-thumbprint';
import { Construct } from 'constructs';
import { recordOrigin } from '../../../estate/origin';
import { checkFlag, checkProps, checkText, checkWhole, ifGiven } from '../../check';
import { connectionOf } from '../connection';

export interface HostThumbprintLookup {
  /** Name or address of the host. */
  readonly address: string;

  /** @default 443 */
  readonly port?: number;

  /**
   * Whether to take the certificate of whoever answers, trusted or not: the thumbprint then proves nothing of the first connection,
   * and only that later ones go to the same host.
   * @default false
   */
  readonly trustAnyone?: boolean;
}

/** The thumbprint of a host's certificate, read off the host when Terraform runs. */
export class HostThumbprint extends Construct {
  /** @throws when `port` is no port */
  public static fromLookup(scope: Construct, id: string, props: HostThumbprintLookup): HostThumbprint {
    return new HostThumbprint(scope, id, props);
  }

  /** SHA-1, as a host's `thumbprint` takes it. */
  public readonly sha1: string;

  private constructor(scope: Construct, id: string, props: HostThumbprintLookup) {
    super(scope, id);
    checkProps(this, 'props', props, ['address']);
    recordOrigin(this);
    this.sha1 = new DataVsphereHostThumbprint(this, 'Default', {
      provider: connectionOf(this),
      address: checkText(this, 'address', props.address),
      port: ifGiven(props.port, (port) => String(checkWhole(this, 'port', port, { low: 1, high: 65_535 }))),
      insecure: ifGiven(props.trustAnyone, (trust) => checkFlag(this, 'trustAnyone', trust)),
    }).id;
  }
}
