import { unknown, type Assumption, type Estate, type PlannedChange, type PlannedValues, type PlanModel, type Value } from '../../../lib/estate';
import { anEstate, aStack, STACK, type EstateParts } from '../../support/estate';

/** Stands for a value that is known after apply. */
export const LATER = unknown('computed', '(known after apply)', `${STACK}/somebody`);

export type Values = Readonly<Record<string, Value>>;

/** A change of `vsphere_<type>.<name>`; what it does follows from what is before and after. */
export function aChange(type: string, name: string, before: Values | null, after: Values | null, more: Partial<PlannedChange> = {}): PlannedChange {
  const module = more.module;
  const own = `vsphere_${type}.${name}`;
  return {
    stack: STACK,
    address: module === undefined ? own : `${module}.${own}`,
    mode: 'managed',
    type: `vsphere_${type}`,
    actions: actionsOf(before, after),
    before,
    after,
    ...more,
  };
}

/** The same, replaced: destroyed first, and made again. */
export function replaced(
  type: string,
  name: string,
  before: Values,
  after: Values = { ...before, id: LATER },
  more: Partial<PlannedChange> = {},
): PlannedChange {
  return aChange(type, name, before, after, { actions: ['delete', 'create'], ...more });
}

export function left(type: string, name: string, values: Values, more: Partial<PlannedChange> = {}): PlannedChange {
  return aChange(type, name, values, values, more);
}

function actionsOf(before: PlannedValues | null, after: PlannedValues | null): PlannedChange['actions'] {
  if (before === null) return ['create'];
  if (after === null) return ['delete'];
  return JSON.stringify(before) === JSON.stringify(after) ? ['no-op'] : ['update'];
}

export interface Planned extends EstateParts {
  readonly stack?: Parameters<typeof aStack>[0];
  readonly plan?: Partial<PlanModel>;
  readonly assumptions?: readonly Assumption[];
}

/** An estate with one plan of its one stack. */
export function planned(changes: readonly PlannedChange[], { stack, plan, assumptions = [], ...parts }: Planned = {}): Estate {
  return {
    ...anEstate({ stacks: [aStack(stack)], ...parts }),
    plan: {
      plans: [{ stack: STACK, terraformVersion: '1.11.4', changes, lookups: [], variables: [], open: [], ...plan }],
      assumptions,
    },
  };
}
