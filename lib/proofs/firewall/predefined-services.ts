import { isUnknown, type Service } from '../../estate';

/**
 * Services that NSX comes with, none of them for everything. Nobody can change or delete these
 * (https://docs.vmware.com/en/VMware-NSX-T-Data-Center/2.0/com.vmware.nsxt.admin.doc/GUID-B6AA9E5C-AD23-4629-8272-09C2EB686A77.html), and a
 * lookup fails where two have a name. The names are those of VMware's own modules, which look them up
 * (https://github.com/vmware-nsx/vcf-mgmt-wld-security/blob/main/services.tf), of the provider's documentation, and of exports, which say so of
 * each.
 */
const PREDEFINED: ReadonlySet<string> = new Set([
  'DHCP-Server',
  'DNS',
  'DNS-TCP',
  'DNS-UDP',
  'FTP',
  'HTTP',
  'HTTPS',
  'ICMP ALL',
  'ICMPv4-ALL',
  'LDAP',
  'LDAP-UDP',
  'LDAP-over-SSL',
  'Microsoft Active Directory V1',
  'NTP',
  'RDP',
  'SMB',
  'SMTP',
  'SMTP_TLS',
  'SNMP',
  'SSH',
  'Syslog (TCP)',
  'Syslog (UDP)',
]);

/** Whether a service of others is one that NSX comes with: these lie in the default space. */
export function isPredefined({ origin, space, name }: Service): boolean {
  return origin !== 'owned' && space === null && !isUnknown(name) && PREDEFINED.has(name);
}
