import { DataVsphereTagCategory } from '@cdktf/provider-vsphere/lib/data-vsphere-tag-category';
import { TagCategory as TagCategoryResource } from '@cdktf/provider-vsphere/lib/tag-category';
import { Construct, type IConstruct } from 'constructs';
import { recordOrigin } from '../../../estate/origin';
import { brand, isBranded } from '../../brand';
import { checkOneOf, checkProps, checkText, ifGiven } from '../../check';
import { ConstructError } from '../../construct-error';
import { connectionOf } from '../connection';

/** What a tag can be attached to, as vSphere names the types (the provider's schema of `vsphere_tag_category`, `associable_types`). */
export type TaggableType =
  | 'Folder'
  | 'ClusterComputeResource'
  | 'Datacenter'
  | 'Datastore'
  | 'StoragePod'
  | 'DistributedVirtualPortgroup'
  | 'DistributedVirtualSwitch'
  | 'VmwareDistributedVirtualSwitch'
  | 'HostSystem'
  | 'com.vmware.content.Library'
  | 'com.vmware.content.library.Item'
  | 'HostNetwork'
  | 'Network'
  | 'OpaqueNetwork'
  | 'ResourcePool'
  | 'VirtualApp'
  | 'VirtualMachine';

const TAGGABLE_TYPES: readonly TaggableType[] = [
  'Folder',
  'ClusterComputeResource',
  'Datacenter',
  'Datastore',
  'StoragePod',
  'DistributedVirtualPortgroup',
  'DistributedVirtualSwitch',
  'VmwareDistributedVirtualSwitch',
  'HostSystem',
  'com.vmware.content.Library',
  'com.vmware.content.library.Item',
  'HostNetwork',
  'Network',
  'OpaqueNetwork',
  'ResourcePool',
  'VirtualApp',
  'VirtualMachine',
];

/** How many tags of a category an object may have. */
export type TagCardinality = 'single' | 'multiple';

/** A category of tags, owned or looked up. */
export interface ITagCategory extends IConstruct {
  /** Such as `urn:vmomi:InventoryServiceCategory:9c6e5b6f-...:GLOBAL`. */
  readonly categoryId: string;
  /** Undefined where nobody said. */
  readonly categoryName?: string;
  /** Undefined where nobody said. */
  readonly cardinality?: TagCardinality;
  /** What its tags can be attached to; undefined where nobody said. */
  readonly associableTypes?: readonly TaggableType[];
}

export interface TagCategoryProps {
  /**
   * Name in vCenter.
   * @default - the construct id
   */
  readonly name?: string;

  /**
   * What it means.
   * @default - none
   */
  readonly description?: string;

  /**
   * How many of its tags an object may have.
   * @default 'single'
   */
  readonly cardinality?: TagCardinality;

  /** What its tags can be attached to. A type cannot be taken away later. */
  readonly associableTypes: readonly TaggableType[];
}

export interface TagCategoryLookup {
  /** Name in vCenter. */
  readonly name: string;
}

export interface TagCategoryAttributes {
  /** Such as `urn:vmomi:InventoryServiceCategory:9c6e5b6f-...:GLOBAL`. */
  readonly categoryId: string;

  /**
   * Name in vCenter.
   * @default - not known
   */
  readonly categoryName?: string;
}

const BRAND = Symbol.for('cdk-strata.TagCategory');

/**
 * A category of tags that the stack owns.
 *
 * @throws when it is for nothing
 */
export class TagCategory extends Construct implements ITagCategory {
  public static isTagCategory(x: unknown): x is TagCategory {
    return isBranded(x, BRAND);
  }

  /** One that exists, found by its name when Terraform runs. */
  public static fromLookup(scope: Construct, id: string, props: TagCategoryLookup): ITagCategory {
    return new LookedUpTagCategory(scope, id, props);
  }

  /** One that exists, by its id. */
  public static fromAttributes(scope: Construct, id: string, attributes: TagCategoryAttributes): ITagCategory {
    return new KnownTagCategory(scope, id, attributes);
  }

  public readonly categoryId: string;
  public readonly categoryName: string;
  public readonly cardinality: TagCardinality;
  public readonly associableTypes: readonly TaggableType[];
  public readonly resource: TagCategoryResource;

  public constructor(scope: Construct, id: string, props: TagCategoryProps) {
    super(scope, id);
    checkProps(this, 'props', props, ['associableTypes']);
    recordOrigin(this);
    brand(this, BRAND);
    this.cardinality = checkOneOf(this, 'cardinality', props.cardinality ?? 'single', ['single', 'multiple']);
    if (!Array.isArray(props.associableTypes) || props.associableTypes.length === 0) {
      throw new ConstructError(this, 'associableTypes must name at least one type, such as "VirtualMachine"');
    }
    this.associableTypes = props.associableTypes.map((type, index) => checkOneOf(this, `associableTypes[${index}]`, type, TAGGABLE_TYPES));
    this.resource = new TagCategoryResource(this, 'Default', {
      provider: connectionOf(this),
      name: checkText(this, 'name', props.name ?? id),
      description: props.description,
      cardinality: this.cardinality.toUpperCase(),
      associableTypes: [...this.associableTypes],
    });
    this.categoryId = this.resource.id;
    this.categoryName = this.resource.name;
  }
}

class LookedUpTagCategory extends Construct implements ITagCategory {
  public readonly categoryId: string;
  public readonly categoryName: string;

  public constructor(scope: Construct, id: string, props: TagCategoryLookup) {
    super(scope, id);
    checkProps(this, 'props', props, ['name']);
    recordOrigin(this);
    this.categoryName = checkText(this, 'name', props.name);
    this.categoryId = new DataVsphereTagCategory(this, 'Default', { provider: connectionOf(this), name: this.categoryName }).id;
  }
}

class KnownTagCategory extends Construct implements ITagCategory {
  public readonly categoryId: string;
  public readonly categoryName?: string;

  public constructor(scope: Construct, id: string, attributes: TagCategoryAttributes) {
    super(scope, id);
    checkProps(this, 'attributes', attributes, ['categoryId']);
    recordOrigin(this);
    this.categoryId = checkText(this, 'categoryId', attributes.categoryId);
    this.categoryName = ifGiven(attributes.categoryName, (name) => checkText(this, 'categoryName', name));
  }
}
