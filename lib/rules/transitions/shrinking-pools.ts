import { isUnknown, type PlannedChange, type Value } from '../../estate';
import type { Verdict } from '../verdict';
import { count, grouped } from '../wording';
import { blocksOf } from '../blocks';
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
  const inside = insideOf(view, pool);
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
  const open = [reservation!, limit!, ...(shrinks.includes('reservation') ? [expandable!] : []), ...reserved].find((value) => isUnknown(value));
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

/** What draws on a pool directly, once it is applied. */
function insideOf(view: PlanView, pool: PlannedChange): PlannedChange[] {
  const drawing = [
    ...view.ofType('vsphere_virtual_machine').map((each) => ({ each, attribute: 'resource_pool_id' })),
    ...view.ofType('vsphere_resource_pool').map((each) => ({ each, attribute: 'parent_resource_pool_id' })),
  ];
  return drawing.flatMap(({ each, attribute }) => {
    if (each.after === null) return [];
    const target = view.target(each, view.after(each, attribute));
    return !isUnknown(target) && target.key === keyOf(pool) ? [each] : [];
  });
}

/** Port groups that get fewer ports than the VMs of the plans have adapters on them. */
export function* ports(view: PlanView): Iterable<Verdict> {
  for (const group of view.ofType('vsphere_distributed_port_group')) {
    if (!isUpdated(group)) continue;
    const [before, after] = [group.before?.number_of_ports, group.after?.number_of_ports];
    if (typeof before !== 'number' || after === before || after === null || after === undefined) continue;
    const subject = view.subjectOf(group);
    if (typeof after !== 'number') {
      yield {
        verdict: 'undecided',
        subject,
        message: `whether port group ${view.nameOf(group)} keeps its ports`,
        reason: whyOpen(after),
        decidedBy: 'a literal `number_of_ports`',
      };
      continue;
    }
    if (after > before) continue;
    const adapters = view.ofType('vsphere_virtual_machine').flatMap((machine) =>
      machine.after === null
        ? []
        : blocksOf(view.after(machine, 'network_interface')).flatMap((adapter) => {
            const target = view.target(machine, adapter.network_id ?? null);
            return !isUnknown(target) && target.key === keyOf(group) ? [machine] : [];
          }),
    );
    const premises = [closedScope(view, group)];
    if (adapters.length <= after) yield { verdict: 'proved', subject, premises };
    else {
      yield {
        verdict: 'refuted',
        subject,
        message: `port group ${view.nameOf(group)} gets fewer ports than are in use`,
        witness: [change('number_of_ports', before, after), { label: 'in use', text: `${count(adapters.length, 'adapter')} of VMs` }],
        remedies: [{ text: `${adapters.length} ports or more` }],
      };
    }
  }
}
