import type { Duration } from 'cdk8s';
import { Token } from 'cdktf';
import { Construct } from 'constructs';
import { recordOrigin } from '../../estate/origin';
import { brand, isBranded } from '../brand';
import { checkFlag, checkKind, checkProps, checkText, checkWhole, got, ifGiven } from '../check';
import { ConstructError } from '../construct-error';
import { DURATION, SECRET } from '../kind';
import type { Secret } from '../secret';
import { nsxt, type NsxtProvider, type NsxtProviderConfig } from './bindings';
import { nsxManagers } from './connection';

/** The provider whose schema the bindings are made from; later ones of the same major version take the same. */
export const MINIMUM_NSX_PROVIDER_VERSION = '3.12.0';

export interface NsxManagerProps {
  /** Host name or address of the NSX manager or of its cluster, without a scheme: `nsx.fra.example.com`. */
  readonly host: string;

  /** Who logs in. `Secret.environment()` leaves it to the provider's own variable, `NSXT_USERNAME`. */
  readonly user: Secret;

  /** The password. `Secret.environment()` leaves it to the provider's own variable, `NSXT_PASSWORD`. */
  readonly password: Secret;

  /**
   * Name of the overlay transport zone that segments take where they name none. It is looked up when the first one needs it.
   * @default - none: each segment outside of a project names its own
   */
  readonly transportZone?: string;

  /**
   * Name of the edge cluster that tier-1 gateways and DHCP servers take where they name none. It is looked up when the first one
   * needs it.
   * @default - none
   */
  readonly edgeCluster?: string;

  /**
   * Terraform's name for the connection, where the stack has several: a letter or underscore, then letters, digits, underscores
   * and dashes. Only what is made below this construct goes to it.
   * @default - none: all of the stack goes to it that stands below no other
   */
  readonly alias?: string;

  /**
   * Whether to talk to a manager whose certificate cannot be verified: a laboratory, a simulator.
   * @default false
   */
  readonly allowUnverifiedSsl?: boolean;

  /**
   * File with the certificates of the authorities that sign the manager's.
   * @default - those of the machine that runs Terraform
   */
  readonly caFile?: string;

  /**
   * Whether the user is one of vIDM or LDAP, and not of the manager itself.
   * @default false
   */
  readonly remoteAuth?: boolean;

  /**
   * Whether one session serves all calls. Without, each call logs in.
   * @default true
   */
  readonly sessionAuth?: boolean;

  /**
   * Whether the first connection waits until something needs it: for a manager that the same run makes.
   * @default false
   */
  readonly onDemandConnection?: boolean;

  /**
   * How often a call is tried again that fails for a passing reason.
   * @default 4
   */
  readonly maxRetries?: number;

  /**
   * Shortest pause before a call is tried again, in whole milliseconds.
   * @default Duration.millis(0)
   */
  readonly retryMinDelay?: Duration;

  /**
   * Longest pause before a call is tried again, in whole milliseconds.
   * @default Duration.millis(500)
   */
  readonly retryMaxDelay?: Duration;

  /**
   * Whether something that is realized on a part of the hosts only counts as made.
   * @default false
   */
  readonly toleratePartialSuccess?: boolean;
}

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_-]*$/;
const NSX_MANAGER = Symbol.for('cdk-strata.NsxManager');

/** What the provider takes where nothing is said, in milliseconds (its documentation, `retry_min_delay` and `retry_max_delay`). */
const DEFAULT_DELAY = { min: 0, max: 500 };

/**
 * The connection to an NSX manager. One without an alias takes everything of NSX in the stack; one with an alias takes what is
 * made below it in the construct tree. A stack whose constructs have none fails validation.
 *
 * The stack asks for the provider in version 3.12.0 or a later 3.x. An override of the stack that says another,
 * `stack.addOverride('terraform.required_providers.nsxt.version', '3.12.1')`, stands.
 *
 * @throws when the stack has one without an alias, or of that alias, already, or `host` is a URL, or `alias` is no name to
 * Terraform, or the pauses before a call is tried again leave no room between them
 */
export class NsxManager extends Construct {
  public static isNsxManager(x: unknown): x is NsxManager {
    return isBranded(x, NSX_MANAGER);
  }

  public readonly host: string;
  public readonly alias?: string;
  /** Name of the transport zone that segments take where they name none. */
  public readonly transportZone?: string;
  /** Name of the edge cluster that tier-1 gateways and DHCP servers take where they name none. */
  public readonly edgeCluster?: string;
  public readonly resource: NsxtProvider;

