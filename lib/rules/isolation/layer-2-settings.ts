import type { NetworkSecurity } from '../../estate';

/** One of the three things that a network accepts or refuses. */
export interface Setting {
  readonly of: keyof NetworkSecurity;
  readonly attribute: string;
  readonly name: string;
}

export const SETTINGS: readonly Setting[] = [
  { of: 'promiscuous', attribute: 'allow_promiscuous', name: 'promiscuous mode' },
  { of: 'forgedTransmits', attribute: 'allow_forged_transmits', name: 'forged transmits' },
  { of: 'macChanges', attribute: 'allow_mac_changes', name: 'MAC changes' },
];
