import type { Assumption } from '../assume';
import type { Declaration } from '../declaration';
import { ESTATE_SCHEMA, type Estate, type FirewallGap, type ReadingFault } from '../estate';
import type { ManifestObject } from '../manifest';
import { isUnder } from '../paths';
import type { Premise } from '../premise';
import type { TerraformModel } from '../terraform';
import { isUnknown } from '../value';
import { assumeValues, type AssumedValue } from './assume-values';
import { applyDeclarations } from './declarations';
import { BadInput } from './error';
import { readKubernetes } from './kubernetes';
import { defaultPremise } from './provider-defaults';
import type { Surroundings } from './surroundings';
import { managerOf, nsxType, readNsx, type NsxKind } from './nsx';
import { entryKind, readVsphere, type Kind, type RecordedObject } from './vsphere';

/** What an estate is made of beside the Terraform that was rendered. */
export interface EstateSources {
  /** @default - none */
  readonly declarations?: readonly Declaration[];
  /** @default - none */
  readonly manifests?: readonly ManifestObject[];
  /** Recorded estates are given as `surroundings`. @default - none */
  readonly assumptions?: readonly Exclude<Assumption, { readonly kind: 'estate' }>[];
  /** @default - none */
  readonly surroundings?: readonly Surroundings[];
  /** Faults met before. @default - none */
  readonly faults?: readonly ReadingFault[];
}

/**
 * The estate that a Terraform model describes.
 *
 * @throws BadInput where an assumption speaks of something that was not rendered
 */
export function estateOf(model: TerraformModel, sources: EstateSources = {}): Estate {
  const { declarations = [], manifests = [], assumptions = [], surroundings = [], faults = [] } = sources;
  const closed = assumptions.flatMap((assumption) => (assumption.kind === 'closed' ? [assumption.scope] : []));
  const hosts = declarations.filter((declaration) => declaration.kind === 'cluster-hosts' || declaration.kind === 'switch-hosts');
  checkNames(model, assumptions);
  const values = assumptions.filter((assumption): assumption is AssumedValue => assumption.kind === 'value');
  const assumed = assumeValues(model, values);
  const read = readVsphere(assumed.model, merged(surroundings), { closed, hosts });
  const ofNsx = readNsx(
    assumed.model,
    read.vsphere,
    surroundings.flatMap(({ nsx }) => nsx),
  );
  const vsphere = { ...read.vsphere, portGroups: ofNsx.portGroups };
  const manifested = readKubernetes(manifests);
  const declared = applyDeclarations({ vsphere, nsx: ofNsx.nsx }, manifested.objects, assumed.model, declarations);
  return {
    schema: ESTATE_SCHEMA,
    terraform: assumed.model,
    manifests,
    vsphere: declared.vsphere,
    nsx: ofNsx.nsx,
    kubernetes: declared.kubernetes,
    wasm: declared.wasm,
    images: declared.images,
    recordedManagers: recordedManagers(assumed.model, surroundings),
    ...firewallGaps(assumed.model, surroundings),
    tenants: declared.tenants,
    intents: declared.intents,
    premises: unique([
      ...assumptions.map(premiseOf),
      ...surroundings.flatMap(({ premises }) => premises),
      ...hosts.map(hostsPremise),
      ...declared.premises,
      ...manifested.premises,
      ...ofNsx.premises,
      ...[...read.defaultsUsed, ...ofNsx.defaultsUsed].map(defaultPremise),
      ...variableDefaults(assumed.model),
      ...separateServers(assumed.model, 'vsphere', 'vcenters', 'vCenters'),
      ...separateServers(assumed.model, 'nsxt', 'nsx-managers', 'NSX managers'),
    ]),
    closed: [...new Set(closed)],
    faults: [...faults, ...manifested.faults, ...assumed.faults, ...read.faults, ...ofNsx.faults, ...declared.faults],
  };
}

/** An assumption about something that nobody rendered is a slip of the pen, not a premise. */
function checkNames(model: TerraformModel, assumptions: readonly Assumption[]): void {
  for (const assumption of assumptions) {
    if (assumption.kind === 'closed') {
      const rendered = model.stacks.flatMap(({ resources }) => resources.filter(({ path }) => path !== undefined && isUnder(path, assumption.scope)));
      if (rendered.length === 0) throw new BadInput(`Assume.closed names \`${assumption.scope}\`, which rendered no resource; name ${CLOSABLE_TEXT}`);
      if (!rendered.some(({ mode, type }) => CLOSABLE.has(entryKind(mode, type) ?? nsxType(mode, type)?.kind))) {
        const types = [...new Set(rendered.map(({ type }) => type))].sort();
        throw new BadInput(
          `Assume.closed names \`${assumption.scope}\`, which rendered ${types.slice(0, 3).join(', ')} only, and nothing that could hold more; name ${CLOSABLE_TEXT}`,
        );
      }
    } else if (assumption.kind === 'no-policy-in') {
      const rendered = model.stacks.some(({ modules }) => modules.some(({ path }) => path !== undefined && isUnder(path, assumption.module)));
      if (!rendered) throw new BadInput(`Assume.noPolicyIn names \`${assumption.module}\`, which is no Terraform module; name a module`);
    }
  }
}

