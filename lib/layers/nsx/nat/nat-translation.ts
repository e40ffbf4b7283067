import type { Construct } from 'constructs';
import { checkFlag, checkOneOf, ifGiven } from '../../check';
import { ConstructError } from '../../construct-error';
import { NSX_SERVICE } from '../../kind';
import { checkKindHere } from '../connection';
import { checkPorts } from '../service/ports';
import { checkVersion, type NatNetworks, natNetworks, sizeOf } from './nat-networks';
import type {
  DnatRuleProps,
  Nat64RuleProps,
  NatFirewallMatch,
  NatRuleCommonProps,
  NoDnatRuleProps,
  NoSnatRuleProps,
  ReflexiveNatRuleProps,
  SnatRuleProps,
} from './nat-rule-props';

const FIREWALL_MATCHES = { internal: 'MATCH_INTERNAL_ADDRESS', external: 'MATCH_EXTERNAL_ADDRESS', bypass: 'BYPASS' } as const;

/** Prefix of IPv6 that holds every IPv4 address (RFC 6052). */
const NAT64_PREFIX = 96;

/** What a rule does, whoever translates. */
export interface NatTranslation {
  readonly action: 'SNAT' | 'DNAT' | 'REFLEXIVE' | 'NO_SNAT' | 'NO_DNAT' | 'NAT64';
  readonly sources: readonly string[];
  readonly destinations: readonly string[];
  readonly translated: readonly string[];
  readonly firewallMatch?: string;
  readonly service?: string;
  readonly translatedPorts?: string;
  readonly policyBasedVpnMode?: string;
}

/** What a rule does as its props say. */
type Translate<P extends NatRuleCommonProps> = (rule: Construct, props: P) => NatTranslation;

export const snat: Translate<SnatRuleProps> = (rule, props) => {
  const [sources, destinations] = [
    natNetworks(rule, 'sources', required(rule, 'sources', props.sources)),
    natNetworks(rule, 'destinations', props.destinations),
  ];
  const translated = natNetworks(rule, 'translated', required(rule, 'translated', props.translated));
  checkOneFamily(rule, { sources, destinations, translated });
  return {
    action: 'SNAT',
    ...texts(sources, destinations, translated),
    firewallMatch: matchOf(rule, props.firewallMatch),
    service: serviceOf(rule, props),
  };
};

export const dnat: Translate<DnatRuleProps> = (rule, props) => {
  const [sources, destinations] = [
    natNetworks(rule, 'sources', props.sources),
    natNetworks(rule, 'destinations', required(rule, 'destinations', props.destinations)),
  ];
  const translated = single(rule, 'translated', props.translated);
  checkOneFamily(rule, { sources, destinations, translated });
  if (props.externalPorts !== undefined && props.service === undefined) {
    throw new ConstructError(rule, 'externalPorts lead to the ports of a service, and NSX ignores them where there is none; give service too');
  }
  return {
    action: 'DNAT',
    ...texts(sources, destinations, translated),
    firewallMatch: matchOf(rule, props.firewallMatch),
    service: serviceOf(rule, props),
    translatedPorts: ifGiven(props.externalPorts, (ports) => checkPorts('externalPorts', [ports])[0]),
    policyBasedVpnMode: vpnMode(rule, props),
  };
};

export const reflexive: Translate<ReflexiveNatRuleProps> = (rule, props) => {
  const [source, translated] = [single(rule, 'source', props.source), single(rule, 'translated', props.translated)];
  checkOneFamily(rule, { source, translated });
  const [inside, outside] = [source.known[0], translated.known[0]];
  if (inside !== undefined && outside !== undefined && sizeOf(inside) !== sizeOf(outside)) {
    throw new ConstructError(
      rule,
      `reflexive NAT goes address for address, and source ${inside.toString()} has ${sizeOf(inside)} and translated ${outside.toString()} has ${sizeOf(outside)}; give ranges of one size`,
    );
  }
  return { action: 'REFLEXIVE', ...texts(source, NONE, translated), firewallMatch: matchOf(rule, props.firewallMatch) };
};

export const noSnat: Translate<NoSnatRuleProps> = (rule, props) => {
  const [sources, destinations] = [
    natNetworks(rule, 'sources', required(rule, 'sources', props.sources)),
    natNetworks(rule, 'destinations', props.destinations),
  ];
  checkOneFamily(rule, { sources, destinations });
  return { action: 'NO_SNAT', ...texts(sources, destinations, NONE), service: serviceOf(rule, props) };
};

