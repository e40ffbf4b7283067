import type { Field } from '../../value';
import type { NsxEstate } from '../../nsx';
import type { RecordedNsx } from '../nsx/recorded';
import { readDhcpProfiles, readIpBlocks, readIpPools } from './addresses';
import { collect } from './collect';
import { firewallGap, type ExportGap } from './firewall';
import { readNatRules, readTier0Gateways, readTier1Gateways } from './gateways';
import { readGroups } from './groups';
import { readMachines } from './machines';
import { NsxExport } from './nsx-export';
import { readExclusions, readGatewayPolicies, readSecurityPolicies } from './policies';
import { checkRules } from './rules';
import { readSecurityProfiles, readSegments, readSpoofGuardProfiles, readTransportZones } from './segments';
import { readContextProfiles, readServices } from './services';
import { readProjects, readVpcs } from './tenancy';

export { isExport } from './collect';
export type { ExportGap } from './firewall';
export { recordedNsx } from './recorded';

/** What an export says. */
export interface NsxExportReading {
  readonly recorded: RecordedNsx;
  /** The manager, where its firewall is in the export as a whole; unknown where it is and nobody says of which manager. */
  readonly recordedManagers: readonly Field<string>[];
  /** Why it is not. */
  readonly firewallGap?: ExportGap;
}

/**
 * Reads an export of the NSX Policy API.
 *
 * @param file as findings name it
 * @param manager host of the manager that it is of
 * @throws ShapeError where a field is not as the API has it
 */
export function readNsxExport(content: unknown, file: string, manager?: string): NsxExportReading {
  const nsx = new NsxExport(file, manager, collect(content));
  checkRules(nsx);
  const estate: NsxEstate = {
    projects: readProjects(nsx),
    vpcs: readVpcs(nsx),
    transportZones: readTransportZones(nsx),
    tier0Gateways: readTier0Gateways(nsx),
    tier1Gateways: readTier1Gateways(nsx),
    dhcpProfiles: readDhcpProfiles(nsx),
    segmentSecurityProfiles: readSecurityProfiles(nsx),
    spoofGuardProfiles: readSpoofGuardProfiles(nsx),
    segments: readSegments(nsx),
    ipBlocks: readIpBlocks(nsx),
    ipPools: readIpPools(nsx),
    natRules: readNatRules(nsx),
    nsxMachines: readMachines(nsx),
    groups: readGroups(nsx),
    services: readServices(nsx),
    contextProfiles: readContextProfiles(nsx),
    securityPolicies: readSecurityPolicies(nsx),
    gatewayPolicies: readGatewayPolicies(nsx),
    firewallExclusions: readExclusions(nsx),
  };
  const gap = firewallGap(nsx, estate);
  return {
    recorded: { file, ...(manager !== undefined && { manager, isStated: true }), nsx: estate },
    recordedManagers: gap ? [] : [nsx.manager],
    ...(gap && { firewallGap: gap }),
  };
}
