import type { Construct } from 'constructs';
import { got } from '../../check';
import { ConstructError } from '../../construct-error';
import { checkGateway } from '../edge/check-gateway';
import { giveEdges, lacksEdges } from '../edge/edges';
import type { IGateway } from '../edge/igateway';
import { Tier1Gateway } from '../edge/tier1-gateway';
import { enclosingProjectContext, checkSameProject, spaceOf } from '../space';

/**
 * Gateways whose firewall is meant, each once.
 *
 * @throws when there is none, one is of another project, a tier-0 in a project, or a tier-1 that is known to enforce nothing
 */
export function firewallGateways(policy: Construct, gateways: readonly IGateway[]): IGateway[] {
  if (!Array.isArray(gateways) || gateways.length === 0) {
    throw new ConstructError(policy, `gateways must be a list of at least one, got ${got(gateways)}; write \`[t1]\`, also around a single one`);
  }
  const list = (gateways as readonly IGateway[]).map((gateway, index) => firewallGateway(policy, `gateways[${index}]`, gateway));
  return [...new Set(list)];
}

function firewallGateway(policy: Construct, what: string, value: IGateway): IGateway {
  const gateway = checkGateway(policy, what, value);
  if (gateway.tier === 0 && enclosingProjectContext(policy).context !== undefined) {
    throw new ConstructError(
      policy,
      `${what} is ${gateway.node.path}, a tier-0, which lies in no project, and this is of ${spaceOf(policy)!.node.path}; make the policy outside, or give a tier-1 of the project`,
    );
  }
  checkSameProject(policy, what, gateway, gateway.gatewayPath);
  checkEnforced(policy, what, gateway);
  return gateway;
}

function checkEnforced(policy: Construct, what: string, gateway: IGateway): void {
  if (lacksEdges(gateway)) {
    throw new ConstructError(
      policy,
      `${what} is ${gateway.node.path}, which has no edge cluster, and without one a tier-1 enforces nothing; ${giveEdges(gateway)}`,
    );
  }
  if (!Tier1Gateway.isTier1Gateway(gateway) || gateway.resource.enableFirewallInput !== false) return;
  throw new ConstructError(policy, `${what} is ${gateway.node.path}, whose firewall is off; leave out its \`firewall: false\``);
}