export const noDnat: Translate<NoDnatRuleProps> = (rule, props) => {
  const [sources, destinations] = [
    natNetworks(rule, 'sources', props.sources),
    natNetworks(rule, 'destinations', required(rule, 'destinations', props.destinations)),
  ];
  checkOneFamily(rule, { sources, destinations });
  return { action: 'NO_DNAT', ...texts(sources, destinations, NONE), service: serviceOf(rule, props), policyBasedVpnMode: vpnMode(rule, props) };
};

export const nat64: Translate<Nat64RuleProps> = (rule, props) => {
  const sources = natNetworks(rule, 'sources', required(rule, 'sources', props.sources));
  const destinations = natNetworks(rule, 'destinations', required(rule, 'destinations', props.destinations));
  const translated = natNetworks(rule, 'translated', required(rule, 'translated', props.translated));
  checkVersion(rule, 'sources', sources, 6);
  checkVersion(rule, 'destinations', destinations, 6);
  checkVersion(rule, 'translated', translated, 4);
  const wrong = destinations.known.find(({ prefix }) => prefix !== NAT64_PREFIX && prefix !== 128);
  if (wrong !== undefined) {
    throw new ConstructError(
      rule,
      `destinations of NAT64 are addresses or have a prefix of ${NAT64_PREFIX} bits, got ${wrong.toString()}; give one such as \`Cidr.of('64:ff9b::/96')\``,
    );
  }
  return {
    action: 'NAT64',
    ...texts(sources, destinations, translated),
    firewallMatch: ifGiven(props.firewallMatch, (match) => matchOf(rule, match)),
    service: serviceOf(rule, props),
  };
};

const NONE: NatNetworks = { texts: [], known: [] };

function texts(
  sources: NatNetworks,
  destinations: NatNetworks,
  translated: NatNetworks,
): Pick<NatTranslation, 'sources' | 'destinations' | 'translated'> {
  return { sources: sources.texts, destinations: destinations.texts, translated: translated.texts };
}

function required<T>(rule: Construct, what: string, value: T | undefined): T {
  if (value !== undefined) return value;
  throw new ConstructError(rule, `${what} must be given, got undefined; give a list of addresses and Cidrs`);
}

function single(rule: Construct, what: string, network: DnatRuleProps['translated']): NatNetworks {
  if (!Array.isArray(network) && network !== undefined) return natNetworks(rule, what, [network]);
  const found = Array.isArray(network) ? 'a list' : 'undefined';
  throw new ConstructError(rule, `${what} must be one address or Cidr, got ${found}; NSX takes no several there, make a rule for each`);
}

/** A packet is of one family from end to end. */
function checkOneFamily(rule: Construct, sides: Readonly<Record<string, NatNetworks>>): void {
  const known = Object.entries(sides).flatMap(([side, networks]) => networks.known.map((network) => ({ side, network })));
  const other = known.find(({ network }) => network.version !== known[0]!.network.version);
  if (other === undefined) return;
  const [one] = known;
  throw new ConstructError(
    rule,
    `a rule is for IPv4 or for IPv6, got ${one!.network.toString()} among ${one!.side} and ${other.network.toString()} among ${other.side}; make one for each, or a \`NatRule.nat64(...)\``,
  );
}

function matchOf(rule: Construct, match: NatFirewallMatch = 'internal'): string {
  return FIREWALL_MATCHES[checkOneOf(rule, 'firewallMatch', match, Object.keys(FIREWALL_MATCHES) as NatFirewallMatch[])];
}

function serviceOf(rule: Construct, { service }: Pick<SnatRuleProps, 'service'>): string | undefined {
  return ifGiven(service, (each) => checkKindHere(rule, 'service', each, NSX_SERVICE).servicePath);
}

function vpnMode(rule: Construct, { onlyPolicyBasedVpn }: Pick<DnatRuleProps, 'onlyPolicyBasedVpn'>): string | undefined {
  return ifGiven(onlyPolicyBasedVpn, (only) => (checkFlag(rule, 'onlyPolicyBasedVpn', only) ? 'MATCH' : 'BYPASS'));
}
