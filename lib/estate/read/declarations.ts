import type { Declaration } from '../declaration';
import type { ReadingFault } from '../estate';
import { isUnder, objectsByPath, type PlacedObject } from '../paths';
import type { Intent, Selection, Tenant } from '../tenancy';
import type { TerraformModel } from '../terraform';
import { isReference, type Value } from '../value';
import type { EstateObject, ObjectId, VsphereEstate } from '../vsphere';

type Of<K extends Declaration['kind']> = Extract<Declaration, { readonly kind: K }>;
type Kind = keyof VsphereEstate;

/** What a side of an intent may be made of. */
const ENDPOINTS: readonly Kind[] = ['machines', 'portGroups', 'hosts', 'clusters'];

export interface Declared {
  readonly vsphere: VsphereEstate;
  readonly tenants: readonly Tenant[];
  readonly intents: readonly Intent[];
  /** Declarations that contradict each other. */
  readonly faults: readonly ReadingFault[];
}

/** Adds what constructs declare to the objects they rendered. A declaration nearer to an object overrides one above it. */
export function applyDeclarations(vsphere: VsphereEstate, model: TerraformModel, declarations: readonly Declaration[]): Declared {
  const at = objectsByPath(vsphere, model, new Set(declarations.flatMap(pathsIn)));
  const faults: ReadingFault[] = [];
  const selector = new Selector(at, templatesIn(model));
  const tenants = ofKind(declarations, 'tenant').map(({ of, name, machines, networks }): Tenant => ({
    name,
    path: of,
    machines: selector.select(machines, ['machines']),
    networks: selector.select(networks, ['portGroups']),
  }));
  const byPath = new Map(tenants.map((tenant) => [tenant.path, tenant]));
  const intents = ofKind(declarations, 'intent').map(({ of, intent, statement, sides, parameters }): Intent => ({
    kind: intent,
    path: of,
    statement,
    sides: sides.map((side) => ({ label: side.label, endpoints: endpointsOf(side.of, byPath, selector) })),
    parameters: plain(parameters),
  }));
  return {
    vsphere: {
      ...vsphere,
      hosts: patched(vsphere.hosts, at, 'hosts', ofKind(declarations, 'host-hardware'), faults, model, ({ hardware, rack }) => ({
        hardware,
        ...(rack !== undefined && { rack }),
      })),
      clusters: patched(vsphere.clusters, at, 'clusters', ofKind(declarations, 'cluster-limits'), faults, model, ({ cpuRatio, memoryRatio }) => ({
        ...(cpuRatio !== undefined && { cpuRatio }),
        ...(memoryRatio !== undefined && { memoryRatio }),
      })),
      portGroups: patched(vsphere.portGroups, at, 'portGroups', ofKind(declarations, 'network-range'), faults, model, ({ cidr, gateway }) => ({
        cidr,
        ...(gateway !== undefined && { gateway }),
      })),
    },
    tenants,
    intents,
    faults,
  };
}

function ofKind<K extends Declaration['kind']>(declarations: readonly Declaration[], kind: K): Of<K>[] {
  return declarations.filter((declaration): declaration is Of<K> => declaration.kind === kind);
}

function pathsIn(declaration: Declaration): readonly string[] {
  if (declaration.kind === 'tenant') return [...declaration.machines, ...declaration.networks];
  return declaration.kind === 'intent' ? declaration.sides.flatMap(({ of }) => of) : [declaration.of];
}

function patched<T extends EstateObject, D extends { readonly of: string }>(
  objects: readonly T[],
  at: ReadonlyMap<string, readonly PlacedObject[]>,
  kind: Kind,
  declarations: readonly D[],
  faults: ReadingFault[],
  model: TerraformModel,
  patch: (declaration: D) => Partial<T>,
): readonly T[] {
  if (declarations.length === 0) return objects;
  const patches = new Map<ObjectId, Partial<T>>();
  const said = new Map<ObjectId, D[]>();
  const depth = ({ of }: D): number => of.split('/').length;
  for (const declaration of [...declarations].sort((a, b) => depth(a) - depth(b))) {
    if (!(at.get(declaration.of) ?? []).some((placed) => placed.kind === kind)) faults.push(...aboutNothing(declaration.of, kind, model));
    for (const placed of at.get(declaration.of) ?? []) {
      if (placed.kind !== kind) continue;
      const { id } = placed.object;
      const others = said.get(id) ?? [];
      for (const other of others) faults.push(...contradictions(placed.object, other, declaration, patch, model));
      said.set(id, [...others, declaration]);
      patches.set(id, { ...patches.get(id), ...patch(declaration) });
    }
  }
  return objects.map((object) => ({ ...object, ...patches.get(object.id) }));
}

