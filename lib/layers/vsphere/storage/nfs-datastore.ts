import { NasDatastore } from '@cdktf/provider-vsphere/lib/nas-datastore';
import { Construct } from 'constructs';
import { recordOrigin } from '../../../estate/origin';
import { brand, isBranded } from '../../brand';
import { checkDistinct, checkOneOf, checkProps, checkText, checkTexts, ifGiven } from '../../check';
import { ConstructError } from '../../construct-error';
import { HOST } from '../../kind';
import { checkKindsHere, connectionOf } from '../connection';
import type { IDatastore } from './datastore';
import type { IEsxiHost } from '../host/esxi-host';
import type { MachineStorage } from './machine-storage';
import { ownedDatastoreConfig, type OwnedDatastoreProps } from './owned-datastore';

/** Version of the protocol. */
export type NfsVersion = '3' | '4.1';

/** How hosts prove to an NFS 4.1 server who they are: not at all, by Kerberos, or by Kerberos with integrity checks. */
export type NfsSecurity = 'AUTH_SYS' | 'SEC_KRB5' | 'SEC_KRB5I';

export interface NfsDatastoreProps extends OwnedDatastoreProps {
  /** The hosts that mount it: only they see it. */
  readonly hosts: Iterable<IEsxiHost>;

  /** Names or addresses of the server: one with NFS 3, one or several paths to it with NFS 4.1. */
  readonly remoteHosts: readonly string[];

  /** What the server exports, such as `/export/fast`. */
  readonly remotePath: string;

  /**
   * Version of the protocol. All hosts must mount an export with the same.
   * @default '3'
   */
  readonly version?: NfsVersion;

  /**
   * Whether machines can write to it, as far as the server lets them.
   * @default 'readWrite'
   */
  readonly access?: 'readWrite' | 'readOnly';

  /**
   * How hosts prove who they are. Only with NFS 4.1.
   * @default - as vCenter has it, AUTH_SYS
   */
  readonly security?: NfsSecurity;
}

const BRAND = Symbol.for('cdk-strata.NfsDatastore');

/**
 * An NFS datastore that the stack owns.
 *
 * @throws when no host mounts it, or one twice, it has no server, or several or a security type with NFS 3, or has both a folder and
 * a datastore cluster
 */
export class NfsDatastore extends Construct implements IDatastore {
  public static isNfsDatastore(x: unknown): x is NfsDatastore {
    return isBranded(x, BRAND);
  }

  public readonly datastoreId: string;
  public readonly resource: NasDatastore;

  public constructor(scope: Construct, id: string, props: NfsDatastoreProps) {
    super(scope, id);
    checkProps(this, 'props', props, ['hosts', 'remoteHosts', 'remotePath']);
    recordOrigin(this);
    brand(this, BRAND);
    const version = checkOneOf(this, 'version', props.version ?? '3', ['3', '4.1']);
    const security = ifGiven(props.security, (each) => checkOneOf(this, 'security', each, ['AUTH_SYS', 'SEC_KRB5', 'SEC_KRB5I']));
    if (version === '3' && security !== undefined) {
      throw new ConstructError(this, `NFS 3 has no security type, got "${security}"; set version to '4.1', or leave security out`);
    }
    this.resource = new NasDatastore(this, 'Default', {
      provider: connectionOf(this),
      ...ownedDatastoreConfig(this, props),
      hostSystemIds: this.mountingHosts(props.hosts),
      type: version === '3' ? 'NFS' : 'NFS41',
      remoteHosts: this.server(version, props.remoteHosts),
      remotePath: checkText(this, 'remotePath', props.remotePath),
      accessMode: checkOneOf(this, 'access', props.access ?? 'readWrite', ['readWrite', 'readOnly']),
      securityType: security,
    });
    this.datastoreId = this.resource.id;
  }

  public get machineStorage(): MachineStorage {
    return { datastoreId: this.datastoreId };
  }

  private mountingHosts(given: Iterable<IEsxiHost>): string[] {
    const ids = checkKindsHere(this, 'hosts', given, HOST).map((host) => host.hostId);
    if (ids.length === 0) throw new ConstructError(this, 'hosts must have at least one host, got none');
    checkDistinct(this, 'hosts', ids);
    return ids;
  }

  private server(version: NfsVersion, given: readonly string[]): string[] {
    const remoteHosts = checkTexts(this, 'remoteHosts', given);
    if (remoteHosts.length === 0) throw new ConstructError(this, 'remoteHosts must name the server, got none');
    if (version === '3' && remoteHosts.length > 1) {
      throw new ConstructError(this, `NFS 3 has one server, got ${remoteHosts.join(', ')}; set version to '4.1', or name one`);
    }
    checkDistinct(this, 'remoteHosts', remoteHosts);
    return remoteHosts;
  }
}
