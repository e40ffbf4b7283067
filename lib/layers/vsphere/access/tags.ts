import { DataVsphereTag } from '@cdktf/provider-vsphere/lib/data-vsphere-tag';
import { Tag as TagResource } from '@cdktf/provider-vsphere/lib/tag';
import { Construct, type IConstruct } from 'constructs';
import { recordOrigin } from '../../../estate/origin';
import { brand, isBranded } from '../../brand';
import { checkProps, checkText, ifGiven } from '../../check';
import { ConstructError } from '../../construct-error';
import { TAG, TAG_CATEGORY } from '../../kind';
import { checkKindHere, checkKindsHere, connectionOf } from '../connection';
import type { ITagCategory, TaggableType } from './tag-category';

/** A tag, owned or looked up. */
export interface ITag extends IConstruct {
  /** Such as `urn:vmomi:InventoryServiceTag:9c6e5b6f-...:GLOBAL`. */
  readonly tagId: string;
  /** Undefined where nobody said. */
  readonly tagName?: string;
  /** Undefined where nobody said. */
  readonly category?: ITagCategory;
}

export interface TagProps {
  readonly category: ITagCategory;

  /**
   * Name in vCenter, unique in its category.
   * @default - the construct id
   */
  readonly name?: string;

  /**
   * What it means.
   * @default - none
   */
  readonly description?: string;
}

export interface TagLookup {
  readonly category: ITagCategory;

  /** Name in vCenter. */
  readonly name: string;
}

export interface TagAttributes {
  /** Such as `urn:vmomi:InventoryServiceTag:9c6e5b6f-...:GLOBAL`. */
  readonly tagId: string;

  /**
   * Name in vCenter.
   * @default - not known
   */
  readonly tagName?: string;

  /**
   * Its category.
   * @default - not known
   */
  readonly category?: ITagCategory;
}

const BRAND = Symbol.for('cdk-strata.Tag');

/** A tag that the stack owns. */
export class Tag extends Construct implements ITag {
  public static isTag(x: unknown): x is Tag {
    return isBranded(x, BRAND);
  }

  /** One that exists, found by its name and category when Terraform runs. */
  public static fromLookup(scope: Construct, id: string, props: TagLookup): ITag {
    return new LookedUpTag(scope, id, props);
  }

  /** One that exists, by its id. */
  public static fromAttributes(scope: Construct, id: string, attributes: TagAttributes): ITag {
    return new KnownTag(scope, id, attributes);
  }

  public readonly tagId: string;
  public readonly category: ITagCategory;
  public readonly resource: TagResource;

  public constructor(scope: Construct, id: string, props: TagProps) {
    super(scope, id);
    checkProps(this, 'props', props, ['category']);
    recordOrigin(this);
    brand(this, BRAND);
    this.category = checkKindHere(this, 'category', props.category, TAG_CATEGORY);
    this.resource = new TagResource(this, 'Default', {
      provider: connectionOf(this),
      name: checkText(this, 'name', props.name ?? id),
      categoryId: this.category.categoryId,
      description: props.description,
    });
    this.tagId = this.resource.id;
  }

  /** A reference, so that what names the tag waits for it. */
  public get tagName(): string {
    return this.resource.name;
  }
}

class LookedUpTag extends Construct implements ITag {
  public readonly tagId: string;
  public readonly tagName: string;
  public readonly category: ITagCategory;

  public constructor(scope: Construct, id: string, props: TagLookup) {
    super(scope, id);
    checkProps(this, 'props', props, ['category', 'name']);
    recordOrigin(this);
    this.category = checkKindHere(this, 'category', props.category, TAG_CATEGORY);
    this.tagName = checkText(this, 'name', props.name);
    this.tagId = new DataVsphereTag(this, 'Default', {
      provider: connectionOf(this),
      name: this.tagName,
      categoryId: this.category.categoryId,
    }).id;
  }
}

class KnownTag extends Construct implements ITag {
  public readonly tagId: string;
  public readonly tagName?: string;
  public readonly category?: ITagCategory;

  public constructor(scope: Construct, id: string, attributes: TagAttributes) {
    super(scope, id);
    checkProps(this, 'attributes', attributes, ['tagId']);
    recordOrigin(this);
    this.tagId = checkText(this, 'tagId', attributes.tagId);
    this.tagName = ifGiven(attributes.tagName, (name) => checkText(this, 'tagName', name));
    this.category = ifGiven(attributes.category, (category) => checkKindHere(this, 'category', category, TAG_CATEGORY));
  }
}

/**
 * The ids of tags, as a resource takes them.
 *
 * @param type what is tagged
 * @throws when two of them are of a category of which an object has one tag at most, or a category is not for what is tagged
 */
export function tagIds(construct: IConstruct, tags: Iterable<ITag> | undefined, type?: TaggableType): string[] | undefined {
  if (tags === undefined) return undefined;
  const single = new Map<ITagCategory, ITag>();
  const distinct = [...new Set(checkKindsHere(construct, 'tags', tags, TAG))];
  for (const tag of distinct) {
    const { category } = tag;
    if (category === undefined) continue;
    if (type !== undefined && category.associableTypes?.includes(type) === false) {
      throw new ConstructError(
        construct,
        `the tag ${tag.node.path} is of ${category.node.path}, which is for ${category.associableTypes.join(', ')}; add ${type} to its associableTypes`,
      );
    }
    if (category.cardinality !== 'single') continue;
    const other = single.get(category);
    if (other !== undefined) {
      throw new ConstructError(
        construct,
        `an object has one tag at most of ${category.node.path}, got ${other.node.path} and ${tag.node.path}; leave one out, or make its cardinality 'multiple'`,
      );
    }
    single.set(category, tag);
  }
  return distinct.map((tag) => tag.tagId);
}
