import type { Body } from './values';

/** Values that a context profile may hold: a part of those NSX lists. The provider asks for them before it makes a profile. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  APP_ID: ['ACTIVDIR', 'DNS', 'FTP', 'HTTP', 'HTTP2', 'LDAP', 'MYSQL', 'NTP', 'POSTGRES', 'RDP', 'SMTP', 'SSH', 'SSL'],
  DOMAIN_NAME: ['*.microsoft.com', '*.office.com', '*-myfiles.sharepoint.com'],
  URL_CATEGORY: ['Abortion', 'Business and Economy', 'Computer and Internet Info', 'Gambling', 'Malware Sites'],
  CUSTOM_URL: [],
};

/** Source: vcf-nsx context_profiles_client, `GET /infra/context-profiles/attributes?attribute_key=`: a list of PolicyContextProfile attributes. */
export function contextAttributes(key: string | null): Body[] {
  const keys = key === null ? Object.keys(KNOWN) : [key];
  return [{ resource_type: 'PolicyContextProfile', attributes: keys.map((each) => ({ key: each, datatype: 'STRING', value: KNOWN[each] ?? [] })) }];
}
