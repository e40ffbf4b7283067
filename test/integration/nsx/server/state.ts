/** An object as the server keeps it. */
export interface NsxObject {
  readonly path: string;
  readonly parent_path: string;
  readonly id: string;
  readonly resource_type: string;
  readonly display_name: string;
  readonly _revision: number;
  readonly [attribute: string]: unknown;
}

/** Everything there is, by path. */
export class State {
  public constructor(private readonly byPath: Map<string, NsxObject> = new Map()) {}

  public copy(): State {
    return new State(new Map(this.byPath));
  }

  public get(path: string): NsxObject | undefined {
    return this.byPath.get(path);
  }

  public set(object: NsxObject): void {
    this.byPath.set(object.path, object);
  }

  public delete(path: string): void {
    this.byPath.delete(path);
  }

  public all(): NsxObject[] {
    return [...this.byPath.values()];
  }

  public ofType(...types: string[]): NsxObject[] {
    return this.all().filter((object) => types.includes(object.resource_type));
  }

  public childrenOf(path: string): NsxObject[] {
    return this.all().filter((object) => object.parent_path === path);
  }

  public below(path: string): NsxObject[] {
    return this.all().filter((object) => object.path.startsWith(`${path}/`));
  }
}

/** A list attribute of texts. */
export function texts(object: Readonly<Record<string, unknown>> | undefined, attribute: string): string[] {
  const value = object?.[attribute];
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

/** A list attribute of objects. */
export function objects(object: Readonly<Record<string, unknown>> | undefined, attribute: string): Readonly<Record<string, unknown>>[] {
  const value = object?.[attribute];
  return Array.isArray(value) ? (value as Readonly<Record<string, unknown>>[]) : [];
}

export function text(object: Readonly<Record<string, unknown>> | undefined, attribute: string): string | undefined {
  const value = object?.[attribute];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The path of the project that a path lies in. */
export function projectOf(path: string): string | undefined {
  return /^\/orgs\/[^/]+\/projects\/[^/]+/.exec(path)?.[0];
}

/** The path of the VPC that a path lies in. */
export function vpcOf(path: string): string | undefined {
  return /^\/orgs\/[^/]+\/projects\/[^/]+\/vpcs\/[^/]+/.exec(path)?.[0];
}

/** The path that an object stands below: that of its parent object, or of a root such as `/infra`. */
export function parentOf(path: string): string {
  return path.split('/').slice(0, -2).join('/');
}
