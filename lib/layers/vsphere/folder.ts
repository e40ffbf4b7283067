import { DataVsphereFolder } from '@cdktf/provider-vsphere/lib/data-vsphere-folder';
import { Folder as FolderResource } from '@cdktf/provider-vsphere/lib/folder';
import { Token } from 'cdktf';
import { Construct, type IConstruct } from 'constructs';
import { recordOrigin } from '../../estate/origin';
import { brand, isBranded } from '../brand';
import { checkOneOf, checkProps, checkText, got, ifGiven } from '../check';
import { ConstructError } from '../construct-error';
import { DATACENTER, FOLDER } from '../kind';
import { checkKindHere, connectionOf } from './connection';
import type { FolderType, IDatacenter, IFolder } from './inventory';
import { type ITag, tagIds } from './access/tags';

export type { FolderType, IFolder } from './inventory';

const FOLDER_TYPES: readonly FolderType[] = ['vm', 'host', 'datastore', 'network', 'datacenter'];

export interface FolderProps {
  /**
   * What it holds.
   * @default - what its parent holds
   */
  readonly type?: FolderType;

  /**
   * Path below its parent, such as `web`. All of it but the last name must exist.
   * @default - the construct id
   */
  readonly path?: string;

  /**
   * The folder it lies in.
   * @default - the datacenter's own folder of the type; of a folder of datacenters, the root
   */
  readonly parent?: IFolder;

  /**
   * Its datacenter. A folder of datacenters has none.
   * @default - that of its parent
   */
  readonly datacenter?: IDatacenter;

  /**
   * Its tags.
   * @default - none
   */
  readonly tags?: readonly ITag[];
}

export interface FolderLookup {
  /** What it holds. */
  readonly type: FolderType;

  /** Path in the inventory, such as `/fra1/vm/prod/web`, or `/` for the root of all datacenters. */
  readonly path: string;
}

export interface FolderAttributes {
  /** Path below the datacenter's folder of its type, such as `prod/web`. */
  readonly folderPath: string;

  /**
   * What it holds.
   * @default - not known
   */
  readonly folderType?: FolderType;

  /**
   * Managed object id, such as `group-v42`.
   * @default - not known
   */
  readonly folderId?: string;
}

const BRAND = Symbol.for('cdk-strata.Folder');

/**
 * A folder of the inventory. Terraform deletes it only when nothing lies in it any more.
 *
 * @throws when it has neither a type nor a parent that has one, another type than its parent, no datacenter where it needs one, or
 * a path that starts or ends with a slash
 */
export class Folder extends Construct implements IFolder {
  public static isFolder(x: unknown): x is Folder {
    return isBranded(x, BRAND);
  }

  /** One that exists, found by its path when Terraform runs. */
  public static fromLookup(scope: Construct, id: string, props: FolderLookup): IFolder {
    return new LookedUpFolder(scope, id, props);
  }

  /** One that exists, by its path. */
  public static fromAttributes(scope: Construct, id: string, attributes: FolderAttributes): IFolder {
    return new KnownFolder(scope, id, attributes);
  }

  public readonly folderPath: string;
  public readonly folderType: FolderType;
  public readonly folderId: string;
  public readonly datacenter?: IDatacenter;
  public readonly resource: FolderResource;

