import {
  isUnknown,
  unknown,
  type Field,
  type FirewallRule,
  type ObjectId,
  type Project,
  type SecurityPolicy,
  type Segment,
  type Vpc,
} from '../../estate';
import { named } from './answer';
import { isOn, type FirewallView } from './view';

/**
 * Policies of projects and VPCs that neither the app nor a record shows. NSX puts one at the end of each: that of a project drops the rest,
 * that of a VPC drops what comes in and lets out the rest; whether it is active depends on the licence. Of a project or VPC that the app does
 * not make, others may have policies too: they are recorded if that of NSX is, which ends their list. So may they in one that only a
 * segment names, by an id that no object of the estate has, or by a token.
 */
export function unseenPolicies(view: FirewallView): readonly SecurityPolicy[] {
  const { projects, vpcs } = view.estate.nsx;
  const ended = new Set(
    view.policies.filter(({ isDefault, category }) => isDefault === true && category === 'Application').map(({ space }) => space),
  );
  const isOpen = (space: Project | Vpc): boolean => !ended.has(space.id) && isOn(view.manager, space).is !== 'no';
  return [
    ...projects.filter(isOpen).flatMap((project) => {
      if (project.origin !== 'owned') return [ofOthers(project, 'project')];
      return project.defaultFirewallRules === false ? [] : [byNsx(project, 'project', [{ action: 'DROP' }])];
    }),
    ...vpcs.filter(isOpen).map((vpc) => {
      if (vpc.origin !== 'owned') return ofOthers(vpc, 'VPC');
      return byNsx(vpc, 'VPC', [{ action: 'ALLOW', direction: 'OUT' }, { action: 'DROP' }]);
    }),
    ...[...view.segments.values()]
      .filter((segment) => isUnknown(segment.space))
      .map((segment) => ({ ...ofOthers(segment, 'the project of segment'), appliedTo: { ids: [segment.id], complete: true } })),
  ];
}

function byNsx(space: Project | Vpc, kind: string, rules: readonly Partial<FirewallRule>[]): SecurityPolicy {
  const name = `default rules of ${kind} ${plain(space)}`;
  const disabled = unknown('data-source', 'default-layer3-section', hostOf(space.manager));
  const items = rules.map((rule, i) => ({ ...ANY, name, ...rule, key: `${name} ${i}`, id: `${space.id}#default`, sequence: i, disabled }));
  return { ...policyOf(space, name), category: 'Application', sequence: 0, isDefault: true, rules: { items, complete: true } };
}

function ofOthers(space: Project | Vpc | Segment, kind: string): SecurityPolicy {
  const open = unknown('data-source', 'security-policies', hostOf(space.manager));
  const policy = policyOf(space, `policies of ${kind} ${plain(space)}`);
  return { ...policy, category: open, sequence: open, isDefault: false, rules: { items: [], complete: false, unknown: open } };
}

type Rest = 'category' | 'sequence' | 'isDefault' | 'rules';

function policyOf(space: Project | Vpc | Segment, name: string): Omit<SecurityPolicy, Rest> {
  const { addresses, instances, manager } = space;
  return {
    id: `${space.id}#${name}`,
    name,
    addresses,
    instances,
    manager,
    origin: 'surroundings',
    policyPath: unknown('data-source', 'path', space.id),
    space: 'subnets' in space ? space.space : space.id,
    tags: NONE,
    appliedTo: NOBODY,
    stateful: true,
    tcpStrict: true,
    locked: false,
    connectivity: null,
  };
}

function plain(space: Project | Vpc | Segment): string {
  return named(space).slice(1, -1);
}

function hostOf(manager: Field<string>): string {
  return isUnknown(manager) ? manager.$unknown.knownBy : manager;
}

const NOBODY = { ids: [] as readonly ObjectId[], complete: true };
const NONE = { items: [], complete: true };
const ANYONE = { groups: NOBODY, addresses: NONE, excluded: false };
const ANY = {
  action: 'DROP',
  sources: ANYONE,
  destinations: ANYONE,
  services: { services: NOBODY, entries: NONE },
  profiles: NOBODY,
  appliedTo: NOBODY,
  direction: 'IN_OUT',
  ipVersion: 'IPV4_IPV6',
  logged: false,
} as const;
