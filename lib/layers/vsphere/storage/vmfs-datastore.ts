import { VmfsDatastore as VmfsDatastoreResource } from '@cdktf/provider-vsphere/lib/vmfs-datastore';
import { Construct } from 'constructs';
import { recordOrigin } from '../../../estate/origin';
import { brand, isBranded } from '../../brand';
import { checkDistinct, checkProps, checkTexts } from '../../check';
import { ConstructError } from '../../construct-error';
import { HOST } from '../../kind';
import { checkKindHere, connectionOf } from '../connection';
import type { IDatastore } from './datastore';
import type { IEsxiHost } from '../host/esxi-host';
import type { MachineStorage } from './machine-storage';
import { ownedDatastoreConfig, type OwnedDatastoreProps } from './owned-datastore';

export interface VmfsDatastoreProps extends OwnedDatastoreProps {
  /**
   * The host that formats it. Every other host that sees its disks mounts it by itself. Another host makes Terraform replace the
   * datastore.
   */
  readonly host: IEsxiHost;

  /**
   * Canonical names of its disks, such as `naa.6589cfc000000a3b`. More may be added later, none taken away: a VMFS datastore cannot
   * shrink.
   */
  readonly disks: readonly string[];
}

const BRAND = Symbol.for('cdk-strata.VmfsDatastore');

/**
 * A VMFS datastore that the stack owns, on disks that a host sees.
 *
 * @throws when it has no disk, or one twice, or has both a folder and a datastore cluster
 */
export class VmfsDatastore extends Construct implements IDatastore {
  public static isVmfsDatastore(x: unknown): x is VmfsDatastore {
    return isBranded(x, BRAND);
  }

  public readonly datastoreId: string;
  public readonly resource: VmfsDatastoreResource;

  public constructor(scope: Construct, id: string, props: VmfsDatastoreProps) {
    super(scope, id);
    checkProps(this, 'props', props, ['host', 'disks']);
    recordOrigin(this);
    brand(this, BRAND);
    const disks = checkTexts(this, 'disks', props.disks);
    if (disks.length === 0) throw new ConstructError(this, 'disks must name at least one disk, such as "naa.6589cfc000000a3b", got none');
    checkDistinct(this, 'disks', disks);
    this.resource = new VmfsDatastoreResource(this, 'Default', {
      provider: connectionOf(this),
      ...ownedDatastoreConfig(this, props),
      hostSystemId: checkKindHere(this, 'host', props.host, HOST).hostId,
      disks,
    });
    this.datastoreId = this.resource.id;
  }

  public get machineStorage(): MachineStorage {
    return { datastoreId: this.datastoreId };
  }
}
