import type { ReadingFault } from '../../estate';
import type { NsxEstate } from '../../nsx';
import type { Premise } from '../../premise';
import type { TerraformModel } from '../../terraform';
import type { PortGroup, VsphereEstate } from '../../vsphere';
import { AttributeReader } from '../attributes';
import type { ProviderDefault } from '../provider-defaults';
import { readIpBlocks, readIpPools } from './addresses';
import { readFirewallExclusions } from './exclusions';
import { facesOf } from './faces';
import { readTier0Gateways, readTier1Gateways } from './gateways';
import { readGroups } from './groups';
import { Inventory } from './inventory';
import { entryType, KINDS } from './kinds';
import { MachineJoin } from './machine-join';
import { readMachines } from './machines';
import { readNatRules } from './nat';
import { readGatewayPolicies, readSecurityPolicies } from './policies';
import { readDhcpProfiles, readSegmentSecurityProfiles, readSpoofGuardProfiles, readTransportZones } from './profiles';
import { Reading } from './reading';
import { recordedObjects, type RecordedNsx } from './recorded';
import { readSegments } from './segments';
import { readContextProfiles, readServices } from './services';
import { readProjects, readVpcs } from './tenancy';

export { nsxType, type NsxKind } from './kinds';
export { managerOf, type RecordedNsx } from './recorded';

export interface NsxReading {
  readonly nsx: NsxEstate;
  /** Those of the vSphere part, with the segments that they are the faces of. */
  readonly portGroups: readonly PortGroup[];
  readonly premises: readonly Premise[];
  readonly faults: readonly ReadingFault[];
  /** Rows of the provider's defaults that some field rests on. */
  readonly defaultsUsed: readonly ProviderDefault[];
}

/**
 * The NSX objects of an app, by what they are.
 *
 * @param recorded what exports of NSX managers record
 * @throws BadInput where nothing says which manager a record is of, or two records contradict each other
 */
export function readNsx(model: TerraformModel, vsphere: VsphereEstate, recorded: readonly RecordedNsx[]): NsxReading {
  const reader = new AttributeReader(model, entryType);
  const records = recordedObjects(model, recorded);
  const inventory = new Inventory(model, reader, records);
  for (const kind of KINDS) if (kind !== 'nsxMachines') inventory.join(kind);
  const entries = model.stacks.flatMap(({ resources }) => resources);
  const machines = new MachineJoin(reader, inventory, entries, vsphere.machines, records.get('nsxMachines') ?? []);
  const reading = new Reading(reader, inventory, (id) => inventory.find(id)?.id ?? machines.ids.get(id) ?? id);

  const segments = readSegments(reading);
  const faces = facesOf(reading, vsphere.portGroups, segments);
  const nsx: NsxEstate = {
    projects: readProjects(reading),
    vpcs: readVpcs(reading),
    transportZones: readTransportZones(reading),
    tier0Gateways: readTier0Gateways(reading),
    tier1Gateways: readTier1Gateways(reading),
    dhcpProfiles: readDhcpProfiles(reading),
    segmentSecurityProfiles: readSegmentSecurityProfiles(reading),
    spoofGuardProfiles: readSpoofGuardProfiles(reading),
    segments,
    ipBlocks: readIpBlocks(reading),
    ipPools: readIpPools(reading, model),
    natRules: readNatRules(reading),
    nsxMachines: readMachines(reading, machines, vsphere.machines, faces.portGroups),
    groups: readGroups(reading),
    services: readServices(reading),
    contextProfiles: readContextProfiles(reading),
    securityPolicies: readSecurityPolicies(reading),
    gatewayPolicies: readGatewayPolicies(reading),
    firewallExclusions: readFirewallExclusions(reading),
  };
  return {
    nsx,
    portGroups: faces.portGroups,
    premises: [...kinPremises(inventory), ...machines.premises, ...faces.premises],
    faults: inventory.faults,
    defaultsUsed: [...reader.defaultsUsed],
  };
}

/** What a record has of the app's own is there since an earlier apply: what the program says of it now holds. */
function kinPremises({ kin }: Inventory): Premise[] {
  return kin.map((one) => {
    const { object, recorded } = one;
    const { id, policyPath } = recorded.object;
    const own = `\`${object.entry!.path ?? object.id}\``;
    const theirs = `\`${String(policyPath)}\` in \`${recorded.file}\``;
    const statement =
      one.is === 'namesake'
        ? `${theirs} may be ${own} from an earlier apply, or another's of its name: ${one.why}`
        : `${theirs} is ${own} from an earlier apply${one.by === 'path' ? '' : `, since nothing else there bears its name: what the record says of it does not count`}`;
    return {
      id: `nsx-${one.is}:${id}`,
      kind: 'stated',
      statement,
      ...(object.entry!.path !== undefined && { subject: object.entry!.path }),
      source: recorded.file,
    };
  });
}
