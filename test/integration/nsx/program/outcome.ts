import { relative } from 'node:path';
import type { StrataApp } from 'cdk-strata';
import { synthesize } from 'cdk-strata/testing';
import type { Estate } from '../../../../lib/estate';
import { CATALOGUE, judge, readsPlan } from '../../../../lib/rules';
import { ENFORCEMENT_POINT, type Seed } from '../server';
import { STACKS } from './frankfurt';

/** What others have made: a transport zone of its own name and a tier-0 gateway. */
export const SITE_SEEDS: readonly Seed[] = [
  {
    path: `${ENFORCEMENT_POINT}/transport-zones/fra`,
    display_name: 'overlay-fra',
    tz_type: 'OVERLAY_BACKED',
    transport_zone_type: 'OVERLAY',
  },
  { path: '/infra/tier-0s/fra-t0', display_name: 'fra-t0', ha_mode: 'ACTIVE_STANDBY' },
];

/** @param record file of what an NSX manager was recorded to have */
export function estateWith(build: (app: StrataApp, record: string) => void, record: string): Estate {
  return synthesize((app) => build(app, relative(process.cwd(), record))).estate;
}

/** What all rules say, whatever the stacks are called. */
export function verdictsOf(estate: Estate): string[] {
  const rules = CATALOGUE.filter((rule) => !readsPlan(rule));
  return (
    judge(rules, estate)
      .flatMap(({ rule, verdicts }) => verdicts.map((verdict) => `${rule.id} ${JSON.stringify(placeless(verdict))}`))
      // What is said of a stack as a whole is said of each.
      .filter((verdict, i, all) => all.indexOf(verdict) === i)
      .sort()
  );
}

/** Where something stands, and in whose words it is not known: that is of the stacks and not of what they make. */
const OF_THE_STACK = new Set(['addresses', 'stack', 'expression', 'lacks', 'premises']);

/** The same without the names of stacks; lists of objects in an order of their own. */
export function placeless(value: unknown): unknown {
  if (typeof value === 'string') return withoutStacks(value);
  if (Array.isArray(value)) {
    const items = value.map(placeless);
    return items.every((each) => typeof each === 'string' || hasId(each)) ? items.sort((a, b) => (text(a) < text(b) ? -1 : 1)) : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !OF_THE_STACK.has(name))
      .map(([name, each]) => [name, placeless(each)]),
  );
}

function hasId(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'id' in value && 'name' in value;
}

function text(value: unknown): string {
  return JSON.stringify(value);
}

/**
 * Ids that Strata makes up have the stack in them: that of the group of a fleet in its hash, that of the port group of a segment of
 * another stack as a word, as are names in vCenter.
 */
function withoutStacks(words: string): string {
  return words
    .replace(new RegExp(`\\b(${STACKS.join('|')})[/-]`, 'g'), '')
    .replace(/(group-of-[\w-]+)-[\da-f]{8}\b/g, '$1')
    .replace(/\b(?:(\w+)[/_]PortGroup-in-dc(?:_[\dA-F]{8})?|PortGroup-(?:network)?-*(\w+)-in-dc)/g, (_, own?: string, other?: string) => {
      return `port group of ${own ?? other ?? ''}`;
    });
}

const UUID = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/g;
/** What the manager counts or draws by itself. */
const DRAWN = new Set([
  '_create_time',
  'unique_id',
  'realization_id',
  'rule_id',
  'internal_sequence_number',
  'overlay_id',
  'external_id',
  'compute_ids',
  'owner_id',
]);

/** What a manager has, with names for the ids that Terraform drew, by path. */
export function sameUpToIds(contents: Record<string, unknown>): unknown {
  const objects = Object.values(contents).flat() as Readonly<Record<string, unknown>>[];
  const names = new Map(objects.flatMap(({ id, display_name: name }) => (typeof id === 'string' ? [[id, `<${String(name)}>`] as const] : [])));
  const named = JSON.stringify(contents, (key, value: unknown) => (DRAWN.has(key) ? undefined : value)).replace(
    UUID,
    (id) => names.get(id) ?? '<id>',
  );
  const { machines, ...rest } = JSON.parse(withoutStacks(named)) as Record<string, unknown>;
  const byName = (machines as { display_name: string }[]).sort((a, b) => (a.display_name < b.display_name ? -1 : 1));
  return { ...rest, machines: byName };
}
