import type { PlannedChange, Premise } from '../../estate';
import { keyOf, type PlanView } from './plan-view';

/** What a plan cannot show: that nobody else uses an object of the app's. */
export function closedScope(view: PlanView, object: PlannedChange, what: string = 'anything into'): Premise {
  const { path } = view.subjectOf(object);
  return {
    id: `owned:${path ?? keyOf(object)}`,
    kind: 'closed-scope',
    statement: `nothing but this app puts ${what} ${view.nameOf(object)}`,
    ...(path === undefined ? {} : { subject: path }),
  };
}
