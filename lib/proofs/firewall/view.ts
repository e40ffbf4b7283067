import {
  inside,
  isUnknown,
  mayBeServer,
  opaqueModulesOf,
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

/** The first module that may talk to the manager, and that nobody vouches for. */
function opaqueModule(estate: Estate, manager: Field<string>): Unknown | undefined {
  const found = opaqueModulesOf(estate, 'nsxt').find(({ servers }) => servers.some((server) => mayBeServer(server, manager)));
  return found && inside(found.call);
}
