import { ContentLibraryItem as ContentLibraryItemResource } from '@cdktf/provider-vsphere/lib/content-library-item';
import { DataVsphereContentLibraryItem } from '@cdktf/provider-vsphere/lib/data-vsphere-content-library-item';
import { Token } from 'cdktf';
import { Construct } from 'constructs';
import { recordOrigin } from '../../../estate/origin';
import { brand, isBranded } from '../../brand';
import { checkOneOf, checkProps, checkText, ifGiven } from '../../check';
import { ConstructError } from '../../construct-error';
import { CONTENT_LIBRARY, MACHINE } from '../../kind';
import { checkKindHere, connectionOf } from '../connection';
import type { IContentLibrary, IContentLibraryItem } from './content-library';
import type { IVirtualMachine } from '../machine/virtual-machine';

/** What an item is: an OVF package (an OVA file becomes one), an ISO image, or a template in vSphere's own form. */
export type LibraryItemType = 'ovf' | 'iso' | 'vm-template';

const TYPES: readonly LibraryItemType[] = ['ovf', 'iso', 'vm-template'];

export interface ContentLibraryItemProps {
  readonly library: IContentLibrary;

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

  /**
   * The file it is made of: a URL that vCenter can reach, or a path on the machine that runs Terraform. Not together with `machine`.
   * @default - none
   */
  readonly fileUrl?: string;

  /**
   * The machine it is cloned from.
   * @default - none
   */
  readonly machine?: IVirtualMachine;

  /**
   * What it is.
   * @default - 'iso' where the file ends in `.iso`, else 'ovf'
   */
  readonly type?: LibraryItemType;
}

export interface ContentLibraryItemLookup {
  readonly library: IContentLibrary;

  /** Name in vCenter. */
  readonly name: string;

  /** What it is. */
  readonly type: LibraryItemType;
}

export interface ContentLibraryItemAttributes {
  /** UUID of the item. */
  readonly libraryItemId: string;
}

const BRAND = Symbol.for('cdk-strata.ContentLibraryItem');

/**
 * An item of a content library that the stack owns. Terraform replaces it when anything of it changes.
 *
 * @throws when it is made of neither a file nor a machine, of both, or of what its type cannot be made of
 */
export class ContentLibraryItem extends Construct implements IContentLibraryItem {
  public static isContentLibraryItem(x: unknown): x is ContentLibraryItem {
    return isBranded(x, BRAND);
  }

  /** One that exists, found by its name and type when Terraform runs. */
  public static fromLookup(scope: Construct, id: string, props: ContentLibraryItemLookup): IContentLibraryItem {
    return new LookedUpContentLibraryItem(scope, id, props);
  }

  /** One that exists, by its id. */
  public static fromAttributes(scope: Construct, id: string, attributes: ContentLibraryItemAttributes): IContentLibraryItem {
    return new KnownContentLibraryItem(scope, id, attributes);
  }

  public readonly libraryItemId: string;
  public readonly resource: ContentLibraryItemResource;

  public constructor(scope: Construct, id: string, props: ContentLibraryItemProps) {
    super(scope, id);
    checkProps(this, 'props', props, ['library']);
    recordOrigin(this);
    brand(this, BRAND);
    if ((props.fileUrl === undefined) === (props.machine === undefined)) {
      const got = props.fileUrl === undefined ? 'neither' : 'both';
      throw new ConstructError(this, `an item is made of a file or of a machine, got ${got}; give fileUrl or machine`);
    }
    const fileUrl = ifGiven(props.fileUrl, (url) => checkText(this, 'fileUrl', url));
    const type = checkOneOf(this, 'type', props.type ?? typeOf(fileUrl), TYPES);
    if (type === 'iso' && fileUrl === undefined) throw new ConstructError(this, 'an ISO image is made of a file, got a machine; give fileUrl');
    if (type === 'vm-template' && fileUrl !== undefined) {
      throw new ConstructError(this, "a template of type 'vm-template' is made of a machine, got a file; give machine, or set type to 'ovf'");
    }
    this.resource = new ContentLibraryItemResource(this, 'Default', {
      provider: connectionOf(this),
      name: checkText(this, 'name', props.name ?? id),
      description: props.description,
      libraryId: checkKindHere(this, 'library', props.library, CONTENT_LIBRARY).libraryId,
      fileUrl,
      sourceUuid: ifGiven(props.machine, (machine) => checkKindHere(this, 'machine', machine, MACHINE).machineUuid),
      type,
    });
    this.libraryItemId = this.resource.id;
  }
}

class LookedUpContentLibraryItem extends Construct implements IContentLibraryItem {
  public readonly libraryItemId: string;

  public constructor(scope: Construct, id: string, props: ContentLibraryItemLookup) {
    super(scope, id);
    checkProps(this, 'props', props, ['library', 'name', 'type']);
    recordOrigin(this);
    this.libraryItemId = new DataVsphereContentLibraryItem(this, 'Default', {
      provider: connectionOf(this),
      name: checkText(this, 'name', props.name),
      libraryId: checkKindHere(this, 'library', props.library, CONTENT_LIBRARY).libraryId,
      type: checkOneOf(this, 'type', props.type, TYPES),
    }).id;
  }
}

class KnownContentLibraryItem extends Construct implements IContentLibraryItem {
  public readonly libraryItemId: string;

  public constructor(scope: Construct, id: string, attributes: ContentLibraryItemAttributes) {
    super(scope, id);
    checkProps(this, 'attributes', attributes, ['libraryItemId']);
    recordOrigin(this);
    this.libraryItemId = checkText(this, 'libraryItemId', attributes.libraryItemId);
  }
}

function typeOf(fileUrl: string | undefined): LibraryItemType {
  return fileUrl !== undefined && !Token.isUnresolved(fileUrl) && /\.iso$/i.test(fileUrl) ? 'iso' : 'ovf';
}
