import { TerraformStack, Token } from 'cdktf';
import type { Construct, IConstruct } from 'constructs';
import { ConstructError } from '../../construct-error';
import { nsxConnectionOf } from '../connection';
import { DEFAULT_PROJECT, spaceOf } from '../space';

/** The same text for what goes to one NSX manager and lies in one space, within a stack. */
export function placeKey(construct: IConstruct): string {
  return JSON.stringify([nsxConnectionOf(construct)?.alias, spaceKey(construct)]);
}

/** Several lookups of one project by tokens count as several: nobody can tell that they are one. */
function spaceKey(construct: IConstruct): string | undefined {
  const space = spaceOf(construct);
  if (space === undefined || (space.projectId === DEFAULT_PROJECT && space.vpcId === undefined)) return undefined;
  const isKnown = !Token.isUnresolved(space.projectId) && !Token.isUnresolved(space.vpcId);
  return isKnown ? JSON.stringify([space.projectId, space.vpcId]) : space.node.path;
}

/** Who sets what there is once, by stack. */
const setters = new WeakMap<IConstruct, Map<string, IConstruct>>();

/**
 * What exists once and is set by one construct of a stack: two would undo each other at each apply.
 *
 * @param key tells it from others of its place
 * @param what how a message calls it
 */
export function checkOnly(construct: Construct, key: string, what: string): void {
  const stack = TerraformStack.of(construct);
  const ofStack = setters.get(stack) ?? new Map<string, IConstruct>();
  setters.set(stack, ofStack);
  const full = `${key} ${placeKey(construct)}`;
  const other = ofStack.get(full);
  if (other !== undefined) throw new ConstructError(construct, `${what} by ${other.node.path} already; say it there, and leave one of them out`);
  ofStack.set(full, construct);
}
