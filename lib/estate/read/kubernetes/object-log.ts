import type { ReadingFault } from '../../estate';
import type { ManifestObject } from '../../manifest';

/** An object of a manifest, or an item of a List. */
export interface ManifestItem {
  readonly manifest: ManifestObject;
  readonly apiVersion: string;
  readonly kind: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** Where its attributes stand in the document: `items.3.` for an item of a List. */
  readonly prefix: string;
}

/** Notes what is wrong, or not known, in one object. */
export class ObjectLog {
  /** Dotted paths of attributes that are not what the object will have. */
  public readonly unread: string[] = [];
  public readonly faults: ReadingFault[] = [];

  public constructor(private readonly item: ManifestItem) {}

  /** What an unknown of this object is known by. */
  public get place(): string {
    return this.item.manifest.path ?? this.item.manifest.file;
  }

  /** An attribute that holds a token: CFG-009 has it already. */
  public corrupt(attribute: string): void {
    this.unread.push(attribute);
  }

  /** An attribute that is not of the type of its API. */
  public malformed(attribute: string, found: unknown, wanted: string): void {
    if (this.unread.includes(attribute)) return;
    this.unread.push(attribute);
    this.faults.push(faultAt(this.item, attribute, found, `${this.item.kind} \`${nameIn(this.item.body)}\` must have ${wanted} there`));
  }
}

/** A fault of one attribute of an object. */
export function faultAt({ manifest, prefix }: ManifestItem, attribute: string, found: unknown, detail: string): ReadingFault {
  return {
    kind: 'malformed-object',
    file: manifest.file,
    ...(manifest.path !== undefined && { path: manifest.path }),
    attribute: `${prefix}${attribute}`,
    found: excerpt(found),
    detail,
  };
}

/** The name of an object; empty where it has none of its own. */
export function nameIn({ metadata }: Readonly<Record<string, unknown>>): string {
  const { name } = (typeof metadata === 'object' && metadata !== null ? metadata : {}) as Record<string, unknown>;
  return typeof name === 'string' ? name : '';
}

const LONGEST = 120;

function excerpt(found: unknown): string {
  const text = JSON.stringify(found);
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
}
