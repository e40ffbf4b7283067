import { Construct, type IConstruct } from 'constructs';
import { recordOrigin } from '../../../estate/origin';
import { brand, isBranded } from '../../brand';
import { checkKinds, checkProps, got } from '../../check';
import { ConstructError } from '../../construct-error';
import { type Kind, SEGMENT } from '../../kind';
import type { IVirtualMachine } from '../../vsphere';
import { checkKindHere } from '../connection';
import type { ISegment } from '../network/isegment';
import { type NsxTag, tagBlocks } from '../tag';
import { isMachineSet, type Machines } from './machine-set';
import { tagsOf } from './machine-tag-set';
import { STRATA_SCOPE } from './strata-tag';
import { machinesOf } from './tag-condition';

/** Tags on the ports that machines have on a segment. */
export interface PortTags {
  readonly segment: ISegment;
  readonly tags: readonly NsxTag[];
}

export interface MachineTagsProps {
  /** A machine, a fleet, or several of either. */
  readonly machines: Machines | readonly Machines[];

  /**
   * Tags on the machines.
   * @default - none
   */
  readonly tags?: readonly NsxTag[];

  /**
   * Tags on their ports, for groups of ports. Every vNIC on the segment has them.
   * @default - none
   */
  readonly portTags?: readonly PortTags[];
}

const PORT_TAGS: Kind = { member: 'segment', name: 'tags of ports', repair: "give one such as `{ segment, tags: [{ scope: 'tier', tag: 'db' }] }`" };

const BRAND = Symbol.for('cdk-strata.MachineTags');

/**
 * Tags of NSX on virtual machines, for groups to find them by: NSX does not see the tags of vSphere. NSX takes the whole set of a
 * machine at once, so that tags which somebody else gave it are taken away; all that the app gives it, here and by groups that name the
 * machine, stand in one resource beside the machine, in its stack, which so needs a connection to the NSX manager.
 *
 * Groups find the machines that they name by a tag of the scope `strata`, which is a construct path. Two programs whose stacks have the
 * same names, such as one program for two environments, would find each other's on one NSX manager: name their stacks apart.
 *
 * @throws when there is no machine or no tag, or a tag is too long or of the scope `strata`
 */
export class MachineTags extends Construct {
  public static isMachineTags(x: unknown): x is MachineTags {
    return isBranded(x, BRAND);
  }

  public readonly machines: readonly IVirtualMachine[];

  public constructor(scope: Construct, id: string, props: MachineTagsProps) {
    super(scope, id);
    checkProps(this, 'props', props, ['machines']);
    recordOrigin(this);
    brand(this, BRAND);
    this.machines = this.list(props.machines);
    const tags = checkScopes(this, 'tags', tagBlocks(this, props.tags, 'tags') ?? []);
    const ports = checkKinds(this, 'portTags', props.portTags ?? [], PORT_TAGS).map((each, index) => this.checkPort(`portTags[${index}]`, each));
    if (tags.length === 0 && ports.length === 0) {
      throw new ConstructError(this, "neither tags nor portTags are given; give one such as `tags: [{ scope: 'tier', tag: 'db' }]`");
    }
    this.machines.forEach((machine, index) => {
      const set = tagsOf(this, `machines[${index}]`, machine);
      set.add(tags);
      for (const port of ports) set.addToPort(port.segment, port.tags);
    });
  }

  private list(machines: Machines | readonly Machines[]): IVirtualMachine[] {
    const several = Array.isArray(machines) && !isMachineSet(machines) ? (machines as readonly Machines[]) : [machines as Machines];
    const list = several.flatMap((each, index) => machinesOf(this, Array.isArray(machines) ? `machines[${index}]` : 'machines', each));
    if (list.length > 0) return [...new Set(list)];
    throw new ConstructError(this, `machines must name at least one, got ${got(machines)}; give a machine or a fleet`);
  }

  private checkPort(what: string, port: PortTags): { segment: ISegment; tags: readonly NsxTag[] } {
    checkProps(this, what, port, ['segment', 'tags']);
    const segment = checkKindHere(this, `${what}.segment`, port.segment, SEGMENT);
    const tags = tagBlocks(this, port.tags, `${what}.tags`);
    if (tags !== undefined) return { segment, tags: checkScopes(this, `${what}.tags`, tags) };
    throw new ConstructError(this, `${what}.tags are none; give one such as \`{ scope: 'tier', tag: 'db' }\``);
  }
}

/** NSX compares tags whatever their case. One of Strata's scope would put the machine into a group of others that are named. */
function checkScopes(subject: IConstruct, what: string, tags: readonly NsxTag[]): readonly NsxTag[] {
  const own = tags.find(({ scope }) => scope?.toLowerCase() === STRATA_SCOPE);
  if (own === undefined) return tags;
  throw new ConstructError(
    subject,
    `${what} have the scope ${got(own.scope)}, which is Strata's: by it groups find the machines that they name; choose another scope, or name the machine in the group`,
  );
}
