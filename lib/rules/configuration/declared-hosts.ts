import type { Estate, EstateObject, Premise } from '../../estate';
import { isAt } from '../assumed';

/** What is stated of the hosts that a looked-up switch or cluster has. */
export function declaredHosts(estate: Estate, objects: readonly EstateObject[]): Premise[] {
  return estate.premises.filter(
    ({ id, subject }) => /^(?:switch|cluster)-hosts:/.test(id) && subject !== undefined && objects.some((each) => isAt(estate, each, subject)),
  );
}
