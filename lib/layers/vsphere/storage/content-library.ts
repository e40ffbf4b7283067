import { ContentLibrary as ContentLibraryResource } from '@cdktf/provider-vsphere/lib/content-library';
import { DataVsphereContentLibrary } from '@cdktf/provider-vsphere/lib/data-vsphere-content-library';
import { Construct, type IConstruct } from 'constructs';
import { recordOrigin } from '../../../estate/origin';
import { brand, isBranded } from '../../brand';
import { checkKind, checkProps, checkText, ifGiven } from '../../check';
import { ConstructError } from '../../construct-error';
import { DATASTORE, LIBRARY_PUBLICATION, LIBRARY_SUBSCRIPTION } from '../../kind';
import { checkKindHere, connectionOf } from '../connection';
import type { IDatastore } from './datastore';
import type { LibraryPublication, LibrarySubscription } from './library-sharing';

/** A content library, owned or looked up. */
export interface IContentLibrary extends IConstruct {
  /** UUID of the library. */
  readonly libraryId: string;
}

/** An item of a content library, owned or looked up. */
export interface IContentLibraryItem extends IConstruct {
  /** UUID of the item. */
  readonly libraryItemId: string;
}

export interface ContentLibraryProps {
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

  /** Where its items lie. */
  readonly storage: IDatastore;

  /**
   * How other vCenters subscribe to it. Not together with `subscription`.
   * @default - they cannot
   */
  readonly publication?: LibraryPublication;

  /**
   * The library of another vCenter whose items it has.
   * @default - none: its items are its own
   */
  readonly subscription?: LibrarySubscription;
}

export interface ContentLibraryLookup {
  /** Name in vCenter. */
  readonly name: string;
}

export interface ContentLibraryAttributes {
  /** UUID of the library. */
  readonly libraryId: string;
}

const BRAND = Symbol.for('cdk-strata.ContentLibrary');

/**
 * A content library that the stack owns: local, published or subscribed. Terraform replaces it, and its items with it, when anything
 * of it changes.
 *
 * @throws when it is both published and subscribed
 */
export class ContentLibrary extends Construct implements IContentLibrary {
  public static isContentLibrary(x: unknown): x is ContentLibrary {
    return isBranded(x, BRAND);
  }

  /** One that exists, found by its name when Terraform runs. */
  public static fromLookup(scope: Construct, id: string, props: ContentLibraryLookup): IContentLibrary {
    return new LookedUpContentLibrary(scope, id, props);
  }

  /** One that exists, by its id. */
  public static fromAttributes(scope: Construct, id: string, attributes: ContentLibraryAttributes): IContentLibrary {
    return new KnownContentLibrary(scope, id, attributes);
  }

  public readonly libraryId: string;
  public readonly resource: ContentLibraryResource;

  public constructor(scope: Construct, id: string, props: ContentLibraryProps) {
    super(scope, id);
    checkProps(this, 'props', props, ['storage']);
    recordOrigin(this);
    brand(this, BRAND);
    if (props.publication !== undefined && props.subscription !== undefined) {
      throw new ConstructError(this, 'a library that subscribes to another cannot be published; leave publication or subscription out');
    }
    this.resource = new ContentLibraryResource(this, 'Default', {
      provider: connectionOf(this),
      name: checkText(this, 'name', props.name ?? id),
      description: props.description,
      storageBacking: [checkKindHere(this, 'storage', props.storage, DATASTORE).datastoreId],
      publication: ifGiven(props.publication, (each) => checkKind(this, 'publication', each, LIBRARY_PUBLICATION)._bind(this)),
      subscription: ifGiven(props.subscription, (each) => checkKind(this, 'subscription', each, LIBRARY_SUBSCRIPTION)._bind(this)),
    });
    this.libraryId = this.resource.id;
  }

  /** Where others subscribe to it, once it is published. */
  public get publishUrl(): string {
    return this.resource.publication.publishUrl;
  }
}

class LookedUpContentLibrary extends Construct implements IContentLibrary {
  public readonly libraryId: string;

  public constructor(scope: Construct, id: string, props: ContentLibraryLookup) {
    super(scope, id);
    checkProps(this, 'props', props, ['name']);
    recordOrigin(this);
    this.libraryId = new DataVsphereContentLibrary(this, 'Default', {
      provider: connectionOf(this),
      name: checkText(this, 'name', props.name),
    }).id;
  }
}

class KnownContentLibrary extends Construct implements IContentLibrary {
  public readonly libraryId: string;

  public constructor(scope: Construct, id: string, attributes: ContentLibraryAttributes) {
    super(scope, id);
    checkProps(this, 'attributes', attributes, ['libraryId']);
    recordOrigin(this);
    this.libraryId = checkText(this, 'libraryId', attributes.libraryId);
  }
}
