import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ResourceInstance, TerraformModel } from '../../../lib/estate/terraform';
import { BUILT_IN, ENFORCEMENT_POINT, SITE, type Seed } from '../nsx/server';
import { placeOf } from '../nsx/server/model';
import type { Rendered } from './program';

/** Where a lookup by name finds something, and what is there. */
interface Found {
  readonly folder: string;
  readonly body?: (lookup: ResourceInstance) => Readonly<Record<string, unknown>>;
}

/** Of the default space: what is to be found in projects a program states itself. */
const FOUND: Readonly<Record<string, Found>> = {
  nsxt_policy_transport_zone: { folder: `${ENFORCEMENT_POINT}/transport-zones`, body: ({ values }) => zone(values.transport_type) },
  nsxt_policy_edge_cluster: { folder: `${ENFORCEMENT_POINT}/edge-clusters` },
  nsxt_policy_tier0_gateway: { folder: '/infra/tier-0s', body: () => ({ ha_mode: 'ACTIVE_STANDBY' }) },
  nsxt_policy_tier1_gateway: { folder: '/infra/tier-1s' },
  nsxt_policy_segment: { folder: '/infra/segments', body: () => ({ transport_zone_path: `${ENFORCEMENT_POINT}/transport-zones/overlay` }) },
  nsxt_policy_group: { folder: '/infra/domains/default/groups' },
  nsxt_policy_ip_pool: { folder: '/infra/ip-pools' },
};

function zone(type: unknown): Readonly<Record<string, unknown>> {
  const tz_type = typeof type === 'string' ? type : 'OVERLAY_BACKED';
  return { tz_type, transport_zone_type: tz_type.startsWith('VLAN') ? 'VLAN' : 'OVERLAY' };
}

/**
 * What a server of the Policy API must hold so that a program finds what it looks up, and others have what its records say: what the
 * program states itself, what the exports in its `surroundings` have, and an object for each lookup by a name that nothing else has.
 */
export function nsxSeedsFor({ model, program, workingDirectory }: Pick<Rendered, 'model' | 'program' | 'workingDirectory'>): Seed[] {
  const known = [...(program.nsxSeeds ?? []), ...recordsIn(join(workingDirectory, 'surroundings')).flatMap(seedsOfRecord)];
  return [...known, ...lookedUp(model, [...BUILT_IN, ...SITE, ...known])];
}

function lookedUp({ stacks }: TerraformModel, there: readonly Seed[]): Seed[] {
  const resources = stacks.flatMap((stack) => stack.resources);
  const nameOf = ({ values }: ResourceInstance): unknown => values.display_name;
  const made = new Map<string, Seed>();
  for (const lookup of resources.filter(({ mode, type, values }) => mode === 'data' && type in FOUND && isEmpty(values.context))) {
    const [name, { folder, body }] = [nameOf(lookup), FOUND[lookup.type]!];
    if (typeof name !== 'string') continue;
    const isThere = there.some((seed) => 'path' in seed && String(seed.path).startsWith(`${folder}/`) && seed.display_name === name);
    const isMade = resources.some((each) => each.mode === 'managed' && each.type === lookup.type && nameOf(each) === name);
    const path = `${folder}/found-${name.replace(/[^\w-]/g, '-')}`;
    if (!isThere && !isMade) made.set(path, { path, display_name: name, ...body?.(lookup) });
  }
  return [...made.values()];
}

function isEmpty(blocks: unknown): boolean {
  return blocks === undefined || blocks === null || (Array.isArray(blocks) && blocks.length === 0);
}

function recordsIn(folder: string): unknown[] {
  let files: string[] = [];
  try {
    files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  } catch {
    // A program need have no surroundings.
  }
  return files.map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as unknown);
}

/** The objects of an export, in whichever of its forms, as seeds. What every manager has by itself is left out. */
export function seedsOfRecord(record: unknown): Seed[] {
  const builtIn = new Set(BUILT_IN.map((seed) => ('path' in seed ? seed.path : undefined)));
  const seeds: Seed[] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if (Array.isArray(value)) return value.forEach(visit);
    const { path, resource_type: type, children, resources, ...body } = value as Readonly<Record<string, unknown>>;
    if (typeof type === 'string' && (REPORTED.has(type) || (typeof path === 'string' && placeOf(path) && !builtIn.has(path)))) {
      seeds.push({ ...body, ...(path !== undefined && { path }), resource_type: type } as Seed);
    } else Object.values(body).forEach(visit);
    visit(children);
    visit(resources);
  };
  visit(record);
  return seeds;
}

const REPORTED = new Set(['VirtualMachine', 'VirtualNetworkInterface']);
