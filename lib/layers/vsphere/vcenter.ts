import { VsphereProvider, type VsphereProviderConfig } from '@cdktf/provider-vsphere/lib/provider';
import type { Duration } from 'cdk8s';
import { Token } from 'cdktf';
import { Construct } from 'constructs';
import { recordOrigin } from '../../estate/origin';
import { checkFlag, checkKind, checkProps, checkText, got, ifGiven } from '../check';
import { ConstructError } from '../construct-error';
import { SECRET } from '../kind';
import type { Secret } from '../secret';
import { vcenters } from './connection';
import { checkMinutes } from './durations';

/**
 * Oldest provider that takes all that the constructs may render: EVC modes, more than 64 hosts in a cluster, and clones that follow a
 * storage policy (https://github.com/vmware/terraform-provider-vsphere/blob/main/CHANGELOG.md, v2.16.0).
 */
export const MINIMUM_PROVIDER_VERSION = '2.16.0';

export interface VCenterProps {
  /** Host name or address of the vCenter Server, without a scheme: `vc.fra.example.com`. */
  readonly server: string;

  /** Who logs in. `Secret.environment()` leaves it to the provider's own variable, `VSPHERE_USER`. */
  readonly user: Secret;

  /** The password. `Secret.environment()` leaves it to the provider's own variable, `VSPHERE_PASSWORD`. */
  readonly password: Secret;

  /**
   * Terraform's name for the connection, where the stack has several: a letter or underscore, then letters, digits, underscores
   * and dashes. Only what is made below this construct goes to it.
   * @default - none: all of the stack goes to it that stands below no other
   */
  readonly alias?: string;

  /**
   * Whether to talk to a server whose certificate cannot be verified: a laboratory, a simulator.
   * @default false
   */
  readonly allowUnverifiedSsl?: boolean;

  /**
   * Whether sessions are kept on the disk of whoever runs Terraform, to be used again by the next run.
   * @default false
   */
  readonly persistSession?: boolean;

  /**
   * How long one operation of vCenter may take, in whole minutes of at least 1.
   * @default Duration.minutes(5)
   */
  readonly apiTimeout?: Duration;
}

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_-]*$/;

/** The binding pins the version that it was generated from. */
class Provider extends VsphereProvider {
  public override readonly terraformGeneratorMetadata = { providerName: 'vsphere', providerVersion: `>= ${MINIMUM_PROVIDER_VERSION}, < 3.0.0` };
}

/**
 * The connection to a vCenter Server. One without an alias takes everything of vSphere in the stack; one with an alias takes what
 * is made below it in the construct tree. A stack whose constructs have none fails validation.
 *
 * The stack asks for the provider in version 2.16.0 or a later 2.x. An override of the stack that says another,
 * `stack.addOverride('terraform.required_providers.vsphere.version', '2.16.1')`, stands.
 *
 * @throws when the stack has one without an alias, or of that alias, already, or `server` is a URL, or `alias` is no name to
 * Terraform, or `apiTimeout` is not whole
 */
export class VCenter extends Construct {
  public readonly server: string;
  public readonly alias?: string;
  public readonly resource: VsphereProvider;

  public constructor(scope: Construct, id: string, props: VCenterProps) {
    super(scope, id);
    checkProps(this, 'props', props, ['server', 'user', 'password']);
    recordOrigin(this);

    this.server = checkText(this, 'server', props.server);
    const url = Token.isUnresolved(this.server) ? null : /^[a-z]+:\/\/([^/]*)/i.exec(this.server);
    if (url !== null) throw new ConstructError(this, `server must be a host name or an address, got "${this.server}"; did you mean "${url[1]}"?`);

    this.alias = ifGiven(props.alias, (alias) => this.checkAlias(alias));
    const user = checkKind(this, 'user', props.user, SECRET);
    const password = checkKind(this, 'password', props.password, SECRET);
    vcenters.checkOnly(this, this.alias);

    // The binding asks for user and password; the provider takes them from its environment where they are left out.
    this.resource = new Provider(this, 'Default', {
      alias: this.alias,
      vsphereServer: this.server,
      user: user.bindToProvider(this),
      password: password.bindToProvider(this),
      allowUnverifiedSsl: checkFlag(this, 'allowUnverifiedSsl', props.allowUnverifiedSsl ?? false),
      persistSession: ifGiven(props.persistSession, (persist) => checkFlag(this, 'persistSession', persist)),
      apiTimeout: ifGiven(props.apiTimeout, (timeout) => checkMinutes(this, 'apiTimeout', timeout, { low: 1 })),
    } as VsphereProviderConfig);

    vcenters.connect({ provider: this.resource, by: this, server: this.server });
  }

  private checkAlias(alias: string): string {
    if (typeof alias === 'string' && IDENTIFIER.test(alias)) return alias;
    throw new ConstructError(this, `alias must be a letter or "_", then letters, digits, "_" and "-", got ${got(alias)}`);
  }
}
