import type { Construct } from 'constructs';
import { checkDistinct, checkTexts, ifGiven } from '../../check';
import { checkPolicyPath } from '../nsx-object';

/** Policy paths of what Strata has no construct for, each once. */
export function checkPolicyPaths(construct: Construct, what: string, paths: readonly string[] | undefined): string[] | undefined {
  return ifGiven(paths, (given) => {
    const list = checkTexts(construct, what, given).map((path, index) => checkPolicyPath(construct, `${what}[${index}]`, path));
    checkDistinct(construct, what, list);
    return list;
  });
}
