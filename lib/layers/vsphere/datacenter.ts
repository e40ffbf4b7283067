import { DataVsphereDatacenter } from '@cdktf/provider-vsphere/lib/data-vsphere-datacenter';
import { Datacenter as DatacenterResource } from '@cdktf/provider-vsphere/lib/datacenter';
import { Construct } from 'constructs';
import { recordOrigin } from '../../estate/origin';
import { brand, isBranded } from '../brand';
import { checkProps, checkText, ifGiven } from '../check';
import { connectionOf } from './connection';
import { folderPathOf } from './folder';
import type { IDatacenter, IFolder } from './inventory';
import { type ITag, tagIds } from './access/tags';

export type { IDatacenter } from './inventory';

export interface DatacenterProps {
  /**
   * Name in vCenter.
   * @default - the construct id
   */
  readonly name?: string;

  /**
   * Folder for it: a folder of datacenters, or its path below the root, such as `emea`. Another one makes Terraform replace the
   * datacenter.
   * @default - the root
   */
  readonly folder?: string | IFolder;

  /**
   * Its tags.
   * @default - none
   */
  readonly tags?: readonly ITag[];
}

export interface DatacenterLookup {
  /** Name in vCenter, or the path of its folders and its name. */
  readonly name: string;
}

export interface DatacenterAttributes {
  /** Managed object id, such as `datacenter-2`. */
  readonly datacenterId: string;
}

const DATACENTER = Symbol.for('cdk-strata.Datacenter');

/** A vSphere datacenter that the stack owns. */
export class Datacenter extends Construct implements IDatacenter {
  public static isDatacenter(x: unknown): x is Datacenter {
    return isBranded(x, DATACENTER);
  }

  /** One that exists, found by its name when Terraform runs. */
  public static fromLookup(scope: Construct, id: string, props: DatacenterLookup): IDatacenter {
    return new LookedUpDatacenter(scope, id, props);
  }

  /** One that exists, by its id. */
  public static fromAttributes(scope: Construct, id: string, attributes: DatacenterAttributes): IDatacenter {
    return new KnownDatacenter(scope, id, attributes);
  }

  public readonly datacenterId: string;
  public readonly datacenterName: string;
  public readonly resource: DatacenterResource;

  public constructor(scope: Construct, id: string, props: DatacenterProps = {}) {
    super(scope, id);
    recordOrigin(this);
    brand(this, DATACENTER);
    this.datacenterName = checkText(this, 'name', props.name ?? id);
    this.resource = new DatacenterResource(this, 'Default', {
      provider: connectionOf(this),
      name: this.datacenterName,
      folder: ifGiven(folderPathOf(this, props.folder, 'datacenter'), (path) => (path.startsWith('/') ? path : `/${path}`)),
      tags: tagIds(this, props.tags, 'Datacenter'),
    });
    this.datacenterId = this.resource.moid; // its id is the path, which no other resource takes
  }
}

class LookedUpDatacenter extends Construct implements IDatacenter {
  public readonly datacenterId: string;
  public readonly datacenterName: string;

  public constructor(scope: Construct, id: string, props: DatacenterLookup) {
    super(scope, id);
    checkProps(this, 'props', props, ['name']);
    recordOrigin(this);
    this.datacenterName = checkText(this, 'name', props.name);
    this.datacenterId = new DataVsphereDatacenter(this, 'Default', { provider: connectionOf(this), name: this.datacenterName }).id;
  }
}

class KnownDatacenter extends Construct implements IDatacenter {
  public readonly datacenterId: string;

  public constructor(scope: Construct, id: string, attributes: DatacenterAttributes) {
    super(scope, id);
    checkProps(this, 'attributes', attributes, ['datacenterId']);
    recordOrigin(this);
    this.datacenterId = checkText(this, 'datacenterId', attributes.datacenterId);
  }
}