const WHAT: Partial<Record<Kind, string>> = {
  hosts: 'the hardware of a host',
  clusters: 'the limits of a cluster',
  portGroups: 'the range of a network',
};

/** What is stated of an object that is not there reaches no proof. What a module makes, and what there are none of, is another matter. */
function aboutNothing(of: string, kind: Kind, model: TerraformModel): ReadingFault[] {
  const isHere = ({ path }: { readonly path?: string }): boolean => path !== undefined && isUnder(path, of);
  const stack = model.stacks.find(({ name, resources }) => isUnder(of, name) || resources.some(isHere));
  const excused = model.stacks.some(
    ({ modules, resources }) => modules.some(isHere) || resources.some((entry) => isHere(entry) && entry.instances.high === 0),
  );
  if (excused) return [];
  return [
    {
      kind: 'contradicted-premise',
      file: stack?.file ?? '',
      ...(stack !== undefined && { stack: stack.name }),
      path: of,
      found: of,
      detail: `it states ${WHAT[kind]!}, and nothing at or under it is read as one`,
    },
  ];
}

/** What two constructs say differently of one object, where neither of them is the nearer: the one and the other lookup of a cluster, say. */
function contradictions<T extends EstateObject, D extends { readonly of: string }>(
  object: EstateObject,
  a: D,
  b: D,
  patch: (declaration: D) => Partial<T>,
  model: TerraformModel,
): ReadingFault[] {
  if (a.of !== b.of && isUnder(b.of, a.of)) return [];
  const [one, other] = [patch(a) as Readonly<Record<string, unknown>>, patch(b) as Readonly<Record<string, unknown>>];
  const stack = object.addresses[0]?.stack;
  const also = object.path === undefined || object.path === a.of ? '' : ` (\`${object.path}\`)`;
  return Object.keys(other)
    .filter((field) => Object.hasOwn(one, field) && JSON.stringify(one[field]) !== JSON.stringify(other[field]))
    .map((field) => ({
      kind: 'contradicted-premise' as const,
      file: model.stacks.find(({ name }) => name === stack)?.file ?? '',
      ...(stack !== undefined && { stack }),
      path: b.of,
      attribute: field,
      found: JSON.stringify(other[field]),
      detail: `\`${a.of}\` is the same object${also} and states another ${field}: ${JSON.stringify(one[field])}`,
    }));
}

class Selector {
  public constructor(
    private readonly at: ReadonlyMap<string, readonly PlacedObject[]>,
    private readonly templates: ReadonlySet<ObjectId>,
  ) {}

  public select(paths: readonly string[], kinds: readonly Kind[]): Selection {
    const ids = new Set<ObjectId>();
    const missing = new Set<string>();
    for (const path of paths) {
      const found = (this.at.get(path) ?? []).filter((placed) => kinds.includes(placed.kind) && this.isMeant(placed));
      for (const { object } of found) ids.add(object.id);
      if (found.length === 0) missing.add(path);
    }
    return { ids: [...ids], missing: [...missing] };
  }

  /** A template that stands beside the VMs cloned from it is none of them, unless it is named itself. */
  private isMeant({ object, exact }: PlacedObject): boolean {
    return exact || object.origin !== 'looked-up' || !object.addresses.some(({ stack, address }) => this.templates.has(`${stack}/${address}`));
  }
}

/** A tenant is all that it has; another path is the endpoints at and under it. */
function endpointsOf(paths: readonly string[], tenants: ReadonlyMap<string, Tenant>, selector: Selector): Selection {
  const selections = paths.map((path): Selection => {
    const tenant = tenants.get(path);
    if (!tenant) return selector.select([path], ENDPOINTS);
    return { ids: [...tenant.machines.ids, ...tenant.networks.ids], missing: [...tenant.machines.missing, ...tenant.networks.missing] };
  });
  return {
    ids: [...new Set(selections.flatMap(({ ids }) => ids))],
    missing: [...new Set(selections.flatMap(({ missing }) => missing))],
  };
}

/** Entries that some VM is cloned from. */
function templatesIn(model: TerraformModel): Set<string> {
  const templates = new Set<string>();
  for (const stack of model.stacks) {
    for (const { values } of stack.resources) {
      if (values.clone === undefined) continue;
      for (const block of Array.isArray(values.clone) ? values.clone : [values.clone]) {
        const template = (block as { readonly template_uuid?: Value } | null)?.template_uuid;
        if (isReference(template)) templates.add(`${template.$ref.stack}/${template.$ref.address}`);
      }
    }
  }
  return templates;
}

/** Parameters as they will be read back from a file. */
function plain(parameters: unknown): unknown {
  return parameters === undefined ? null : JSON.parse(JSON.stringify(parameters));
}
