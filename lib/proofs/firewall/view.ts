import {
  isUnder,
  isUnknown,
  unknown,
  type Estate,
  type Field,
  type FirewallExclusion,
  type Group,
  type NsxObject,
  type ObjectId,
  type SecurityPolicy,
  type Segment,
  type Unknown,
} from '../../estate';
import { endpointsOf, type Endpoint } from './endpoints';
import { answer, maybe, named, YES, type Answer } from './answer';

/** What the estate knows of the distributed firewall of one NSX manager. */
export interface FirewallView {
  readonly estate: Estate;
  readonly manager: Field<string>;
  readonly endpoints: readonly Endpoint[];
  readonly endpoint: ReadonlyMap<ObjectId, Endpoint>;
  readonly groups: ReadonlyMap<ObjectId, Group>;
  readonly segments: ReadonlyMap<ObjectId, Segment>;
  /** Those of the manager, and those of which a token says the manager. */
  readonly policies: readonly SecurityPolicy[];
  readonly exclusions: readonly FirewallExclusion[];
  /** Whether what others own there is recorded. */
  readonly isRecorded: boolean;
  /** What may hold rules, groups and tags of the app that nobody sees. */
  readonly hidden?: Unknown;
}

export function viewOf(estate: Estate, manager: Field<string>): FirewallView {
  const { nsx } = estate;
  const mayBeOn = (object: NsxObject): boolean => isOn(manager, object).is !== 'no';
  const hidden = opaqueModule(estate, manager);
  const endpoints = endpointsOf(estate, manager, hidden);
  return {
    estate,
    manager,
    endpoints,
    endpoint: new Map(endpoints.flatMap((each) => each.ids.map((id) => [id, each]))),
    groups: new Map(nsx.groups.map((each) => [each.id, each])),
    segments: new Map(nsx.segments.map((each) => [each.id, each])),
    policies: nsx.securityPolicies.filter(mayBeOn),
    exclusions: nsx.firewallExclusions.filter(mayBeOn),
    isRecorded: !isUnknown(manager) && estate.recordedManagers.some((each) => each.toLowerCase() === manager.toLowerCase()),
    ...(hidden && { hidden }),
  };
}

/** Whether an object is one of a manager's. One unknown manager is itself. */
export function isOn(manager: Field<string>, object: NsxObject): Answer {
  if (!isUnknown(manager) && !isUnknown(object.manager)) return answer(manager.toLowerCase() === object.manager.toLowerCase());
  if (JSON.stringify(manager) === JSON.stringify(object.manager)) return YES;
  return maybe(`which NSX manager has ${named(object)}`, isUnknown(object.manager) ? object.manager : (manager as Unknown));
}

/** The first module that may have a provider of the manager, and that nobody vouches for. */
function opaqueModule(estate: Estate, manager: Field<string>): Unknown | undefined {
  const vouched = estate.premises
    .filter(({ id, kind }) => kind === 'assumed' && id.startsWith('no-policy-in:'))
    .flatMap(({ subject }) => subject ?? []);
  for (const { modules, providers } of estate.terraform.stacks) {
    for (const call of modules) {
      if (call.instances.high === 0 || vouched.some((scope) => call.path !== undefined && isUnder(call.path, scope))) continue;
      const ofNsx = providers.filter(({ key, type }) => type === 'nsxt' && (call.providers === null || call.providers.includes(key)));
      // One that is handed no providers may set one up by itself, or by the environment.
      const mayReach = ofNsx.length === 0 ? call.providers === null : ofNsx.some(({ identity }) => mayBeHost(identity, manager));
      if (mayReach) return unknown('module', `module.${call.name}`, `${call.stack}/module.${call.name}`);
    }
  }
  return undefined;
}

function mayBeHost(a: Field<string>, b: Field<string>): boolean {
  return isUnknown(a) || isUnknown(b) || a.toLowerCase() === b.toLowerCase();
}
