import type { Construct } from 'constructs';
import { ConstructError } from '../../construct-error';
import type { IGateway } from '../edge/igateway';
import { ContextProfile } from '../service/context-profile';
import type { IContextProfile } from '../service/iservice';

/**
 * Context profiles of a rule of the gateway firewall (NSX 4.1 Administration Guide, "Layer 7 Firewall Rule Workflow": "Context profiles are not
 * supported on tier-0 gateway firewall policy", "Gateway firewall rules do not support the use of FQDN attributes or other sub attributes
 * in context profiles").
 *
 * @throws when a gateway is a tier-0, or a profile is known to list domain names or to narrow an application
 */
export function checkGatewayProfiles(policy: Construct, what: string, profiles: readonly IContextProfile[], gateways: readonly IGateway[]): void {
  if (profiles.length === 0) return;
  const tier0 = gateways.find(({ tier }) => tier === 0);
  if (tier0 !== undefined) {
    throw new ConstructError(
      policy,
      `${what} has profiles, which NSX supports on no tier-0, and ${tier0.node.path} is one; leave them out, or make the policy for a tier-1`,
    );
  }
  profiles.forEach((profile, index) => {
    const fault = faultOf(profile);
    if (fault === undefined) return;
    throw new ConstructError(
      policy,
      `${what}: profiles[${index}] is ${profile.node.path}, which ${fault}, and the gateway firewall knows applications only; say it in a \`FirewallPolicy\``,
    );
  });
}

function faultOf(profile: IContextProfile): string | undefined {
  if (!ContextProfile.isContextProfile(profile)) return undefined;
  const { domainNameInput, appIdInput } = profile.resource;
  if (domainNameInput !== undefined) return 'lists domain names';
  const isNarrowed = Array.isArray(appIdInput) && appIdInput.some(({ subAttribute }) => subAttribute !== undefined);
  return isNarrowed ? 'narrows an application' : undefined;
}
