import type { IConstruct } from 'constructs';
import { EVC_MODES } from '../../../estate/evc-modes';
import { checkText } from '../../check';
import { ConstructError } from '../../construct-error';
import type { IEsxiHost } from '../host/esxi-host';

/**
 * Which CPU every host of a cluster pretends to be, at most (Enhanced vMotion Compatibility), so that machines move between hosts of
 * several generations. It takes version 2.16 of the provider.
 */
export class EvcMode {
  public static readonly INTEL_MEROM = EvcMode.of('intel-merom');
  public static readonly INTEL_PENRYN = EvcMode.of('intel-penryn');
  public static readonly INTEL_NEHALEM = EvcMode.of('intel-nehalem');
  public static readonly INTEL_WESTMERE = EvcMode.of('intel-westmere');
  public static readonly INTEL_SANDY_BRIDGE = EvcMode.of('intel-sandybridge');
  public static readonly INTEL_IVY_BRIDGE = EvcMode.of('intel-ivybridge');
  public static readonly INTEL_HASWELL = EvcMode.of('intel-haswell');
  public static readonly INTEL_BROADWELL = EvcMode.of('intel-broadwell');
  public static readonly INTEL_SKYLAKE = EvcMode.of('intel-skylake');
  public static readonly INTEL_CASCADE_LAKE = EvcMode.of('intel-cascadelake');
  public static readonly INTEL_ICE_LAKE = EvcMode.of('intel-icelake');
  public static readonly INTEL_SAPPHIRE_RAPIDS = EvcMode.of('intel-sapphirerapids');
  public static readonly INTEL_GRANITE_RAPIDS = EvcMode.of('intel-graniterapids');
  public static readonly AMD_REV_E = EvcMode.of('amd-rev-e');
  public static readonly AMD_REV_F = EvcMode.of('amd-rev-f');
  public static readonly AMD_GREYHOUND_NO_3DNOW = EvcMode.of('amd-greyhound-no3dnow');
  public static readonly AMD_GREYHOUND = EvcMode.of('amd-greyhound');
  public static readonly AMD_BULLDOZER = EvcMode.of('amd-bulldozer');
  public static readonly AMD_PILEDRIVER = EvcMode.of('amd-piledriver');
  public static readonly AMD_STEAMROLLER = EvcMode.of('amd-steamroller');
  public static readonly AMD_ZEN = EvcMode.of('amd-zen');
  public static readonly AMD_ZEN_2 = EvcMode.of('amd-zen2');
  public static readonly AMD_ZEN_3 = EvcMode.of('amd-zen3');
  public static readonly AMD_ZEN_4 = EvcMode.of('amd-zen4');
  public static readonly AMD_ZEN_5 = EvcMode.of('amd-zen5');

  /**
   * One that is not listed, by its key in vSphere.
   *
   * @throws when the key is empty
   */
  public static of(key: string): EvcMode {
    return new EvcMode(checkText(undefined, 'key of an EVC mode', key));
  }

  private constructor(
    /** As vSphere names it, such as `intel-sapphirerapids`. */
    public readonly evcKey: string,
  ) {}
}

/** Throws where a host is seen to be of another vendor, or older than the mode. */
export function checkEvc(cluster: IConstruct, { evcKey }: EvcMode, hosts: readonly IEsxiHost[]): string {
  for (const { model, hostname } of hosts) {
    if (model === undefined) continue;
    const fault = faultOf(evcKey, model.cpu.vendor, model.cpu.evcMode);
    if (fault !== undefined) {
      throw new ConstructError(cluster, `EVC mode "${evcKey}" is not for host "${hostname}", whose ${model.cpu.name} ${fault}`);
    }
  }
  return evcKey;
}

function faultOf(evcKey: string, vendor: string, highest: string | undefined): string | undefined {
  for (const [owner, modes] of Object.entries<readonly string[]>(EVC_MODES)) {
    if (!modes.includes(evcKey)) continue;
    if (vendor !== owner) return `is not of the vendor that the mode is for; put hosts of one vendor into a cluster, and take a mode of theirs`;
    const [wanted, own] = [modes.indexOf(evcKey), modes.indexOf(highest ?? '')];
    if (own !== -1 && own < wanted) return `is older than that; take "${highest}" or an earlier one`;
  }
  return undefined;
}