  public constructor(scope: Construct, id: string, props: FolderProps) {
    super(scope, id);
    checkProps(this, 'props', props, []);
    recordOrigin(this);
    brand(this, BRAND);

    const parent = ifGiven(props.parent, (folder) => checkKindHere(this, 'parent', folder, FOLDER));
    this.folderType = this.typeBelow(parent, props.type);
    this.datacenter = ifGiven(props.datacenter, (datacenter) => checkKindHere(this, 'datacenter', datacenter, DATACENTER)) ?? parent?.datacenter;
    if (this.folderType === 'datacenter' && this.datacenter !== undefined) {
      throw new ConstructError(this, 'a folder of datacenters lies in no datacenter; leave datacenter out');
    }
    if (this.folderType !== 'datacenter' && this.datacenter === undefined) {
      throw new ConstructError(this, `a folder of type ${this.folderType} needs a datacenter; give datacenter`);
    }
    const path = checkText(this, 'path', props.path ?? id);
    if (!Token.isUnresolved(path) && /^\/|\/$/.test(path)) {
      throw new ConstructError(this, `path must be relative, such as "prod/web", got "${path}"; leave out slashes at its ends`);
    }
    this.resource = new FolderResource(this, 'Default', {
      provider: connectionOf(this),
      type: this.folderType,
      path: parent === undefined || parent.folderPath === '' ? path : `${parent.folderPath}/${path}`,
      datacenterId: this.datacenter?.datacenterId,
      tags: tagIds(this, props.tags, 'Folder'),
    });
    this.folderPath = this.resource.path;
    this.folderId = this.resource.id;
  }

  private typeBelow(parent: IFolder | undefined, given: FolderType | undefined): FolderType {
    const type = ifGiven(given, (each) => checkOneOf(this, 'type', each, FOLDER_TYPES)) ?? parent?.folderType;
    if (type === undefined) throw new ConstructError(this, `type must be one of ${FOLDER_TYPES.join(', ')}, and no parent says it; give type`);
    if (parent?.folderType !== undefined && parent.folderType !== type) {
      throw new ConstructError(this, `a folder of type ${type} cannot lie in ${parent.node.path}, which is of type ${parent.folderType}`);
    }
    return type;
  }
}

class LookedUpFolder extends Construct implements IFolder {
  public readonly folderPath: string;
  public readonly folderType: FolderType;
  public readonly folderId: string;

  public constructor(scope: Construct, id: string, props: FolderLookup) {
    super(scope, id);
    checkProps(this, 'props', props, ['type', 'path']);
    recordOrigin(this);
    this.folderType = checkOneOf(this, 'type', props.type, FOLDER_TYPES);
    this.folderPath = this.relative(checkText(this, 'path', props.path));
    this.folderId = new DataVsphereFolder(this, 'Default', { provider: connectionOf(this), path: props.path }).id;
  }

  private relative(path: string): string {
    const root = this.folderType === 'datacenter' ? '/' : `/${this.folderType}/`;
    const from = Token.isUnresolved(path) || !path.startsWith('/') ? -1 : path.indexOf(root);
    if (from >= 0) return path.slice(from + root.length).replace(/\/+$/, '');
    const example = this.folderType === 'datacenter' ? '/emea' : `/fra1/${this.folderType}/prod`;
    throw new ConstructError(this, `path must be known at synthesis and lead from the root, such as "${example}", got ${got(path)}`);
  }
}

class KnownFolder extends Construct implements IFolder {
  public readonly folderPath: string;
  public readonly folderType?: FolderType;
  public readonly folderId?: string;

  public constructor(scope: Construct, id: string, attributes: FolderAttributes) {
    super(scope, id);
    checkProps(this, 'attributes', attributes, ['folderPath']);
    recordOrigin(this);
    this.folderPath = checkText(this, 'folderPath', attributes.folderPath);
    this.folderType = ifGiven(attributes.folderType, (type) => checkOneOf(this, 'folderType', type, FOLDER_TYPES));
    this.folderId = ifGiven(attributes.folderId, (folderId) => checkText(this, 'folderId', folderId));
  }
}

/**
 * The path of a folder as a resource takes it. A path of a folder that the stack owns is a reference, so that Terraform makes the
 * folder first.
 *
 * @param type what the folder must hold
 */
export function folderPathOf(construct: IConstruct, folder: string | IFolder | undefined, type?: FolderType): string | undefined {
  if (folder === undefined) return undefined;
  if (typeof folder === 'string') return checkText(construct, 'folder', folder);
  const { folderPath, folderType, node } = checkKindHere(construct, 'folder', folder, FOLDER);
  if (type === undefined || folderType === undefined || folderType === type) return folderPath;
  throw new ConstructError(construct, `folder must be of type ${type}, got ${node.path}, which is of type ${folderType}`);
}
