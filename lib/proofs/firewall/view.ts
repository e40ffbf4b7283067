import {
  inside,
  isUnknown,
  mayBeServer,
  templatesIn,
  opaqueModulesOf,
  type Estate,
  type Field,
  type FirewallGap,
  type FirewallExclusion,
  type Group,
  type NsxObject,
  type ObjectId,
  type SecurityPolicy,
  type Segment,
  type Unknown,
  type VirtualMachine,
} from '../../estate';
import { endpointsOf, type Endpoint } from './endpoints';
import { answer, maybe, named, YES, type Answer } from './answer';

/** What the estate knows of the distributed firewall of one NSX manager. */
export interface FirewallView {
  readonly estate: Estate;
  readonly manager: Field<string>;
  readonly endpoints: readonly Endpoint[];
  /** VMs of others that are looked up to be cloned, and for nothing else that the firewall asks for: no endpoints. */
  readonly templates: readonly VirtualMachine[];
  readonly endpoint: ReadonlyMap<ObjectId, Endpoint>;
  readonly groups: ReadonlyMap<ObjectId, Group>;
  readonly segments: ReadonlyMap<ObjectId, Segment>;
  /** Those of the manager, and those of which a token says the manager. */
  readonly policies: readonly SecurityPolicy[];
  readonly exclusions: readonly FirewallExclusion[];
  /** Whether what others own there is recorded. */
  readonly isRecorded: boolean;
  /** Why it is not, as far as records say. One that says that the firewall is off comes first. */
  readonly gaps: readonly FirewallGap[];
  /** What may hold rules, groups and tags of the app that nobody sees. */
  readonly hidden?: Unknown;
}

export function viewOf(estate: Estate, manager: Field<string>): FirewallView {
  const { nsx } = estate;
  const mayBeOn = (object: NsxObject): boolean => isOn(manager, object).is !== 'no';
  const hidden = opaqueModule(estate, manager);
  const isManager = (host: string): boolean => !isUnknown(manager) && host.toLowerCase() === manager.toLowerCase();
  const gaps = (estate.firewallGaps ?? []).filter((gap) => isManager(gap.manager));
  const known = endpointsOf(estate, manager, hidden);
  const templates = new Set(known.flatMap(({ object }) => (isTemplate(estate, object) ? [object] : [])));
  const endpoints = known.filter(({ object }) => !templates.has(object as VirtualMachine));
  return {
    estate,
    manager,
    endpoints,
    templates: [...templates],
    endpoint: new Map(known.flatMap((each) => each.ids.map((id) => [id, each]))),
    groups: new Map(nsx.groups.map((each) => [each.id, each])),
    segments: new Map(nsx.segments.map((each) => [each.id, each])),
    policies: nsx.securityPolicies.filter(mayBeOn),
    exclusions: nsx.firewallExclusions.filter(mayBeOn),
    isRecorded: estate.recordedManagers.some(isManager),
    gaps: [...gaps.filter(({ is }) => is === 'off'), ...gaps.filter(({ is }) => is !== 'off')],
    ...(hidden && { hidden }),
  };
}

/** What a tenant names, the app tags or a record has on a segment is used as a VM that runs. */
function isTemplate({ terraform, tenants, nsx }: Estate, object: Endpoint['object']): object is VirtualMachine {
  const clones = templatesIn(terraform);
  if (object.origin !== 'looked-up' || !('networks' in object) || clones.size === 0) return false;
  if (!object.addresses.some(({ stack, address }) => clones.has(`${stack}/${address}`))) return false;
  const isUsed = nsx.nsxMachines.some(({ machine, origin, segments }) => machine === object.id && (origin === 'owned' || segments.ids.length > 0));
  return !isUsed && !tenants.some(({ machines }) => machines.ids.includes(object.id));
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
