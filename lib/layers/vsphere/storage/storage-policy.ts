import { DataVsphereStoragePolicy } from '@cdktf/provider-vsphere/lib/data-vsphere-storage-policy';
import { VmStoragePolicy } from '@cdktf/provider-vsphere/lib/vm-storage-policy';
import { Construct } from 'constructs';
import { declare } from '../../../estate/declaration';
import { recordOrigin } from '../../../estate/origin';
import type { VsanRedundancy } from '../../../estate/vsphere';
import { brand, isBranded } from '../../brand';
import { checkKind, checkKinds, checkProps, checkText, ifGiven } from '../../check';
import { ConstructError } from '../../construct-error';
import { CLUSTER, MACHINE_STORAGE, TAG_RULE, VSAN_REDUNDANCY } from '../../kind';
import { checkKindHere, connectionOf } from '../connection';
import type { IDatastore } from './datastore';
import type { IDatastoreCluster } from './datastore-cluster';
import type { IMachineStorage, MachineStorage } from './machine-storage';
import type { TagRule } from './tag-rule';
import type { IVcenterCluster } from '../cluster/vcenter-cluster';

/** A VM storage policy, and the storage on which it is used. */
export interface IStoragePolicy extends IMachineStorage {
  /** UUID of the policy. */
  readonly storagePolicyId: string;
  /** Its name in vCenter; undefined where nobody said. */
  readonly policyName?: string;
  /** How vSAN keeps what follows it; undefined where nobody said. */
  readonly redundancy?: VsanRedundancy;
}

export interface StoragePolicyProps {
  /**
   * Name in vCenter.
   * @default - the construct id
   */
  readonly name?: string;

  /**
   * What it is for.
   * @default - none
   */
  readonly description?: string;

  /** Which datastores it takes: those that meet every rule. */
  readonly rules: readonly TagRule[];

  /** Where machines that follow it are put: vCenter chooses no storage by a policy alone. */
  readonly storage: IDatastore | IDatastoreCluster;
}

/** Where machines that follow a policy are put: `cluster`, `storage` or both. */
export interface StoragePolicyPlacement {
  /**
   * The cluster on whose vSAN it is used.
   * @default - none: `storage` says where
   */
  readonly cluster?: IVcenterCluster;

  /**
   * Where machines that follow it are put.
   * @default - the vSAN datastore of `cluster`
   */
  readonly storage?: IDatastore | IDatastoreCluster;
}

export interface StoragePolicyLookup extends StoragePolicyPlacement {
  /**
   * Name in vCenter.
   * @default - the construct id
   */
  readonly name?: string;

  /**
   * How vSAN keeps what follows it, such as `Vsan.raid5()`. Terraform cannot tell, so it is stated here as the policy has it.
   * @default - not known: what depends on it is undecided
   */
  readonly redundancy?: VsanRedundancy;
}

export interface StoragePolicyAttributes extends StoragePolicyPlacement {
  /** UUID of the policy. */
  readonly storagePolicyId: string;
}

const BRAND = Symbol.for('cdk-strata.StoragePolicy');

/**
 * A storage policy that the stack owns: one that chooses datastores by their tags. Terraform can make no other, so a policy of vSAN
 * is looked up.
 *
 * @throws when it has no rules, or a rule has no tags, tags of several categories, or one whose name is not known
 */
export class StoragePolicy extends Construct implements IStoragePolicy {
  public static isStoragePolicy(x: unknown): x is StoragePolicy {
    return isBranded(x, BRAND);
  }

  /**
   * One that exists, found by its name when Terraform runs.
   *
   * @throws when neither `storage` nor the vSAN of a cluster says where its machines are put
   */
  public static fromLookup(scope: Construct, id: string, props: StoragePolicyLookup): IStoragePolicy {
    return new LookedUpStoragePolicy(scope, id, props);
  }

  /**
   * One that exists, by its id.
   *
   * @throws when neither `storage` nor the vSAN of a cluster says where its machines are put
   */
  public static fromAttributes(scope: Construct, id: string, attributes: StoragePolicyAttributes): IStoragePolicy {
    return new KnownStoragePolicy(scope, id, attributes);
  }

