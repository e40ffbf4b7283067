import type { IConstruct } from 'constructs';
import { checkKind } from '../../check';
import { ConstructError } from '../../construct-error';
import { MACHINE } from '../../kind';
import type { IVirtualMachine } from '../../vsphere';
import type { GroupCondition } from './condition';
import { tagsOf } from './machine-tag-set';
import { isMachineSet, type Machines } from './machine-set';
import { checkMachinesInSpace } from './machines-in-vpc';
import { STRATA_SCOPE, strataTag } from './strata-tag';

/** Tags machines so that a group has them, and says by which condition: by a tag of their own, or of several by one of the group. */
export function tagCondition(group: IConstruct, several: readonly Machines[]): GroupCondition {
  const tag = strataTag(several.length === 1 ? several[0]! : group);
  for (const each of several) checkMachinesInSpace(group, 'members', each);
  for (const machine of several.flatMap((each) => machinesOf(group, 'members', each))) {
    tagsOf(group, 'members', machine).add([{ scope: STRATA_SCOPE, tag }]);
  }
  return { memberType: 'VirtualMachine', key: 'Tag', operator: 'EQUALS', value: `${STRATA_SCOPE}|${tag}` };
}

/**
 * The machines of a fleet, or the one.
 *
 * @throws when there is none
 */
export function machinesOf(user: IConstruct, what: string, machines: Machines): IVirtualMachine[] {
  if (!isMachineSet(machines)) return [checkKind(user, what, machines, MACHINE)];
  const list = [...machines].map((machine, index) => checkKind(user, `${what}[${index}]`, machine, MACHINE));
  if (list.length > 0) return list;
  throw new ConstructError(user, `${what} is ${machines.node.path}, which has no machine; give one that has`);
}
