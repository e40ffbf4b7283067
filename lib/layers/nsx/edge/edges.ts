import { enclosingProjectContext } from '../space';
import type { IGateway } from './igateway';
import { Tier1Gateway } from './tier1-gateway';

/**
 * Whether a gateway is known to have no edges: a tier-1 has a service router, for NAT and its firewall, on an edge cluster only (NSX
 * Administration Guide, "Add a Tier-1 Gateway").
 */
export function lacksEdges(gateway: IGateway): boolean {
  if (!Tier1Gateway.isTier1Gateway(gateway)) return false;
  const { edgeClusterPathInput, localeServiceInput } = gateway.resource;
  return edgeClusterPathInput === undefined && localeServiceInput === undefined;
}

/** What to do about it. */
export function giveEdges(gateway: IGateway): string {
  const inProject = enclosingProjectContext(gateway).context !== undefined;
  return inProject ? "give it edgeCluster, since the manager's holds in no project" : 'give it edgeCluster, or name one in the NsxManager';
}
