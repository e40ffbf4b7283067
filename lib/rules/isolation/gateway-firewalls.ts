import { isUnknown, type Estate, type Field, type GatewayPolicy, type ObjectId, type Tier0Gateway, type Tier1Gateway } from '../../estate';
import { all, exists, not, told, type Answer } from '../../proofs/firewall';
import { settingPremises } from '../left-out';
import { Mend } from '../mend';
import { subjectOf } from '../subjects';
import type { Undecided, Verdict } from '../verdict';
import { listed, quoted, quotedName } from '../wording';
import { doubtsText } from './firewall-words';

type Gateway = Tier0Gateway | Tier1Gateway;

/**
 * Rules of gateway firewalls are applied to gateways whose firewall is on. That a tier-1 without an edge cluster has none is CFG-008.
 * A VPC has its gateway by itself.
 */
export function* gatewayFirewalls(estate: Estate): Iterable<Verdict> {
  for (const policy of estate.nsx.gatewayPolicies) {
    if (policy.origin !== 'owned' || policy.instances.high === 0) continue;
    for (const [id, rules] of rulesByGateway(policy)) {
      const gateway = gatewayOf(estate, policy, id);
      if (gateway) yield decide(estate, policy, gateway, rules);
      else if (!isOfVpc(estate, id)) yield nowhere(estate, policy, id);
    }
    yield* openScopes(policy);
  }
}

type Rules = GatewayPolicy['rules']['items'];

/** Where the rules of a policy are applied, those that are switched off left out. */
function rulesByGateway({ rules }: GatewayPolicy): Map<ObjectId, Rules> {
  const found = new Map<ObjectId, Rules>();
  for (const rule of rules.items) {
    if (rule.disabled === true) continue;
    for (const id of new Set(rule.appliedTo.ids)) found.set(id, [...(found.get(id) ?? []), rule]);
  }
  return found;
}

/** The gateway that an id names, or that has the interface at a path: that lies below its own. */
function gatewayOf({ nsx }: Estate, { manager }: GatewayPolicy, id: ObjectId): Gateway | undefined {
  const isOf = (gateway: Gateway): boolean =>
    gateway.id === id || (isBelow(id, gateway.policyPath) && JSON.stringify(gateway.manager).toLowerCase() === JSON.stringify(manager).toLowerCase());
  return nsx.tier1Gateways.find(isOf) ?? nsx.tier0Gateways.find(isOf);
}

function isBelow(id: ObjectId, path: Field<string>): boolean {
  return !isUnknown(path) && (id === path || id.startsWith(`${path}/`));
}

function isOfVpc({ nsx }: Estate, id: ObjectId): boolean {
  return nsx.vpcs.some((vpc) => vpc.id === id || isBelow(id, vpc.policyPath));
}

/** NSX takes a path of anything: what is there, and whether its firewall is on, nobody knows. */
function nowhere({ nsx }: Estate, policy: GatewayPolicy, id: ObjectId): Undecided {
  const isHidden = [...nsx.tier1Gateways, ...nsx.tier0Gateways].some(({ policyPath }) => isUnknown(policyPath));
  return {
    verdict: 'undecided',
    subject: subjectOf(policy),
    key: `gateway:${id}`,
    message: `whether policy ${quotedName(policy)} is enforced on ${quoted(id)}`,
    reason: isHidden
      ? 'no gateway is known to be at that path or above it, and the paths of some are not known'
      : 'the estate has no gateway at that path or above it',
    decidedBy: "the gateway in the manager's export, or one of the app",
  };
}

function decide(estate: Estate, policy: GatewayPolicy, gateway: Gateway, rules: Rules): Verdict {
  const name = `policy ${quotedName(policy)}`;
  const what = `${'advertised' in gateway ? 'tier-1' : 'tier-0'} gateway ${quotedName(gateway)}`;
  const about = { subject: subjectOf(policy), key: `gateway:${gateway.id}`, premises: settingPremises(estate, gateway, ['enable_firewall']) };
  const isOff = told(gateway.firewall, `whether the firewall of ${what} is on`, (on) => !on);
  const isSwitched = (disabled: Rules[number]['disabled']): Answer => not(told(disabled, `whether a rule of ${name} is switched off`, (off) => off));
  const enabled = rules.some(({ disabled }) => disabled === false) ? [] : rules.slice(0, 1).map(({ disabled }) => isSwitched(disabled));
  const fault = all([isOff, exists(policy), exists(gateway), ...enabled]);
  if (fault.is === 'no') return { verdict: 'proved', subject: about.subject, premises: about.premises };
  if (fault.is === 'maybe') {
    return {
      ...about,
      verdict: 'undecided',
      message: `whether ${name} is enforced on ${what}`,
      reason: doubtsText(fault.doubts),
      decidedBy: gateway.origin === 'owned' ? 'a literal `enable_firewall`' : "the gateway in the manager's export, or one of the app",
    };
  }
  const isHarmless = rules.every(({ action }) => action === 'ALLOW');
  const kind = 'advertised' in gateway ? 'tier1Gateways' : 'tier0Gateways';
  return {
    ...about,
    ...(isHarmless && { severity: 'warning' as const }),
    verdict: 'refuted',
    message: `${name} is not enforced on ${what}, whose firewall is off`,
    witness: [{ label: 'rules', text: listed(rules.map((rule) => quoted(isUnknown(rule.name) ? rule.key : rule.name))) }],
    remedies:
      gateway.origin === 'owned'
        ? [{ text: `\`enable_firewall = true\` for ${what}`, mend: Mend.change(kind, gateway.id, { firewall: true }) }]
        : [{ text: `a word with whoever owns ${what}` }],
  };
}

/** A token says where a rule is applied. */
function openScopes(policy: GatewayPolicy): Undecided[] {
  const open = policy.rules.items.find(({ disabled, appliedTo }) => disabled !== true && !appliedTo.complete);
  if (!open && policy.rules.complete) return [];
  const unknown = open ? open.appliedTo.unknown : policy.rules.unknown;
  const about = open ? `what a rule of policy ${quotedName(policy)} is applied to` : `which rules policy ${quotedName(policy)} has`;
  return [
    {
      verdict: 'undecided',
      subject: subjectOf(policy),
      key: 'gateways',
      message: `whether policy ${quotedName(policy)} is enforced on every gateway that it is applied to`,
      reason: doubtsText([{ about, ...(unknown && { unknown }) }]),
      decidedBy: 'literal rules with literal gateways',
    },
  ];
}
