import type { Construct } from 'constructs';
import { checkKind, checkKinds, checkText, checkTexts, ifGiven } from '../../check';
import { ConstructError } from '../../construct-error';
import { DATACENTER, DHCP_PROFILE, type Kind, SEGMENT_SECURITY_PROFILE, SPOOF_GUARD_PROFILE, SWITCH, TRANSPORT_ZONE } from '../../kind';
import type { PolicySegmentBridgeConfig, PolicySegmentConfig } from '../bindings';
import { checkKindHere, nsxConnectionOf } from '../connection';
import { checkPolicyPath, objectConfig } from '../nsx-object';
import { checkOfSpace, projectContext, spaceOf } from '../space';
import { dhcpOf, subnetBlocks } from './segment-subnet';
import type { SegmentBridge, SegmentCommonProps } from './segment-props';
import { type ITransportZone } from './transport-zone';
import { vlanTexts } from './vlan-ids';

const BRIDGE: Kind = { member: 'profilePath', name: 'a bridge', repair: 'give its profilePath, transportZone and vlans' };

/** What segments on an overlay and on VLANs have in common, but for their advanced options. */
export function commonConfig(segment: Construct, props: SegmentCommonProps): Omit<PolicySegmentConfig, 'advancedConfig'> {
  const path = (what: 'ipDiscoveryProfilePath' | 'macDiscoveryProfilePath' | 'qosProfilePath'): string | undefined =>
    ifGiven(props[what], (value) => checkPolicyPath(segment, what, value));
  ifGiven(props.switch, (fabric) => checkKind(segment, 'switch', fabric, SWITCH));
  ifGiven(props.datacenter, (datacenter) => checkKind(segment, 'datacenter', datacenter, DATACENTER));
  const dhcpProfile = ifGiven(props.dhcpProfile, (profile) => checkKindHere(segment, 'dhcpProfile', profile, DHCP_PROFILE));
  ifGiven(dhcpProfile, (profile) => checkOfSpace(segment, 'dhcpProfile', profile, profile.dhcpConfigPath));
  const subnet = subnetBlocks(segment, props);
  if (dhcpProfile?.dhcpType === 'server' && dhcpOf(props).some(({ serverAddress }) => serverAddress === undefined)) {
    throw new ConstructError(
      segment,
      `dhcpProfile ${dhcpProfile.node.path} is a DHCP server of the segment's own, which needs an address in each subnet that has dhcp; give it a serverAddress, other than that of the gateway`,
    );
  }
  const securityProfilePath = ifGiven(
    props.securityProfile,
    (profile) => checkKindHere(segment, 'securityProfile', profile, SEGMENT_SECURITY_PROFILE).segmentSecurityProfilePath,
  );
  const spoofguardProfilePath = ifGiven(
    props.spoofGuardProfile,
    (profile) => checkKindHere(segment, 'spoofGuardProfile', profile, SPOOF_GUARD_PROFILE).spoofGuardProfilePath,
  );
  const [ipDiscoveryProfilePath, macDiscoveryProfilePath, qosProfilePath] = [
    path('ipDiscoveryProfilePath'),
    path('macDiscoveryProfilePath'),
    path('qosProfilePath'),
  ];
  const scopes = checkTexts(segment, 'ignoreTagScopes', props.ignoreTagScopes ?? []);
  return {
    provider: nsxConnectionOf(segment),
    ...projectContext(segment),
    ...objectConfig(segment, props),
    subnet,
    dhcpConfigPath: dhcpProfile?.dhcpConfigPath,
    domainName: ifGiven(props.domainName, (name) => checkText(segment, 'domainName', name)),
    securityProfile: oneOf({ securityProfilePath, spoofguardProfilePath }),
    discoveryProfile: oneOf({ ipDiscoveryProfilePath, macDiscoveryProfilePath }),
    qosProfile: qosProfilePath === undefined ? undefined : { qosProfilePath },
    bridgeConfig: bridges(segment, props.bridges ?? []),
    ignoreTags: scopes.length === 0 ? undefined : { scopes },
  };
}

/** The advanced options that both kinds of segments have. */
/** NSX answers that a segment is connected whatever else is said of it, and the provider would take that for a change. */
export function advancedBlock<T extends object>(block: T & { readonly connectivity?: string }): (T & { connectivity: string }) | undefined {
  const filled = oneOf(block);
  return filled && { ...filled, connectivity: filled.connectivity ?? 'ON' };
}

export function commonAdvanced(segment: Construct, props: SegmentCommonProps): { uplinkTeamingPolicy?: string; addressPoolPath?: string } {
  return {
    uplinkTeamingPolicy: ifGiven(props.uplinkTeamingPolicy, (name) => checkText(segment, 'uplinkTeamingPolicy', name)),
    addressPoolPath: ifGiven(props.addressPoolPath, (path) => checkPolicyPath(segment, 'addressPoolPath', path)),
  };
}

/**
 * The transport zone of a segment; undefined in a project, whose own NSX takes.
 *
 * @throws when one is given in a project, it carries the other kind of segments, or there is none
 */
export function checkTransportZone(
  segment: Construct,
  given: ITransportZone | undefined,
  carries: 'overlay' | 'vlan',
  otherwise: { readonly zone?: ITransportZone; readonly repair: string },
): string | undefined {
  const zone = ifGiven(given, (each) => checkZone(segment, 'transportZone', each, carries));
  if (projectContext(segment).context !== undefined) {
    if (zone === undefined) return undefined;
    throw new ConstructError(
      segment,
      `transportZone is given in the project ${spaceOf(segment)!.node.path}, where NSX takes the project's own; leave it out`,
    );
  }
  const found = zone ?? otherwise.zone;
  if (found === undefined) throw new ConstructError(segment, `a segment outside of a project needs a transport zone; ${otherwise.repair}`);
  return found.transportZonePath;
}

function checkZone(segment: Construct, what: string, given: ITransportZone, carries: 'overlay' | 'vlan'): ITransportZone {
  const zone = checkKindHere(segment, what, given, TRANSPORT_ZONE);
  if (zone.type === undefined || zone.type.startsWith(carries)) return zone;
  const [is, wanted] = carries === 'vlan' ? ['an overlay', 'for VLANs'] : ['for VLANs', 'for an overlay'];
  throw new ConstructError(segment, `${what} ${zone.node.path} is ${is} and must be one ${wanted}; give another`);
}

function bridges(segment: Construct, given: readonly SegmentBridge[]): PolicySegmentBridgeConfig[] | undefined {
  const blocks = checkKinds(segment, 'bridges', given, BRIDGE).map((bridge, index) => ({
    profilePath: checkPolicyPath(segment, `profilePath of bridges[${index}]`, bridge.profilePath),
    transportZonePath: checkZone(segment, `transportZone of bridges[${index}]`, bridge.transportZone, 'vlan').transportZonePath,
    vlanIds: vlanTexts(segment, `vlans of bridges[${index}]`, bridge.vlans),
    ...(bridge.uplinkTeamingPolicy !== undefined && {
      uplinkTeamingPolicy: checkText(segment, `uplinkTeamingPolicy of bridges[${index}]`, bridge.uplinkTeamingPolicy),
    }),
  }));
  return blocks.length === 0 ? undefined : blocks;
}

/** A block that is left out where nothing is in it. */
export function oneOf<T extends object>(block: T): T | undefined {
  return Object.values(block).every((value) => value === undefined) ? undefined : block;
}
