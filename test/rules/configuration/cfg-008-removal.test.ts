import { reference, unknown, type Estate, type ResourceInstance, type Value } from '../../../lib/estate';
import { nsx } from '../../../lib/rules/configuration/cfg-008-nsx';
import { Interval } from '../../../lib/units';
import { anEstate, aResource, aStack, STACK, token } from '../../support/estate';
import { judged, mends, outcomes, refutations, text } from '../../support/judge';

const site = (...resources: ResourceInstance[]): Estate => anEstate({ stacks: [aStack({ resources })] });
const path = (address: string, stack = STACK) => reference(stack, address, 'path');
const group = (change: Partial<ResourceInstance> = {}) => aResource('nsxt_policy_group', 'g', { display_name: 'web' }, change);
const policy = (of: Value, change: Partial<ResourceInstance> = {}) =>
  aResource('nsxt_policy_security_policy', 'fw', { rule: [{ source_groups: [of] }] }, change);
const FIRST = { createBeforeDestroy: true as const };
const NAMED = path('nsxt_policy_group.g');

describe('CFG-008 on what is removed', () => {
  test('a group that a policy names goes after the policy is changed', () => {
    expect(judged(nsx, site(group(FIRST), policy(NAMED)))).toEqual([
      { verdict: 'proved', subject: { path: 'site/g', stack: 'site', address: 'nsxt_policy_group.g', attribute: 'lifecycle' } },
    ]);
    const estate = site(group(), policy(NAMED));
    expect(refutations(nsx, estate).map((verdict) => text(verdict))).toEqual([
      [
        'group `web` cannot be removed or replaced: Terraform would delete it before what names it is changed',
        'named by: `site/fw`',
        'refused: by NSX: "cannot be deleted as either it has children or it is being referenced by other objects"',
        'source: https://github.com/vmware/terraform-provider-nsxt/issues/661',
        'mends it: `lifecycle { create_before_destroy = true }`',
      ],
    ]);
    expect(mends(nsx, estate)).toBe(1);
  });

  test('what says so says it for all that it depends on', () => {
    expect(outcomes(nsx, site(group(), policy(NAMED, FIRST)))).toEqual(['proved']);
    const inner = aResource('nsxt_policy_group', 'inner', { display_name: 'inner' });
    const outer = { ...group(), values: { criteria: [{ path_expression: [{ member_paths: [path('nsxt_policy_group.inner')] }] }] } };
    expect(outcomes(nsx, site(inner, outer, policy(NAMED, FIRST)))).toEqual(['proved', 'proved']);
    expect(outcomes(nsx, site(inner, outer, policy(NAMED)))).toEqual(['refuted', 'refuted']);
    const conditional = unknown('expression', '${var.on ? [nsxt_policy_group.g.path] : []}', `${STACK}/var.on`);
    expect(outcomes(nsx, site(group(), policy(NAMED), aResource('nsxt_policy_group', 'h', { x: conditional }, FIRST)))).toEqual(['proved']);
    expect(outcomes(nsx, site(group(), aResource('nsxt_policy_security_policy', 'fw', { rule: conditional })))).toEqual([]);
  });

  test('instances of one resource go together', () => {
    const keyed = (key: string) => ({ ...group(), address: `nsxt_policy_group.g["${key}"]`, key });
    expect(
      outcomes(
        nsx,
        site(
          keyed('a'),
          keyed('b'),
          policy(path('nsxt_policy_group.g["a"]')),
          policy(path('nsxt_policy_group.g["b"]'), { ...FIRST, address: 'nsxt_policy_security_policy.other' }),
        ),
      ),
    ).toEqual(['proved', 'proved']);
  });

  test.each<[string, ResourceInstance, Partial<{ severity: string }>]>([
    ['a service', aResource('nsxt_policy_service', 'g', {}), {}],
    ['a group of a VPC', aResource('nsxt_vpc_group', 'g', {}), {}],
    ['a context profile', aResource('nsxt_policy_context_profile', 'g', {}), { severity: 'warning' }],
    ['a DHCP server', aResource('nsxt_policy_dhcp_server', 'g', {}), { severity: 'warning' }],
  ])('is so of %s', (_, held, expected) => {
    const [verdict] = judged(nsx, site(held, policy(path(held.address))));
    expect(verdict).toMatchObject({ verdict: 'refuted', ...expected });
    if (!('severity' in expected)) expect(verdict).not.toHaveProperty('severity');
  });

  test('says nothing of what nothing names, or of what goes before it', () => {
    expect(judged(nsx, site(group()))).toEqual([]);
    expect(judged(nsx, site(group(), aResource('nsxt_policy_firewall_exclude_list_member', 'm', { member: NAMED })))).toEqual([]);
    expect(judged(nsx, site(group(), policy(path('nsxt_policy_group.g', 'other'))))).toEqual([]);
    expect(judged(nsx, site(group({ mode: 'data' }), policy(NAMED)))).toEqual([]);
    expect(judged(nsx, site(group({ instances: Interval.exactly(0) }), policy(NAMED)))).toEqual([]);
    expect(judged(nsx, site(aResource('nsxt_policy_tier1_gateway', 'g', {}), policy(path('nsxt_policy_tier1_gateway.g'))))).toEqual([]);
  });
});

describe('CFG-008 on the default project', () => {
  const within = (project: Value, type = 'nsxt_policy_service', change: Partial<ResourceInstance> = {}) =>
    site(aResource(type, 'x', { context: [{ project_id: project }] }, change));

  test('is named by what a VPC has only', () => {
    expect(refutations(nsx, within('default')).map((verdict) => text(verdict))).toEqual([
      [
        '`site/x` names the default project',
        'refused: by the provider: what lies outside of projects has no `context`',
        'source: https://github.com/vmware/terraform-provider-nsxt/pull/1660',
        'hint: no `context`',
      ],
    ]);
    for (const type of ['nsxt_vpc', 'nsxt_vpc_subnet', 'nsxt_policy_transit_gateway']) expect(judged(nsx, within('default', type))).toEqual([]);
    expect(judged(nsx, within('team'))).toEqual([]);
    expect(judged(nsx, within('default', 'nsxt_policy_service', { mode: 'data' }))).toEqual([]);
    expect(judged(nsx, within('default', 'nsxt_policy_service', { instances: Interval.exactly(0) }))).toEqual([]);
  });

  test('is undecided where a variable says the project', () => {
    expect(judged(nsx, within(token('project'))).map((verdict) => [verdict.subject, ...text(verdict)])).toEqual([
      [
        { path: 'site/x', stack: 'site', address: 'nsxt_policy_service.x', attribute: 'context' },
        'whether `site/x` names the default project',
        'because: its project is known only to whoever sets `site/var.project`',
        'decides it: a project of the app, or a literal id',
      ],
    ]);
    expect(judged(nsx, within(path('nsxt_policy_project.p')))).toEqual([]);
    expect(judged(nsx, within(unknown('computed', 'id', 'site/x')))).toEqual([]);
  });
});
