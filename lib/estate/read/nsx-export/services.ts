import type { ContextProfile, Service, ServiceEntry } from '../../nsx';
import type { Blocks } from '../../object';
import type { Field, Unknown } from '../../value';
import type { ApiObject } from './collection';
import type { Fields } from './fields';
import { whole, type NsxExport } from './nsx-export';
import { SERVICE_ENTRIES } from './types';

export function readServices(nsx: NsxExport): Service[] {
  return nsx.found.of('Service').map((service) => {
    const entries = nsx.found.below(service.path, SERVICE_ENTRIES).map(({ fields }) => fields);
    // A service without an entry there is none: a list that is missing was not asked for.
    const all = nsx.found.covers(SERVICE_ENTRIES, service.path);
    return { ...nsx.base(service), entries: readEntries(nsx, service, 'service_entries', all ? entries : undefined, entries) };
  });
}

/**
 * Entries of a service or a rule. One of a type that is not known here leaves open what else is meant.
 *
 * @param all the entries; undefined where the export may lack some
 */
export function readEntries(
  nsx: NsxExport,
  owner: ApiObject,
  field: string,
  all: readonly Fields[] | undefined,
  some: readonly Fields[] = all ?? [],
): Blocks<ServiceEntry> {
  const entries = some.map((fields) => readEntry(nsx, owner, fields));
  const items = entries.filter((entry): entry is ServiceEntry => entry !== undefined);
  return all && items.length === all.length ? whole(items) : nsx.missing(owner, field, items);
}

function readEntry(nsx: NsxExport, owner: ApiObject, fields: Fields): ServiceEntry | undefined {
  const open = (field: string): Unknown => nsx.open(owner, field);
  const ports = (): { readonly destinationPorts: Blocks<Field<string>>; readonly sourcePorts: Blocks<Field<string>> } => ({
    destinationPorts: whole(fields.texts('destination_ports') ?? []),
    sourcePorts: whole(fields.texts('source_ports') ?? []),
  });
  const type = fields.text('resource_type');
  switch (type) {
    case 'L4PortSetServiceEntry': {
      const protocol = fields.text('l4_protocol');
      if (protocol !== 'TCP' && protocol !== 'UDP') throw fields.wrong('l4_protocol', 'one of TCP, UDP');
      return { kind: 'ports', protocol, ...ports() };
    }
    case 'ICMPTypeServiceEntry':
      return {
        kind: 'icmp',
        version: fields.text('protocol') ?? open('protocol'),
        type: fields.number('icmp_type') ?? null,
        code: fields.number('icmp_code') ?? null,
      };
    case 'IGMPTypeServiceEntry':
      return { kind: 'igmp' };
    case 'IPProtocolServiceEntry':
      return { kind: 'ip', protocol: fields.number('protocol_number') ?? open('protocol_number') };
    case 'EtherTypeServiceEntry':
      return { kind: 'ether', etherType: fields.number('ether_type') ?? open('ether_type') };
    case 'ALGTypeServiceEntry':
      return { kind: 'algorithm', algorithm: fields.text('alg') ?? open('alg'), ...ports() };
    case 'NestedServiceServiceEntry': {
      const path = fields.text('nested_service_path');
      return { kind: 'nested', service: path === undefined ? open('nested_service_path') : nsx.reference(path) };
    }
    case undefined:
      throw fields.wrong('resource_type', `the type of a service entry, such as ${SERVICE_ENTRIES[0]}`);
    default:
      return undefined;
  }
}

/** URL categories and reputations narrow a profile further; no field of the estate holds them, and a profile is never taken to let all through. */
export function readContextProfiles(nsx: NsxExport): ContextProfile[] {
  return nsx.found.of('PolicyContextProfile').map((profile) => {
    const attributes = profile.fields.objects('attributes');
    const values = (key: string): Blocks<Field<string>> =>
      nsx.list(
        profile,
        'attributes',
        attributes?.filter((one) => one.text('key') === key).flatMap((one) => one.texts('value') ?? []),
      );
    return { ...nsx.base(profile), applications: values('APP_ID'), domains: values('DOMAIN_NAME') };
  });
}
