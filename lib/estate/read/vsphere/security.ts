import type { NetworkSecurity } from '../../vsphere';
import type { Source } from '../attributes';
import type { Reading } from './reading';

/**
 * What is stated of a network's security, or what the provider takes for what is left out. Of a distributed network that is
 * nothing: a port group takes over what its switch has when it is made, and is kept at that by every later apply.
 */
export function securityOf({ reader }: Reading, source: Source): NetworkSecurity {
  return {
    promiscuous: reader.boolean(source, 'allow_promiscuous'),
    forgedTransmits: reader.boolean(source, 'allow_forged_transmits'),
    macChanges: reader.boolean(source, 'allow_mac_changes'),
  };
}
