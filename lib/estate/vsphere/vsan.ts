import type { Field } from '../value';
import type { Blocks, Members, ObjectId } from '../object';

/** vSAN as a cluster has it set. */
export interface VsanConfiguration {
  readonly enabled: Field<boolean>;
  /** Express Storage Architecture; else the original one. */
  readonly esa: Field<boolean>;
  readonly deduplication: Field<boolean>;
  readonly compression: Field<boolean>;
  readonly unmap: Field<boolean>;
  readonly performanceService: Field<boolean>;
  readonly verboseMode: Field<boolean>;
  readonly networkDiagnosticMode: Field<boolean>;
  readonly encryptionInTransit: Field<boolean>;
  /** Datastores of other clusters that are mounted (HCI mesh). */
  readonly remoteDatastores: Members;
  readonly diskGroups: Blocks<{ readonly cache: Field<string | null>; readonly storage: readonly Field<string>[] }>;
  readonly faultDomains: Blocks<{ readonly name: Field<string>; readonly hosts: Members }>;
  /** Of a cluster of two sites, or of two hosts; one block at most. */
  readonly stretched: Blocks<StretchedCluster>;
}

export interface StretchedCluster {
  readonly preferredHosts: Members;
  readonly secondaryHosts: Members;
  /** The host that is the witness. */
  readonly witness: Field<ObjectId>;
}

/** How a storage policy keeps an object, as a layer states it: the provider knows of no vSAN rule. */
export interface VsanRedundancy {
  readonly raid: 'raid-0' | 'raid-1' | 'raid-5' | 'raid-6';
  /** Failures to tolerate, within each site where the sites are mirrored. */
  readonly failures: number;
  /** Whether each of two sites holds a copy. */
  readonly mirroredSites: boolean;
}
