import type { Construct } from 'constructs';
import { nsxManagers } from './connection';
import { EdgeCluster, type IEdgeCluster } from './edge/edge-cluster';
import { type ITransportZone, TransportZone } from './network/transport-zone';
import { NsxManager } from './nsx-manager';

/** The transport zone that the NSX manager of a construct names, looked up once for each manager; undefined where it names none. */
export function defaultTransportZone(construct: Construct): ITransportZone | undefined {
  const manager = managerOf(construct);
  if (manager?.transportZone === undefined) return undefined;
  const existing = manager.node.tryFindChild('TransportZone') as ITransportZone | undefined;
  return existing ?? TransportZone.fromLookup(manager, 'TransportZone', { name: manager.transportZone });
}

/**
 * The edge cluster that the NSX manager of a construct names, looked up once for each manager; undefined where it names none. A
 * manager that is made later is too late, which validation tells, since nothing else would.
 */
export function defaultEdgeCluster(construct: Construct): IEdgeCluster | undefined {
  const manager = managerOf(construct);
  if (manager === undefined) construct.node.addValidation({ validate: () => madeTooLate(construct) });
  if (manager?.edgeCluster === undefined) return undefined;
  const existing = manager.node.tryFindChild('EdgeCluster') as IEdgeCluster | undefined;
  return existing ?? EdgeCluster.fromLookup(manager, 'EdgeCluster', { name: manager.edgeCluster });
}

/** The NSX manager that a construct goes to; undefined where none is made as yet, or the connection is a raw provider. */
export function managerOf(construct: Construct): NsxManager | undefined {
  const maker = nsxManagers.makerFor(construct);
  return NsxManager.isNsxManager(maker) ? maker : undefined;
}

function madeTooLate(construct: Construct): string[] {
  const manager = managerOf(construct);
  if (manager?.edgeCluster === undefined) return [];
  return [
    `${manager.node.path} names an edge cluster and is made after ${construct.node.path}, which does without; make the NsxManager first, or give this its edgeCluster`,
  ];
}
