import { cidrOf } from './addresses';
import type { Span } from './addresses';
import { text, texts } from './state';
import type { NsxObject, State } from './state';

/** The networks of an address block. */
export function blockSpans(block: NsxObject): Span[] {
  return [text(block, 'cidr'), ...texts(block, 'cidrs')].flatMap((cidr) => (cidr === undefined ? [] : (cidrOf(cidr) ?? [])));
}

/** What is carved out of a block already. */
export function carvedFrom(block: string, state: State): Span[] {
  const subnets = state.ofType('IpAddressPoolBlockSubnet').filter((subnet) => subnet.ip_block_path === block);
  return subnets.flatMap((subnet) => cidrOf(text(subnet, 'cidr') ?? '') ?? []);
}
