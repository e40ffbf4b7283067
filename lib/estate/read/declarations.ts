import type { Declaration } from '../declaration';
import type { EstateKind } from '../paths';
import type { Estate, ReadingFault } from '../estate';
import type { LockedImage } from '../image';
import type { KubernetesEstate } from '../kubernetes';
import { objectsByPath, type PlacedObject } from '../paths';
import type { Premise } from '../premise';
import type { Intent, Selection, Tenant } from '../tenancy';
import { templatesIn } from '../templates';
import type { TerraformModel } from '../terraform';
import type { ObjectId } from '../object';
import type { VsanRedundancy, VsphereEstate } from '../vsphere';
import type { WasmEstate } from '../wasm';
import { declaredStorage } from './declared-storage';
import { declaredCluster, declaredPool, type Finder } from './kubernetes/declared';
import { declaredImages, declaredWasm } from './kubernetes/declared-artifacts';
import { kubernetesPremises } from './kubernetes/premises';
import type { ManifestedEstate } from './kubernetes';
import { Patches } from './patches';
import { declaredResidents } from './residents';

type Of<K extends Declaration['kind']> = Extract<Declaration, { readonly kind: K }>;

/** What a side of an intent may be made of. */
const ENDPOINTS: readonly EstateKind[] = [
  'machines',
  'portGroups',
  'segments',
  'groups',
  'hosts',
  'clusters',
  'kubernetesClusters',
  'nodePools',
  'namespaces',
  'workloads',
];

export interface Declared {
  readonly vsphere: VsphereEstate;
  readonly kubernetes: KubernetesEstate;
  readonly wasm: WasmEstate;
  readonly images: readonly LockedImage[];
  readonly tenants: readonly Tenant[];
  readonly intents: readonly Intent[];
  /** What verdicts that rest on a declaration rest on. */
  readonly premises: readonly Premise[];
  /** Declarations that contradict each other. */
  readonly faults: readonly ReadingFault[];
}

/** Adds what constructs declare to the objects they rendered. A declaration nearer to an object overrides one above it. */
export function applyDeclarations(
  { vsphere, nsx }: Pick<Estate, 'vsphere' | 'nsx'>,
  manifested: ManifestedEstate,
  model: TerraformModel,
  declarations: readonly Declaration[],
): Declared {
  const wanted = new Set(declarations.flatMap(pathsIn));
  const at = objectsByPath({ vsphere, nsx }, model, wanted);
  const faults: ReadingFault[] = [];
  const selector = new Selector(at, templatesIn(model));
  const kubernetes = { ...declaredClusters(declarations, selector), ...manifested };
  for (const [path, placed] of objectsByPath({ kubernetes }, model, wanted)) at.set(path, [...(at.get(path) ?? []), ...placed]);
  const tenants = ofKind(declarations, 'tenant').map(({ of, name, machines, networks, namespaces }): Tenant => ({
    name,
    path: of,
    machines: selector.select(machines, ['machines']),
    networks: selector.select(networks, ['portGroups', 'segments']),
    namespaces: selector.select(namespaces, ['namespaces']),
  }));
  const byPath = new Map(tenants.map((tenant) => [tenant.path, tenant]));
  const intents = ofKind(declarations, 'intent').map(({ of, intent, statement, sides, parameters }): Intent => ({
    kind: intent,
    path: of,
    statement,
    sides: sides.map((side) => ({ label: side.label, endpoints: endpointsOf(side.of, byPath, selector) })),
    parameters: plain(parameters),
  }));
  const patches = new Patches(at, model, faults);
  const residents = declaredResidents(ofKind(declarations, 'residents'), vsphere.machines, patches);
  return {
    vsphere: { ...patchedBy(patches, vsphere, declarations), machines: [...vsphere.machines, ...residents.machines] },
    kubernetes,
    wasm: declaredWasm(declarations, (path) => selector.select([path], ['workloads']).ids),
    images: declaredImages(declarations),
    tenants,
    intents,
    premises: [...premisesOf(declarations), ...residents.premises, ...kubernetesPremises(declarations)],
    faults,
  };
}

function declaredClusters(declarations: readonly Declaration[], finder: Finder): Pick<KubernetesEstate, 'kubernetesClusters' | 'nodePools'> {
  const pools = ofKind(declarations, 'node-pool');
  const kubernetesClusters = ofKind(declarations, 'kubernetes-cluster').map((each) => declaredCluster(each, pools, finder));
  const byPath = new Map(kubernetesClusters.map((cluster) => [cluster.id, cluster]));
  return { kubernetesClusters, nodePools: pools.map((each) => declaredPool(each, byPath, finder)) };
}

