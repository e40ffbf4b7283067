import type { Declaration } from '../declaration';
import { objectsByPath, type PlacedObject } from '../paths';
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
}

/** Adds what constructs declare to the objects they rendered. A declaration nearer to an object overrides one above it. */
export function applyDeclarations(vsphere: VsphereEstate, model: TerraformModel, declarations: readonly Declaration[]): Declared {
  const at = objectsByPath(vsphere, model, new Set(declarations.flatMap(pathsIn)));
  const selector = new Selector(at, templatesIn(model));
  const tenants = ofKind(declarations, 'tenant').map(
    ({ of, name, machines, networks }): Tenant => ({
      name,
      path: of,
      machines: selector.select(machines, ['machines']),
      networks: selector.select(networks, ['portGroups']),
    }),
  );
  const byPath = new Map(tenants.map((tenant) => [tenant.path, tenant]));
  const intents = ofKind(declarations, 'intent').map(
    ({ of, intent, statement, sides, parameters }): Intent => ({
      kind: intent,
      path: of,
      statement,
      sides: sides.map((side) => ({ label: side.label, endpoints: endpointsOf(side.of, byPath, selector) })),
      parameters: plain(parameters),
    }),
  );
  return {
    vsphere: {
      ...vsphere,
      hosts: patched(vsphere.hosts, at, 'hosts', ofKind(declarations, 'host-hardware'), ({ hardware, rack }) => ({
        hardware,
        ...(rack !== undefined && { rack }),
      })),
      clusters: patched(vsphere.clusters, at, 'clusters', ofKind(declarations, 'cluster-limits'), ({ cpuRatio, memoryRatio }) => ({
        ...(cpuRatio !== undefined && { cpuRatio }),
        ...(memoryRatio !== undefined && { memoryRatio }),
      })),
      portGroups: patched(vsphere.portGroups, at, 'portGroups', ofKind(declarations, 'network-range'), ({ cidr, gateway }) => ({
        cidr,
        ...(gateway !== undefined && { gateway }),
      })),
    },
    tenants,
    intents,
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
  patch: (declaration: D) => Partial<T>,
): readonly T[] {
  if (declarations.length === 0) return objects;
  const patches = new Map<ObjectId, Partial<T>>();
  const depth = ({ of }: D): number => of.split('/').length;
  for (const declaration of [...declarations].sort((a, b) => depth(a) - depth(b))) {
    for (const placed of at.get(declaration.of) ?? []) {
      if (placed.kind === kind) patches.set(placed.object.id, { ...patches.get(placed.object.id), ...patch(declaration) });
    }
  }
  return objects.map((object) => ({ ...object, ...patches.get(object.id) }));
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
