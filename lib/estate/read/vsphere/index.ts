import type { ReadingFault } from '../../estate';
import type { TerraformModel } from '../../terraform';
import type { VsphereEstate } from '../../vsphere';
import { AttributeReader } from '../attributes';
import type { ProviderDefault } from '../provider-defaults';
import { clusterPlace, readClusters } from './clusters';
import { datacenterPlace, readDatacenters } from './datacenters';
import { datastoreClusterPlace, readDatastoreClusters } from './datastore-clusters';
import { datastorePlace, readDatastores } from './datastores';
import { hostPlace, readHosts } from './hosts';
import { Inventory, type RecordedObject } from './inventory';
import { entryType, type Kind } from './kinds';
import { machinePlace, readMachines } from './machines';
import { readMembership } from './membership';
import { portGroupPlace, readPortGroups, readSwitches, switchPlace } from './networks';
import { placementPlace, readHostGroups, readVmGroups, readVmHostRules, readVmRules } from './placement';
import { Reading, type Said } from './reading';
import { PoolClusters, poolPlace, readResourcePools } from './resource-pools';
import { readStandardPortGroups, readStandardSwitches, standardPlace } from './standard-networks';
import { readStoragePolicies } from './storage-policies';
import { readVmkernelAdapters, vmkernelPlace } from './vmkernel-adapters';

export { unknownMachine } from './machines';
export { recordedObjects } from './recorded';
export { ShapeError } from '../shape';
export type { RecordedObject } from './inventory';
export { entryKind, type Kind } from './kinds';

export interface VsphereReading {
  readonly vsphere: VsphereEstate;
  readonly faults: readonly ReadingFault[];
  /** Rows of the provider's defaults that some field rests on. */
  readonly defaultsUsed: readonly ProviderDefault[];
}

/**
 * The vSphere objects of an app, by what they are.
 *
 * @param recorded objects of recorded estates that surround it
 */
export function readVsphere(model: TerraformModel, recorded: ReadonlyMap<Kind, readonly RecordedObject[]>, said: Said): VsphereReading {
  const reader = new AttributeReader(model, entryType);
  const inventory = new Inventory(model, reader, recorded);
  const reading = new Reading(reader, inventory, said);

  // Where an object stands is told by objects of the kinds before it.
  inventory.join('datacenters', () => (object) => datacenterPlace(reading, object));
  inventory.join('clusters', () => (object) => clusterPlace(reading, object));
  inventory.join('hosts', () => (object) => hostPlace(reading, object));
  const membership = readMembership(reading);
  inventory.join('switches', () => (object) => switchPlace(reading, object));
  inventory.join('portGroups', () => (object) => portGroupPlace(reading, object));
  for (const kind of ['standardSwitches', 'standardPortGroups'] as const) inventory.join(kind, () => (object) => standardPlace(reading, object));
  inventory.join('vmkernelAdapters', () => (object) => vmkernelPlace(reading, object));
  inventory.join('datastoreClusters', () => (object) => datastoreClusterPlace(reading, object));
  inventory.join('datastores', () => (object) => datastorePlace(reading, membership, object));
  // A vCenter has a storage policy of a name once.
  inventory.join('storagePolicies', () => () => ({}));
  inventory.join('resourcePools', () => {
    const joinedSoFar = new PoolClusters(reading, membership);
    return (object) => poolPlace(reading, joinedSoFar, object);
  });
  const pools = new PoolClusters(reading, membership);
  inventory.join('machines', () => (object) => machinePlace(reading, pools, object));
  for (const kind of ['vmRules', 'vmGroups', 'hostGroups', 'vmHostRules'] as const)
    inventory.join(kind, () => (object) => placementPlace(reading, object));

  const datacenters = readDatacenters(reading);
  return {
    vsphere: {
      datacenters,
      hosts: readHosts(reading, membership),
      clusters: readClusters(reading, membership, datacenters),
      switches: readSwitches(reading),
      portGroups: readPortGroups(reading),
      standardSwitches: readStandardSwitches(reading),
      standardPortGroups: readStandardPortGroups(reading),
      vmkernelAdapters: readVmkernelAdapters(reading),
      datastores: readDatastores(reading, membership),
      datastoreClusters: readDatastoreClusters(reading),
      storagePolicies: readStoragePolicies(reading),
      resourcePools: readResourcePools(reading, pools),
      machines: readMachines(reading, pools),
      vmRules: readVmRules(reading),
      vmGroups: readVmGroups(reading),
      hostGroups: readHostGroups(reading),
      vmHostRules: readVmHostRules(reading),
    },
    faults: inventory.faults,
    defaultsUsed: [...reader.defaultsUsed],
  };
}
