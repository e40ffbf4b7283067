import type { NatRule, Tier0Gateway, Tier1Gateway } from '../../nsx';
import type { Blocks } from '../../object';
import type { Field } from '../../value';
import type { ApiObject } from './collection';
import { isAny } from '../nsx/peer-text';
import { whole, type NsxExport } from './nsx-export';
import { NAT_RULES } from './types';

export function readTier0Gateways(nsx: NsxExport): Tier0Gateway[] {
  return nsx.found.of('Tier0').map((gateway) => ({ ...nsx.base(gateway), firewall: firewall(nsx, gateway) }));
}

export function readTier1Gateways(nsx: NsxExport): Tier1Gateway[] {
  return nsx.found.of('Tier1').map((gateway) => {
    const tier0 = gateway.fields.text('tier0_path');
    return {
      ...nsx.base(gateway),
      tier0: tier0 === undefined ? nsx.or(gateway, 'tier0_path', undefined, null) : nsx.reference(tier0),
      edgeCluster: edgeCluster(nsx, gateway),
      firewall: firewall(nsx, gateway),
      advertised: nsx.texts(gateway, 'route_advertisement_types'),
    };
  });
}

function firewall(nsx: NsxExport, gateway: ApiObject): Field<boolean> {
  const off = gateway.fields.boolean('disable_firewall');
  return nsx.or(gateway, 'disable_firewall', off === undefined ? undefined : !off, true);
}

/** It stands in the locale services of a gateway, which are objects of their own. */
function edgeCluster(nsx: NsxExport, gateway: ApiObject): Field<string | null> {
  const locales = nsx.found.below(gateway.path, ['LocaleServices']);
  const path = locales.map(({ fields }) => fields.text('edge_cluster_path')).find((one) => one !== undefined);
  return path ?? (nsx.found.covers(['LocaleServices'], gateway.path) ? null : nsx.open(gateway, 'edge_cluster_path'));
}

export function readNatRules(nsx: NsxExport): NatRule[] {
  return nsx.found.of(...NAT_RULES).map((rule) => {
    const { fields, path } = rule;
    // <gateway>/nat/<section>/nat-rules/<rule>
    const [, gateway, section] = /^(.*)\/nat\/([^/]+)\/nat-rules\/[^/]+$/.exec(path) ?? [];
    const service = fields.text('service');
    return {
      ...nsx.base(rule),
      gateway: gateway === undefined ? nsx.open(rule, 'path') : nsx.reference(gateway),
      action: fields.text('action') ?? nsx.open(rule, 'action'),
      priority: priority(nsx, rule, section),
      enabled: fields.boolean('enabled') ?? true,
      sources: addresses(rule, 'source_network'),
      destinations: addresses(rule, 'destination_network'),
      translated: addresses(rule, 'translated_network'),
      service: fields.has('service_entry')
        ? nsx.open(rule, 'service_entry')
        : service === undefined || service === '' || isAny(service)
          ? null
          : nsx.reference(service),
      translatedPorts: fields.text('translated_ports') ?? null,
      firewallMatch: fields.text('firewall_match') ?? nsx.open(rule, 'firewall_match'),
      // Left out, it is for all interfaces.
      appliedTo: nsx.members((fields.texts('scope') ?? []).filter((one) => !isAny(one))),
    };
  });
}

/**
 * Numbers are counted within a section. NSX's own sections go before and after that of the users, whose numbers are kept: that is what
 * a rule of an app compares with.
 */
function priority(nsx: NsxExport, rule: ApiObject, section: string | undefined): Field<number> {
  const number = rule.fields.number('sequence_number') ?? 0;
  switch (section) {
    case 'USER':
    case 'NAT64':
      return number;
    case 'INTERNAL':
      return number - SECTION_SIZE;
    case 'DEFAULT':
      return number + USER_SECTION_SIZE;
    default:
      return nsx.open(rule, 'sequence_number');
  }
}

/** Rules of NSX's own sections, and of that of the users, as PolicyNatRule documents them. */
const SECTION_SIZE = 1024;
const USER_SECTION_SIZE = 2_147_481_600;

/** A list with commas; any where it is left out. */
function addresses(rule: ApiObject, field: string): Blocks<Field<string>> {
  const all = (rule.fields.text(field) ?? '').split(',').map((one) => one.trim());
  return whole(all.filter((one) => one !== '' && !isAny(one)));
}
