import { Lazy, type TerraformProvider, TerraformStack, Token } from 'cdktf';
import { Construct, type IConstruct } from 'constructs';
import { MACHINE } from '../../kind';
import type { IVirtualMachine } from '../../vsphere';
import { nsxt, type PolicyVmTags } from '../bindings';
import { checkKindHere, nsxConnectionOf, nsxManagers } from '../connection';
import type { ISegment } from '../network/isegment';
import { enclosingProjectContext } from '../space';
import { type NsxTag, tagKey } from '../tag';

/** All the tags of a machine in NSX, whoever gives them: NSX takes the whole set at once. @internal */
export class MachineTagSet extends Construct {
  public readonly resource: PolicyVmTags;
  private readonly tags = new Map<string, NsxTag>();
  private readonly ports = new Map<ISegment, Map<string, NsxTag>>();

  public constructor(machine: IVirtualMachine, id: string, provider: TerraformProvider | undefined) {
    super(machine, id);
    this.resource = new nsxt.PolicyVmTags(this, 'Default', {
      provider,
      instanceId: machine.machineUuid,
      ...machineContext(machine),
      tag: Lazy.anyValue({ produce: () => some([...this.tags.values()]) }),
      port: Lazy.anyValue({
        produce: () => some([...this.ports].map(([segment, tags]) => ({ segment_path: segment.segmentPath, tag: [...tags.values()] }))),
      }),
    });
  }

  public add(tags: readonly NsxTag[]): void {
    for (const tag of tags) this.tags.set(tagKey(tag), tag);
  }

  public addToPort(segment: ISegment, tags: readonly NsxTag[]): void {
    const there = this.ports.get(segment) ?? new Map<string, NsxTag>();
    this.ports.set(segment, there);
    for (const tag of tags) there.set(tagKey(tag), tag);
  }
}

/** By machine, or for machines known by a text only by the root of their tree; then by connection. */
const sets = new WeakMap<IConstruct, Map<string, MachineTagSet>>();

/**
 * The tags of a machine, made where the machine is made, so that two stacks do not take them from each other. In the stack of the one
 * who asks they go to his NSX manager.
 */
export function tagsOf(user: IConstruct, what: string, machine: IVirtualMachine): MachineTagSet {
  const here = TerraformStack.of(machine) === TerraformStack.of(user);
  const provider = here ? nsxConnectionOf(user) : nsxManagers.of(machine, `what tags ${machine.node.path} for ${user.node.path}`);
  const { uuid, owner } = Token.isUnresolved(machine.machineUuid)
    ? { uuid: '', owner: machine }
    : { uuid: machine.machineUuid.toLowerCase(), owner: machine.node.root };
  const bySet = sets.get(owner) ?? new Map<string, MachineTagSet>();
  sets.set(owner, bySet);
  const key = `${uuid} ${provider?.alias ?? ''}`;
  const set = bySet.get(key) ?? new MachineTagSet(machine, `nsx-tags${provider?.alias === undefined ? '' : `-${provider.alias}`}`, provider);
  bySet.set(key, set);
  if (!here) checkKindHere(user, what, machine, MACHINE);
  return set;
}

/** The project that a machine is known in: its own, else that of the first of its networks that lies in one. */
function machineContext(machine: IVirtualMachine): { context?: { projectId: string } } {
  return [machine, ...(machine.networks ?? [])].map(enclosingProjectContext).find(({ context }) => context !== undefined) ?? {};
}

/** A list, or nothing where it is empty: no block is rendered then. */
function some<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list;
}
