/** Objects of their own that are written and read within another, as items of one of its attributes. */
interface Embedded {
  readonly attribute: string;
  readonly collection: string;
  readonly type: string;
}

/** By type of the object they are in. Source: vcf-nsx SecurityPolicy.rules, GatewayPolicy.rules, Service.service_entries. */
export const EMBEDDED: Readonly<Record<string, Embedded>> = {
  SecurityPolicy: { attribute: 'rules', collection: 'rules', type: 'Rule' },
  GatewayPolicy: { attribute: 'rules', collection: 'rules', type: 'Rule' },
  Service: { attribute: 'service_entries', collection: 'service-entries', type: 'ServiceEntry' },
};