  public constructor(scope: Construct, id: string, props: NsxManagerProps) {
    super(scope, id);
    checkProps(this, 'props', props, ['host', 'user', 'password']);
    recordOrigin(this);
    brand(this, NSX_MANAGER);

    this.host = checkText(this, 'host', props.host);
    const url = Token.isUnresolved(this.host) ? null : /^[a-z]+:\/\/([^/]*)/i.exec(this.host);
    if (url !== null) throw new ConstructError(this, `host must be a host name or an address, got "${this.host}"; did you mean "${url[1]}"?`);

    this.alias = ifGiven(props.alias, (alias) => this.checkAlias(alias));
    this.transportZone = ifGiven(props.transportZone, (name) => checkText(this, 'transportZone', name));
    this.edgeCluster = ifGiven(props.edgeCluster, (name) => checkText(this, 'edgeCluster', name));
    const user = checkKind(this, 'user', props.user, SECRET);
    const password = checkKind(this, 'password', props.password, SECRET);
    const flag = (what: 'remoteAuth' | 'sessionAuth' | 'onDemandConnection' | 'toleratePartialSuccess'): boolean | undefined =>
      ifGiven(props[what], (value) => checkFlag(this, what, value));
    const config: NsxtProviderConfig = {
      alias: this.alias,
      host: this.host,
      username: user.bindToProvider(this),
      password: password.bindToProvider(this),
      allowUnverifiedSsl: checkFlag(this, 'allowUnverifiedSsl', props.allowUnverifiedSsl ?? false),
      caFile: ifGiven(props.caFile, (file) => checkText(this, 'caFile', file)),
      remoteAuth: flag('remoteAuth'),
      sessionAuth: flag('sessionAuth'),
      onDemandConnection: flag('onDemandConnection'),
      maxRetries: ifGiven(props.maxRetries, (times) => checkWhole(this, 'maxRetries', times, { low: 0 })),
      ...this.delays(props),
      toleratePartialSuccess: flag('toleratePartialSuccess'),
    };
    nsxManagers.checkOnly(this, this.alias);
    this.resource = makeProvider(this, config);
    nsxManagers.connect({ provider: this.resource, by: this, server: this.host });
  }

  private checkAlias(alias: string): string {
    if (typeof alias === 'string' && IDENTIFIER.test(alias)) return alias;
    throw new ConstructError(this, `alias must be a letter or "_", then letters, digits, "_" and "-", got ${got(alias)}`);
  }

  /** The provider picks a pause between the two by chance, and crashes where they are equal. */
  private delays({ retryMinDelay, retryMaxDelay }: NsxManagerProps): Pick<NsxtProviderConfig, 'retryMinDelay' | 'retryMaxDelay'> {
    const min = ifGiven(retryMinDelay, (delay) => this.milliseconds('retryMinDelay', delay));
    const max = ifGiven(retryMaxDelay, (delay) => this.milliseconds('retryMaxDelay', delay));
    const [least, most] = [min ?? DEFAULT_DELAY.min, max ?? DEFAULT_DELAY.max];
    if (least < most || (least === 0 && most === 0)) return { retryMinDelay: min, retryMaxDelay: max };
    throw new ConstructError(
      this,
      `retryMinDelay must be shorter than retryMaxDelay, got ${least} and ${most} ms${min === undefined || max === undefined ? ', one of them by default' : ''}; give both, such as Duration.millis(${least}) and Duration.millis(${least + DEFAULT_DELAY.max})`,
    );
  }

  private milliseconds(what: string, delay: Duration): number {
    return checkWhole(this, `the milliseconds of ${what}`, checkKind(this, what, delay, DURATION).toMilliseconds({ integral: false }), { low: 0 });
  }
}

/** The binding pins the version that it was generated from. Its class is made here, so that it is not loaded before it is used. */
function makeProvider(scope: Construct, config: NsxtProviderConfig): NsxtProvider {
  class Provider extends nsxt.NsxtProvider {
    public override readonly terraformGeneratorMetadata = {
      providerName: 'nsxt',
      providerVersion: `>= ${MINIMUM_NSX_PROVIDER_VERSION}, < 4.0.0`,
    };
  }
  return new Provider(scope, 'Default', config);
}
