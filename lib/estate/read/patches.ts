import type { ReadingFault } from '../estate';
import { type EstateKind, isUnder, type PlacedObject } from '../paths';
import type { TerraformModel } from '../terraform';
import type { ObjectId } from '../object';
import type { VsphereEstate, VsphereObject } from '../vsphere';

type Kind = keyof VsphereEstate;

/** Something declared of the objects at or under a construct. */
export interface Stated {
  readonly of: string;
}

/** Puts what is declared on the objects it speaks of, and notes what cannot be true of it. */
export class Patches {
  public constructor(
    private readonly at: ReadonlyMap<string, readonly PlacedObject[]>,
    private readonly model: TerraformModel,
    private readonly faults: ReadingFault[],
  ) {}

  /** The objects of a kind with what is declared of them. A declaration nearer to an object overrides one above it. */
  public applied<K extends Kind, D extends Stated>(
    objects: VsphereEstate[K],
    kind: K,
    declarations: readonly D[],
    patch: (declaration: D) => Partial<VsphereEstate[K][number]>,
  ): readonly VsphereEstate[K][number][] {
    if (declarations.length === 0) return objects;
    const patches = new Map<ObjectId, object>();
    const said = new Map<ObjectId, D[]>();
    const depth = ({ of }: D): number => of.split('/').length;
    for (const declaration of [...declarations].sort((a, b) => depth(a) - depth(b))) {
      for (const object of this.objectsAt(declaration.of, [kind])) {
        const others = said.get(object.id) ?? [];
        for (const other of others) this.contradict(object, other, declaration, patch);
        said.set(object.id, [...others, declaration]);
        patches.set(object.id, { ...patches.get(object.id), ...patch(declaration) });
      }
    }
    return objects.map((object) => ({ ...object, ...patches.get(object.id) }));
  }

  /** What is stated of an object that is not there reaches no proof. What a module makes, and what there are none of, is another matter. */
  public demand(declarations: readonly Stated[], kinds: readonly Kind[], what: string): void {
    for (const { of } of declarations) {
      if (this.objectsAt(of, kinds).length > 0 || this.isExcused(of)) continue;
      this.refuse(of, of, `it states ${what}, and nothing at or under it is read as one`);
    }
  }

  /** The one object of a kind at a path that a declaration at `of` names; undefined, and a fault, where there is none or more than one. */
  public theOne(of: string, path: string, kind: Kind, what: string): VsphereObject | undefined {
    const found = this.objectsAt(path, [kind]);
    if (found.length === 1) return found[0];
    if (found.length > 1) this.refuse(of, path, `it names ${what}, and there are ${found.length} at or under \`${path}\``);
    else if (!this.isExcused(path)) this.refuse(of, path, `it names ${what}, and nothing at or under \`${path}\` is read as one`);
    return undefined;
  }

  public refuse(of: string, found: string, detail: string, attribute?: string): void {
    const isHere = ({ path }: { readonly path?: string }): boolean => path !== undefined && isUnder(path, of);
    const stack = this.model.stacks.find(({ name, resources }) => isUnder(of, name) || resources.some(isHere));
    this.faults.push({
      kind: 'contradicted-premise',
      file: stack?.file ?? '',
      ...(stack !== undefined && { stack: stack.name }),
      path: of,
      ...(attribute !== undefined && { attribute }),
      found,
      detail,
    });
  }

  public objectsAt(path: string, kinds: readonly Kind[]): readonly VsphereObject[] {
    return (this.at.get(path) ?? [])
      .filter(({ kind }) => (kinds as readonly EstateKind[]).includes(kind))
      .map(({ object }) => object as VsphereObject);
  }

  private isExcused(of: string): boolean {
    const isHere = ({ path }: { readonly path?: string }): boolean => path !== undefined && isUnder(path, of);
    return this.model.stacks.some(
      ({ modules, resources }) => modules.some(isHere) || resources.some((entry) => isHere(entry) && entry.instances.high === 0),
    );
  }

  /** What two constructs say differently of one object, where neither of them is the nearer: the one and the other lookup of a cluster, say. */
  private contradict<D extends Stated>(object: VsphereObject, a: D, b: D, patch: (declaration: D) => object): void {
    if (a.of !== b.of && isUnder(b.of, a.of)) return;
    const [one, other] = [patch(a) as Readonly<Record<string, unknown>>, patch(b) as Readonly<Record<string, unknown>>];
    const stack = object.addresses[0]?.stack;
    const also = object.path === undefined || object.path === a.of ? '' : ` (\`${object.path}\`)`;
    for (const field of Object.keys(other)) {
      if (!Object.hasOwn(one, field) || JSON.stringify(one[field]) === JSON.stringify(other[field])) continue;
      this.faults.push({
        kind: 'contradicted-premise',
        file: this.model.stacks.find(({ name }) => name === stack)?.file ?? '',
        ...(stack !== undefined && { stack }),
        path: b.of,
        attribute: field,
        found: JSON.stringify(other[field]),
        detail: `\`${a.of}\` is the same object${also} and states another ${field}: ${JSON.stringify(one[field])}`,
      });
    }
  }
}
