import { VsphereProvider, type VsphereProviderConfig } from '@cdktf/provider-vsphere/lib/provider';
import { TerraformStack, Token } from 'cdktf';
import { Construct, type IConstruct } from 'constructs';
import { recordOrigin } from '../../estate/origin';
import { checkFlag, checkKind, checkText } from '../check';
import { ConstructError } from '../construct-error';
import { SECRET } from '../kind';
import type { Secret } from '../secret';

export interface VCenterProps {
  /** Host name or address of the vCenter Server, without a scheme: `vc.fra.example.com`. */
  readonly server: string;

  /** Who logs in. `Secret.environment()` leaves it to the provider's own variable, `VSPHERE_USER`. */
  readonly user: Secret;

  /** The password. `Secret.environment()` leaves it to the provider's own variable, `VSPHERE_PASSWORD`. */
  readonly password: Secret;

  /**
   * Whether to talk to a server whose certificate cannot be verified: a laboratory, a simulator.
   * @default false
   */
  readonly allowUnverifiedSsl?: boolean;
}

const connections = new WeakMap<IConstruct, VCenter>();

/**
 * The connection to a vCenter Server: everything of vSphere in the stack goes there. A stack has one; without one it fails
 * validation.
 *
 * @throws when the stack has one already, or `server` is a URL
 */
export class VCenter extends Construct {
  public readonly server: string;
  public readonly resource: VsphereProvider;

  public constructor(scope: Construct, id: string, props: VCenterProps) {
    super(scope, id);
    recordOrigin(this);

    this.server = checkText(this, 'server', props.server);
    const url = Token.isUnresolved(this.server) ? null : /^[a-z]+:\/\/([^/]*)/i.exec(this.server);
    if (url !== null) throw new ConstructError(this, `server must be a host name or an address, got "${this.server}"; did you mean "${url[1]}"?`);

    const user = checkKind(this, 'user', props.user, SECRET);
    const password = checkKind(this, 'password', props.password, SECRET);

    const stack = TerraformStack.of(this);
    const other = connections.get(stack);
    if (other !== undefined) {
      throw new ConstructError(
        this,
        `the stack is connected to a vCenter already, by ${other.node.path}; put what belongs to this one in a stack of its own`,
      );
    }
    connections.set(stack, this);

    // The binding asks for user and password; the provider takes them from its environment where they are left out.
    this.resource = new VsphereProvider(this, 'Default', {
      vsphereServer: this.server,
      user: user.bindToProvider(this),
      password: password.bindToProvider(this),
      allowUnverifiedSsl: checkFlag(this, 'allowUnverifiedSsl', props.allowUnverifiedSsl ?? false),
    } as VsphereProviderConfig);
  }
}
