import { clusterServices } from './availability/avl-005-cluster-services';
import { cpuRatio } from './capacity/cap-001-cpu-ratio';
import { memory } from './capacity/cap-002-memory';
import { vsanRedundancy } from './capacity/cap-006-vsan-redundancy';
import { maximums } from './capacity/cap-010-maximums';
import { secrets } from './configuration/cfg-010-secrets';
import { references } from './configuration/cfg-014-references';
import { corruptTokens } from './configuration/cfg-015-corrupt-tokens';
import { notVacuous } from './intents/int-001-not-vacuous';
import { premises } from './intents/int-002-premises';
import { intentsDecided } from './intents/int-004-procedures';
import { ranges } from './isolation/iso-009-ranges';
import { vsanAndHa } from './transitions/pln-001-vsan-and-ha';
import { hostMoves } from './transitions/pln-002-host-moves';
import { placementRules } from './transitions/pln-003-placement-rules';
import { premisesInPlan } from './transitions/pln-004-premises';
import { shrinking } from './transitions/pln-005-shrinking';
import type { Rule } from './rule';

/** Every rule that comes with Strata. Adding one is a file and a line here. */
export const CATALOGUE: readonly Rule[] = [
  cpuRatio,
  memory,
  vsanRedundancy,
  maximums,
  ranges,
  clusterServices,
  secrets,
  references,
  corruptTokens,
  notVacuous,
  premises,
  intentsDecided,
  vsanAndHa,
  hostMoves,
  placementRules,
  premisesInPlan,
  shrinking,
];
