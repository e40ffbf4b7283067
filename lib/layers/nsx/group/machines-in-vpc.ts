import type { IConstruct } from 'constructs';
import { ConstructError } from '../../construct-error';
import { type INetwork, PortGroup } from '../../vsphere';
import type { ISegment } from '../network/isegment';
import { isOutsideVpc, isVpcSpace, type IVpcSpace, spaceOf } from '../space';
import { isMachineSet, type Machines } from './machine-set';

/**
 * That a group of a VPC can hold the machines that it is to hold: it has machines of the VPC only, whatever the tag of the others.
 *
 * @throws when the networks of one are known, and none of them is a subnet of the VPC
 */
export function checkMachinesInSpace(user: IConstruct, what: string, machines: Machines): void {
  const vpc = spaceOf(user);
  if (!isVpcSpace(vpc)) return;
  const list = isMachineSet(machines) ? [...machines] : [machines];
  const outside = list.find(({ networks }) => networks?.every((network) => isElsewhere(vpc, network)));
  if (outside === undefined) return;
  throw new ConstructError(
    user,
    `${what} has ${outside.node.path}, which is on no subnet of the VPC ${vpc.node.path}, and a group of a VPC has machines of the VPC only; give its addresses, such as \`Cidr.of('10.20.8.14/32')\`, or say it in a policy outside of the VPC`,
  );
}

/** A port group that is looked up may be that of a subnet. */
function isElsewhere(vpc: IVpcSpace, network: INetwork): boolean {
  if ('segmentPath' in network) return isOutsideVpc(vpc, network, (network as ISegment).segmentPath);
  return PortGroup.isPortGroup(network);
}
