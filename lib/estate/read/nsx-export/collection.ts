import { addTo } from '../../../units/multimap';
import { ShapeError } from '../shape';
import type { Fields } from './fields';
import { FOLDERS, SINGLE } from './types';

/** An object of the NSX API as an export has it. */
export interface ApiObject {
  readonly type: string;
  /** Policy path, unlike that of any other object of the export. */
  readonly path: string;
  /** Whether NSX says the path, or ids that it says make it up; else it was made up to tell objects apart. */
  readonly named: boolean;
  /** Policy path of the object it lies in. */
  readonly parent: string;
  /**
   * Whether it stands there as the API gives it, which is told by its `resource_type`. The API leaves out what is empty. An object
   * that somebody cut has no `resource_type`, and what it lacks is not known.
   */
  readonly whole: boolean;
  readonly fields: Fields;
}

/** Where an object stands that does not say so itself. */
export interface Place {
  readonly path: string;
  readonly named: boolean;
}

/** The objects of an export by path, and of which kinds it has all there are. */
export class Collection {
  public readonly objects: ApiObject[] = [];
  private readonly byPath = new Map<string, ApiObject>();
  private readonly byParent = new Map<string, ApiObject[]>();
  private readonly trees = new Map<string, string[]>();
  private readonly lists = new Set<string>();

  /**
   * @param place what it stands below, unless it says that itself
   * @param position among its like, to tell it apart where it has neither id nor name
   * @throws ShapeError where another object has its path
   */
  public add(type: string, fields: Fields, place: Place | undefined, position: number): ApiObject {
    const said = fields.text('path');
    const own = {
      type,
      fields,
      whole: fields.has('resource_type'),
      ...(said === undefined ? this.madeUp(type, fields, place, position) : { path: said, named: true }),
    };
    const object = { ...own, parent: fields.text('parent_path') ?? parentOf(type, own.path) ?? place?.path ?? '' };
    const twin = this.byPath.get(object.path);
    if (twin)
      throw new ShapeError(fields.place('path'), `another path than that of \`${twin.fields.at}\`: an object stands in an export once`, object.path);
    this.objects.push(object);
    this.byPath.set(object.path, object);
    addTo(this.byParent, object.parent, object);
    return object;
  }

  public at(path: string): ApiObject | undefined {
    return this.byPath.get(path);
  }

  public of(...types: readonly string[]): readonly ApiObject[] {
    return this.objects.filter(({ type }) => types.includes(type));
  }

  public below(path: string, types: readonly string[]): readonly ApiObject[] {
    return (this.byParent.get(path) ?? []).filter(({ type }) => types.includes(type));
  }

  /** Notes that the export has all objects of some types that an object has. */
  public cover(types: readonly string[], path: string): void {
    for (const type of types) this.lists.add(`${path}\0${type}`);
  }

  /** Notes that the export has all objects of some types whose paths begin with one; with the empty one, all. */
  public coverTree(types: Iterable<string>, path: string): void {
    for (const type of types) addTo(this.trees, type, path);
  }

  /** Whether the export has all objects of one of these types that lie below a path. */
  public covers(types: readonly string[], path: string): boolean {
    const isBelow = (tree: string): boolean => path === tree || path.startsWith(`${tree}/`) || tree === '';
    return types.some((type) => this.lists.has(`${path}\0${type}`) || this.trees.get(type)?.some(isBelow));
  }

  private madeUp(type: string, fields: Fields, place: Place | undefined, position: number): Place {
    const above = fields.text('parent_path');
    const base = above ?? place?.path ?? '';
    const folder = `${base}/${FOLDERS[type]}`;
    const sure = above !== undefined || place?.named === true;
    if (SINGLE.has(type)) return { path: folder, named: sure };
    const id = fields.text('id') ?? fields.text('relative_path');
    if (id !== undefined && type !== 'VirtualMachine') return { path: `${folder}/${id}`, named: sure };
    const name = fields.text('external_id') ?? fields.text('unique_id') ?? fields.text('display_name');
    const path = `${folder}/${name ?? `#${position}`}`;
    return { path: this.byPath.has(path) ? `${path}#${position}` : path, named: false };
  }
}

/** What stands before the folder of its type: an id may begin like a folder, or be the word itself. */
function parentOf(type: string, path: string): string | undefined {
  const folder = SINGLE.has(type) ? path : path.slice(0, path.lastIndexOf('/'));
  const end = `/${FOLDERS[type]}`;
  return folder.endsWith(end) ? folder.slice(0, -end.length) : undefined;
}
