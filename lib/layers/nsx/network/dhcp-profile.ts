import type { IConstruct } from 'constructs';

/** A DHCP profile of NSX: a server, or a relay to servers elsewhere. */
export interface IDhcpProfile extends IConstruct {
  /** Policy path, such as `/infra/dhcp-server-configs/lab`. */
  readonly dhcpConfigPath: string;
  /** Undefined where nobody said. */
  readonly dhcpType?: 'server' | 'relay';
}
