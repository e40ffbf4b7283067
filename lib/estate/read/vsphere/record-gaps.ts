import { unknown, type Unknown } from '../../value';
import type { Disk, NetworkSecurity, PoolShare } from '../../vsphere';
import { unknownAdmissionControl } from './high-availability';
import type { RecordedObject } from './inventory';
import type { Kind } from './kinds';
import { unknownMachine } from './machines';
import { unknownVsan } from './vsan';

type Open = (attribute: string) => Unknown;

/** A recorded object with every field. One that the record leaves out, since it was made before there was such, is not known. */
export function completed(kind: Kind, recorded: RecordedObject): RecordedObject {
  return COMPLETED[kind]?.(recorded, (attribute) => unknown('data-source', attribute, recorded.id)) ?? recorded;
}

const COMPLETED: Partial<Readonly<Record<Kind, (recorded: RecordedObject, open: Open) => RecordedObject>>> = {
  clusters: (cluster, open) => ({
    evcMode: open('evc_mode'),
    vsan: unknownVsan(open),
    ...cluster,
    ha: { admissionControl: unknownAdmissionControl(open), ...(cluster.ha as object) },
  }),
  switches: (one, open) => ({ security: security(open), ...one }),
  portGroups: (group, open) => ({ security: security(open), ...group }),
  datastores: (datastore, open) => ({
    type: null,
    hosts: { ids: [], complete: false, unknown: open('host_system_ids') },
    datastoreCluster: open('datastore_cluster_id'),
    ...datastore,
  }),
  resourcePools: (pool, open) => ({
    parent: open('parent_resource_pool_id'),
    cpu: share(open, 'cpu'),
    memory: share(open, 'memory'),
    ...pool,
  }),
  machines: (machine, open) => ({
    ...unknownMachine(open),
    ...machine,
    disks: (machine.disks as readonly Partial<Disk>[]).map((disk) => ({ storagePolicy: open('storage_policy_id'), ...disk })),
  }),
};

function security(open: Open): NetworkSecurity {
  return { promiscuous: open('allow_promiscuous'), forgedTransmits: open('allow_forged_transmits'), macChanges: open('allow_mac_changes') };
}

function share(open: Open, of: 'cpu' | 'memory'): PoolShare {
  return { reservation: open(`${of}_reservation`), limit: open(`${of}_limit`), expandable: open(`${of}_expandable`) };
}