function patchedBy(patches: Patches, vsphere: VsphereEstate, declarations: readonly Declaration[]): VsphereEstate {
  const hardware = ofKind(declarations, 'host-hardware');
  patches.demand(hardware, ['hosts'], 'the hardware of a host');
  const limits = ofKind(declarations, 'cluster-limits');
  patches.demand(limits, ['clusters'], 'the limits of a cluster');
  const ranges = ofKind(declarations, 'network-range');
  patches.demand(ranges, ['portGroups'], 'the range of a network');
  const exceptions = ofKind(declarations, 'security-exception');
  patches.demand(exceptions, ['portGroups', 'standardSwitches', 'standardPortGroups'], 'why a network needs what is refused elsewhere');
  const excepted = ({ reason }: Of<'security-exception'>): { securityException: string } => ({ securityException: reason });
  return {
    ...vsphere,
    hosts: patches.applied(vsphere.hosts, 'hosts', hardware, ({ hardware: model, rack }) => ({
      hardware: model,
      ...(rack !== undefined && { rack }),
    })),
    clusters: patches.applied(vsphere.clusters, 'clusters', limits, ({ cpuRatio, memoryRatio, tolerates, bringUp }) => ({
      ...(cpuRatio !== undefined && { cpuRatio }),
      ...(memoryRatio !== undefined && { memoryRatio }),
      ...(tolerates !== undefined && { tolerates: { hosts: tolerates.hosts, rack: tolerates.rack } }),
      ...(bringUp !== undefined && { bringUp }),
    })),
    portGroups: patches.applied(
      patches.applied(vsphere.portGroups, 'portGroups', ranges, ({ cidr, gateway }) => ({ cidr, ...(gateway !== undefined && { gateway }) })),
      'portGroups',
      exceptions,
      excepted,
    ),
    standardSwitches: patches.applied(vsphere.standardSwitches, 'standardSwitches', exceptions, excepted),
    standardPortGroups: patches.applied(vsphere.standardPortGroups, 'standardPortGroups', exceptions, excepted),
    ...declaredStorage(vsphere, declarations, patches),
  };
}

function ofKind<K extends Declaration['kind']>(declarations: readonly Declaration[], kind: K): Of<K>[] {
  return declarations.filter((declaration): declaration is Of<K> => declaration.kind === kind);
}

function pathsIn(declaration: Declaration): readonly string[] {
  switch (declaration.kind) {
    case 'tenant':
      return [...declaration.machines, ...declaration.networks, ...declaration.namespaces];
    case 'intent':
      return declaration.sides.flatMap(({ of }) => of);
    case 'kubernetes-cluster':
      return [...declaration.networks, ...declaration.computeClusters];
    case 'node-pool':
      return [...declaration.machines, ...declaration.nodes.flatMap(({ machine }) => machine ?? [])];
    default:
      return 'cluster' in declaration && declaration.cluster !== undefined ? [declaration.of, declaration.cluster] : [declaration.of];
  }
}

/** What the premises of a declaration say, by its kind. */
function premisesOf(declarations: readonly Declaration[]): Premise[] {
  return declarations.flatMap((declaration): Premise[] => {
    const { kind, of } = declaration;
    const stated = (id: string, statement: string): Premise[] => [{ id: `${id}:${of}`, kind: 'stated', statement, subject: of }];
    switch (kind) {
      case 'cluster-limits':
        return declaration.bringUp === true ? stated('bring-up', `\`${of}\` is being brought up: HA comes with a later apply`) : [];
      case 'security-exception':
        return stated(kind, `\`${of}\` may see or send under other addresses: ${declaration.reason}`);
      case 'single-use-secret':
        return stated(`${kind}:${declaration.attribute}`, `what \`${declaration.attribute}\` of \`${of}\` carries is ${declaration.reason}`);
      case 'vsan-datastore':
        return stated(kind, `datastore \`${of}\` is the vSAN of \`${declaration.cluster}\``);
      case 'storage-policy':
        return stated(kind, `storage policy \`${of}\` keeps objects as ${redundancyText(declaration.redundancy)}`);
      default:
        return [];
    }
  });
}

function redundancyText({ raid, failures, mirroredSites }: VsanRedundancy): string {
  return `${raid.toUpperCase()} for ${failures} ${failures === 1 ? 'failure' : 'failures'}${mirroredSites ? ' within each of two sites' : ''}`;
}

class Selector {
  public constructor(
    private readonly at: ReadonlyMap<string, readonly PlacedObject[]>,
    private readonly templates: ReadonlySet<ObjectId>,
  ) {}

  public select(paths: readonly string[], kinds: readonly EstateKind[]): Selection {
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
    const parts = [tenant.machines, tenant.networks, tenant.namespaces];
    return { ids: parts.flatMap(({ ids }) => ids), missing: parts.flatMap(({ missing }) => missing) };
  });
  return {
    ids: [...new Set(selections.flatMap(({ ids }) => ids))],
    missing: [...new Set(selections.flatMap(({ missing }) => missing))],
  };
}

/** Parameters as they will be read back from a file. */
function plain(parameters: unknown): unknown {
  return parameters === undefined ? null : JSON.parse(JSON.stringify(parameters));
}
