import { isUnknown, type PlannedChange, type Unknown, type Value } from '../../estate';
import type { Verdict } from '../verdict';
import { count, grouped } from '../wording';
import { closedScope } from './closed-scope';
import { isUpdated, keyOf, type PlanView } from './plan-view';
import { change, whyOpen } from './words';

const RESOURCES = [
  { name: 'CPU', unit: 'MHz', prefix: 'cpu' },
  { name: 'memory', unit: 'MiB', prefix: 'memory' },
] as const;

/** Resource pools that get less than what the VMs and pools in them reserve. */
export function* pools(view: PlanView): Iterable<Verdict> {
  for (const pool of view.ofType('vsphere_resource_pool')) {
    if (isUpdated(pool)) for (const resource of RESOURCES) yield* poolVerdict(view, pool, resource);
  }
}

function* poolVerdict(view: PlanView, pool: PlannedChange, { name, unit, prefix }: (typeof RESOURCES)[number]): Iterable<Verdict> {
  const attributes = [`${prefix}_reservation`, `${prefix}_limit`, `${prefix}_expandable`];
  const [reservation, limit, expandable] = attributes.map((attribute) => view.after(pool, attribute));
  const shrinks = ['reservation', 'limit'].filter((what) =>
    mayShrink(pool.before?.[`${prefix}_${what}`], what === 'limit' ? limit! : reservation!, what === 'limit'),
  );
  if (shrinks.length === 0) return;
  const subject = view.subjectOf(pool);
  const { inside, perhaps } = insideOf(view, pool);
  const reserved = inside.map((each) => view.after(each, `${prefix}_reservation`));
  const sum = reserved.reduce<number>((total, value) => total + (typeof value === 'number' ? value : 0), 0);
  const premises = [closedScope(view, pool)];

  const tooLow = shrinks.filter((what) =>
    what === 'limit'
      ? typeof limit === 'number' && limit >= 0 && limit < Math.max(sum, typeof reservation === 'number' ? reservation : 0)
      : // What a pool may take from its parent is not its own.
        typeof reservation === 'number' && reservation < sum && expandable === false,
  );
  if (tooLow.length > 0) {
    const attribute = `${prefix}_${tooLow[0]!}`;
    yield {
      verdict: 'refuted',
      subject,
      key: attribute,
      premises,
      message: `resource pool ${view.nameOf(pool)} gets less ${name} than is reserved in it`,
      witness: [
        change(attribute, pool.before?.[attribute], tooLow[0] === 'limit' ? limit : reservation),
        {
          label: 'reserved',
          text: `${grouped(Math.max(sum, tooLow[0] === 'limit' && typeof reservation === 'number' ? reservation : 0))} ${unit}, by ${count(inside.length, 'VM or pool', 'VMs and pools')} in it`,
        },
      ],
      remedies: [{ text: 'smaller reservations in it, in an apply before this one' }],
    };
    return;
  }
  const open = [reservation!, limit!, ...(shrinks.includes('reservation') ? [expandable!] : []), ...reserved, ...perhaps].find((value) =>
    isUnknown(value),
  );
  yield open === undefined
    ? { verdict: 'proved', subject, premises }
    : {
        verdict: 'undecided',
        subject,
        key: prefix,
        message: `whether resource pool ${view.nameOf(pool)} keeps the ${name} that is reserved in it`,
        reason: whyOpen(open),
        decidedBy: 'literals for the reservations and limits',
      };
}

function mayShrink(before: Value | undefined, after: Value, isLimit: boolean): boolean {
  const [was, will] = [before ?? null, after].map((value) => (isLimit && (value === -1 || value === null) ? Infinity : value));
  if (typeof was !== 'number') return isUnknown(was ?? null);
  return typeof will === 'number' ? will < was : true;
}

/** What draws on a pool directly, once it is applied, and the pools of what may. */
function insideOf(view: PlanView, pool: PlannedChange): { readonly inside: readonly PlannedChange[]; readonly perhaps: readonly Unknown[] } {
  const drawing = [
    ...view.ofType('vsphere_virtual_machine').map((each) => ({ each, attribute: 'resource_pool_id' })),
    ...view.ofType('vsphere_resource_pool').map((each) => ({ each, attribute: 'parent_resource_pool_id' })),
  ];
  const targets = drawing
    .filter(({ each }) => each.after !== null && each !== pool)
    .map(({ each, attribute }) => ({ each, target: view.target(each, view.after(each, attribute)) }));
  return {
    inside: targets.flatMap(({ each, target }) => (!isUnknown(target) && target.key === keyOf(pool) ? [each] : [])),
    perhaps: targets.flatMap(({ target }) => (isUnknown(target) ? [target] : [])),
  };
}