  public readonly storagePolicyId: string;
  public readonly policyName: string;
  public readonly resource: VmStoragePolicy;

  private readonly storage: IMachineStorage;

  public constructor(scope: Construct, id: string, props: StoragePolicyProps) {
    super(scope, id);
    checkProps(this, 'props', props, ['rules', 'storage']);
    recordOrigin(this);
    brand(this, BRAND);
    const rules = checkKinds(this, 'rules', props.rules, TAG_RULE);
    if (rules.length === 0) throw new ConstructError(this, 'rules must have at least one rule, such as `TagRule.tagged(gold)`, got none');
    this.storage = checkStorage(this, props.storage);
    this.policyName = checkText(this, 'name', props.name ?? id);
    this.resource = new VmStoragePolicy(this, 'Default', {
      provider: connectionOf(this),
      name: this.policyName,
      description: props.description,
      tagRules: rules.map((rule, index) => rule._toRule(this, `rules[${index}]`)),
    });
    this.storagePolicyId = this.resource.id;
  }

  public get machineStorage(): MachineStorage {
    return { ...this.storage.machineStorage, storagePolicyId: this.storagePolicyId };
  }
}

class LookedUpStoragePolicy extends Construct implements IStoragePolicy {
  public readonly storagePolicyId: string;
  public readonly policyName: string;
  public readonly redundancy?: VsanRedundancy;

  private readonly storage: IMachineStorage;

  public constructor(scope: Construct, id: string, props: StoragePolicyLookup) {
    super(scope, id);
    checkProps(this, 'props', props, []);
    recordOrigin(this);
    this.storage = storageOf(this, props);
    this.redundancy = ifGiven(props.redundancy, (each) => checkKind(this, 'redundancy', each, VSAN_REDUNDANCY));
    this.policyName = checkText(this, 'name', props.name ?? id);
    const lookup = new DataVsphereStoragePolicy(this, 'Default', { provider: connectionOf(this), name: this.policyName });
    this.storagePolicyId = lookup.id;
    if (this.redundancy === undefined) return;
    declare(this, {
      kind: 'storage-policy',
      of: lookup.node.path,
      redundancy: this.redundancy,
      ...(props.cluster !== undefined && { cluster: props.cluster.node.path }),
    });
  }

  public get machineStorage(): MachineStorage {
    return { ...this.storage.machineStorage, storagePolicyId: this.storagePolicyId };
  }
}

class KnownStoragePolicy extends Construct implements IStoragePolicy {
  public readonly storagePolicyId: string;

  private readonly storage: IMachineStorage;

  public constructor(scope: Construct, id: string, attributes: StoragePolicyAttributes) {
    super(scope, id);
    checkProps(this, 'attributes', attributes, ['storagePolicyId']);
    recordOrigin(this);
    this.storage = storageOf(this, attributes);
    this.storagePolicyId = checkText(this, 'storagePolicyId', attributes.storagePolicyId);
  }

  public get machineStorage(): MachineStorage {
    return { ...this.storage.machineStorage, storagePolicyId: this.storagePolicyId };
  }
}

function storageOf(policy: Construct, { cluster, storage }: StoragePolicyPlacement): IMachineStorage {
  const on = ifGiven(cluster, (each) => checkKindHere(policy, 'cluster', each, CLUSTER));
  if (storage !== undefined) return checkStorage(policy, storage);
  if (on === undefined) {
    throw new ConstructError(policy, 'nothing says where machines that follow the policy are put; give it a cluster that has vSAN, or storage');
  }
  if (on.vsanDatastore !== undefined) return on.vsanDatastore;
  throw new ConstructError(policy, `${on.node.path} has no vSAN that is known here; give the cluster vsan, or give the policy storage`);
}

function checkStorage(policy: Construct, storage: IDatastore | IDatastoreCluster): IMachineStorage {
  checkKindHere(policy, 'storage', storage, MACHINE_STORAGE);
  if (!('storagePolicyId' in storage)) return storage;
  throw new ConstructError(policy, `storage must be a datastore or a datastore cluster, got ${storage.node.path}, a policy itself`);
}