/** What others could put something into. */
const CLOSABLE: ReadonlySet<Kind | NsxKind | undefined> = new Set<Kind | NsxKind>([
  'clusters',
  'switches',
  'portGroups',
  'segments',
  'resourcePools',
]);
const CLOSABLE_TEXT = 'a cluster, a switch, a port group, a segment, a resource pool or a construct above one';

function premiseOf(assumption: NonNullable<EstateSources['assumptions']>[number]): Premise {
  switch (assumption.kind) {
    case 'closed':
      return {
        id: `closed:${assumption.scope}`,
        kind: 'assumed',
        statement: `nothing but this app puts anything into \`${assumption.scope}\``,
        subject: assumption.scope,
      };
    case 'value':
      return {
        id: `value:${assumption.path}.${assumption.attribute}`,
        kind: 'assumed',
        statement: `\`${assumption.attribute}\` of \`${assumption.path}\` is ${JSON.stringify(assumption.value)}`,
        subject: assumption.path,
      };
    case 'no-policy-in':
      return {
        id: `no-policy-in:${assumption.module}`,
        kind: 'assumed',
        statement: `module \`${assumption.module}\` holds no policy, placement rule or workload that a proof would have to know of`,
        subject: assumption.module,
      };
  }
}

function hostsPremise({ kind, of, hosts }: Extract<Declaration, { readonly kind: 'cluster-hosts' | 'switch-hosts' }>): Premise {
  return { id: `${kind}:${of}`, kind: 'stated', statement: `the ${hosts.length} hosts declared for \`${of}\` are all it has`, subject: of };
}

/** A default is what a variable is unless somebody sets it: what rests on it rests on nobody doing so. */
function variableDefaults(model: TerraformModel): Premise[] {
  return model.stacks.flatMap((stack) =>
    stack.variables
      .filter((variable) => variable.default !== undefined && variable.default !== null)
      .map(({ name, sensitive, path, default: value }): Premise => {
        const text = JSON.stringify(value);
        return {
          id: `variable-default:${stack.name}/var.${name}`,
          kind: 'stated',
          statement: `variable \`${name}\` of stack \`${stack.name}\` keeps its default${sensitive || text.length > LONGEST_DEFAULT ? '' : `, ${text}`}`,
          ...(path !== undefined && { subject: path }),
        };
      }),
  );
}

const LONGEST_DEFAULT = 60;

/** Nothing in the output says that two names are not two names of one server. */
function separateServers(model: TerraformModel, provider: string, id: string, what: string): Premise[] {
  const servers = model.stacks.flatMap(({ providers }) =>
    providers.flatMap(({ type, identity }) => (type === provider && typeof identity === 'string' ? [identity.toLowerCase()] : [])),
  );
  const names = [...new Set(servers)].sort();
  if (names.length < 2) return [];
  return [{ id, kind: 'stated', statement: `${names.map((name) => `\`${name}\``).join(', ')} are ${names.length} ${what}, not names of one` }];
}

/** Managers of which all that others own of the firewall is recorded. One that the output does not name has no host to say. */
function recordedManagers(model: TerraformModel, surroundings: readonly Surroundings[]): string[] {
  const managers = surroundings.flatMap(({ file, recordedManagers: recorded }) =>
    recorded.map((manager) => managerOf(model, { file, ...(isUnknown(manager) ? {} : { manager }) })),
  );
  return [...new Set(managers.filter((manager): manager is string => !isUnknown(manager)))].sort();
}

/** What records lack of the firewall of a manager that they name, and why it is not recorded as a whole. */
function firewallGaps(model: TerraformModel, surroundings: readonly Surroundings[]): Pick<Estate, 'firewallGaps'> {
  const gaps = surroundings.flatMap(({ file, nsx: [record], firewallGap }): FirewallGap[] => {
    const manager = record && firewallGap && managerOf(model, record);
    return manager === undefined || isUnknown(manager) ? [] : [{ manager, file, ...firewallGap! }];
  });
  return gaps.length === 0 ? {} : { firewallGaps: gaps };
}

function merged(surroundings: readonly Surroundings[]): Map<Kind, RecordedObject[]> {
  const all = new Map<Kind, RecordedObject[]>();
  for (const { objects } of surroundings) for (const [kind, some] of objects) all.set(kind, [...(all.get(kind) ?? []), ...some]);
  return all;
}

function unique(premises: readonly Premise[]): Premise[] {
  return [...new Map(premises.map((premise) => [`${premise.id}\0${premise.statement}`, premise])).values()];
}
