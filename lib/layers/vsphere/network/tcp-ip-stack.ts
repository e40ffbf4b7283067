import { checkText } from '../../check';

/** A TCP/IP stack of an ESXi host: what its VMkernel adapters share, such as the default gateway. */
export class TcpIpStack {
  public static readonly DEFAULT = new TcpIpStack('defaultTcpipStack');

  /** For vMotion alone: it then runs on no adapter of another stack. */
  public static readonly VMOTION = new TcpIpStack('vmotion');

  /** For cold migration, cloning and snapshots of machines. */
  public static readonly PROVISIONING = new TcpIpStack('vSphereProvisioning');

  /** One that was made on the host. */
  public static of(key: string): TcpIpStack {
    return new TcpIpStack(checkText(undefined, 'the key of a TCP/IP stack', key));
  }

  private constructor(
    /** Its key on the host. */
    public readonly netstack: string,
  ) {}
}
