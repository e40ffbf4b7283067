import { controlPlane } from './availability/avl-001-control-plane';
import { realSpread } from './availability/avl-002-real-spread';
import { zones } from './availability/avl-003-zones';
import { clusterServices } from './availability/avl-005-cluster-services';
import { rulesTogether } from './availability/avl-006-rules-together';
import { cpuRatio } from './capacity/cap-001-cpu-ratio';
import { memory } from './capacity/cap-002-memory';
import { vsanRedundancy } from './capacity/cap-006-vsan-redundancy';
import { autoscaling } from './capacity/cap-009-autoscaling';
import { maximums } from './capacity/cap-010-maximums';
import { numa } from './capacity/cap-011-numa';
import { reservations } from './capacity/cap-012-reservations';
import { addresses } from './capacity/cap-013-addresses';
import { diskUuid } from './configuration/cfg-001-disk-uuid';
import { vsanOptions } from './configuration/cfg-002-vsan-options';
import { admissionControl } from './configuration/cfg-004-admission-control';
import { passthrough } from './configuration/cfg-005-passthrough';
import { networks } from './configuration/cfg-006-networks';
import { evc } from './configuration/cfg-007-evc';
import { nsx } from './configuration/cfg-008-nsx';
import { manifests } from './configuration/cfg-009-manifests';
import { secrets } from './configuration/cfg-010-secrets';
import { storageClasses } from './configuration/cfg-011-storage-classes';
import { nodeNames } from './configuration/cfg-012-node-names';
import { images } from './configuration/cfg-013-images';
import { references } from './configuration/cfg-014-references';
import { corruptTokens } from './configuration/cfg-015-corrupt-tokens';
import { vcenters } from './configuration/cfg-016-vcenters';
import { disks } from './configuration/cfg-017-disks';
import { storageDrs } from './configuration/cfg-018-storage-drs';
import { templates } from './configuration/cfg-019-templates';
import { names } from './configuration/cfg-020-names';
import { notVacuous } from './intents/int-001-not-vacuous';
import { premises } from './intents/int-002-premises';
import { intentsDecided } from './intents/int-004-procedures';
import { clusterFlows } from './isolation/iso-003-cluster-flows';
import { defaultDeny } from './isolation/iso-008-default-deny';
import { ranges } from './isolation/iso-009-ranges';
import { dedicatedHosts } from './isolation/iso-010-dedicated-hosts';
import { sharedNodes } from './isolation/iso-011-shared-nodes';
import { enforcement } from './isolation/iso-012-enforcement';
import { layer2 } from './isolation/iso-014-layer-2';
import { vsanAndHa } from './transitions/pln-001-vsan-and-ha';
import { hostMoves } from './transitions/pln-002-host-moves';
import { placementRules } from './transitions/pln-003-placement-rules';
import { premisesInPlan } from './transitions/pln-004-premises';
import { shrinking } from './transitions/pln-005-shrinking';
import type { Rule } from './rule';
import { features } from './wasm/wsm-001-features';
import { memory as linearMemory } from './wasm/wsm-002-memory';
import { imports } from './wasm/wsm-003-imports';
import { types } from './wasm/wsm-004-types';
import { runtime } from './wasm/wsm-005-runtime';
import { artifact } from './wasm/wsm-006-artifact';
import { grants } from './wasm/wsm-007-grants';

/** Every rule that comes with Strata. Adding one is a file and a line here. */
export const CATALOGUE: readonly Rule[] = [
  cpuRatio,
  memory,
  vsanRedundancy,
  autoscaling,
  maximums,
  numa,
  reservations,
  addresses,
  clusterFlows,
  defaultDeny,
  ranges,
  dedicatedHosts,
  sharedNodes,
  enforcement,
  layer2,
  controlPlane,
  realSpread,
  zones,
  clusterServices,
  rulesTogether,
  diskUuid,
  vsanOptions,
  admissionControl,
  passthrough,
  networks,
  evc,
  nsx,
  manifests,
  secrets,
  storageClasses,
  nodeNames,
  images,
  references,
  corruptTokens,
  vcenters,
  disks,
  storageDrs,
  templates,
  names,
  features,
  linearMemory,
  imports,
  types,
  runtime,
  artifact,
  grants,
  notVacuous,
  premises,
  intentsDecided,
  vsanAndHa,
  hostMoves,
  placementRules,
  premisesInPlan,
  shrinking,
];
