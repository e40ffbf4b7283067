import { Token } from 'cdktf';
import { DefaultFirewall, type DefaultFirewallProps, DefaultGatewayFirewall, type DefaultGatewayFirewallProps } from 'cdk-strata/nsx';
import { manager, Space } from '../group/net';
import { Wall } from './wall';

const TYPE = 'nsxt_policy_predefined_security_policy';
const GATEWAY_TYPE = 'nsxt_policy_predefined_gateway_policy';

describe('DefaultFirewall', () => {
  test('sets the default rule of layer 3', () => {
    const wall = new Wall();
    const firewall = new DefaultFirewall(wall, 'default', { layer3: 'drop', logged: true });
    expect(wall.only(TYPE)).toEqual({
      default_rule: { action: 'DROP', logged: true },
      path: '${data.nsxt_policy_security_policy.default_layer3-section_3F0164CA.path}',
    });
    expect(wall.only('data.nsxt_policy_security_policy')).toEqual({ category: 'Application', is_default: true });
    expect([DefaultFirewall.isDefaultFirewall(firewall), DefaultFirewall.isDefaultFirewall(wall), firewall.layer2]).toEqual([true, false, undefined]);
  });

  test('sets both, in a project', () => {
    const wall = new Wall();
    new DefaultFirewall(new Space(wall, 'shop'), 'default', { layer3: 'reject', layer2: 'allow', logLabel: 'last' });
    expect(wall.rendered(TYPE)).toMatchSnapshot();
    expect(wall.rendered('data.nsxt_policy_security_policy')).toMatchSnapshot();
  });

  test('is set once in a space of a manager', () => {
    const wall = new Wall();
    new DefaultFirewall(wall, 'a', { layer3: 'drop' });
    expect(() => new DefaultFirewall(wall, 'b', { layer3: 'drop' })).toThrow(
      '[lab/b] the default rule of layer3 is set by lab/a already; say it there',
    );
    expect(() => new DefaultFirewall(wall, 'c', { layer2: 'drop' })).not.toThrow();
    expect(() => new DefaultFirewall(new Space(wall, 'shop'), 'd', { layer3: 'drop' })).not.toThrow();
    expect(() => new DefaultFirewall(manager(wall, 'edge', 'edge'), 'e', { layer3: 'drop' })).not.toThrow();
  });

  test.each<[string, DefaultFirewallProps]>([
    ["layer3 or layer2 must be given, got neither; give one such as `layer3: 'drop'`", {}],
    ['layer3 must be one of "allow", "drop", "reject", got "deny"', { layer3: 'deny' as never }],
    ['layer2 must be one of "allow", "drop", got "reject"', { layer2: 'reject' as never }],
    ['logged must be one of true, false, got 1', { layer3: 'drop', logged: 1 as never }],
    ['logLabel must not be empty', { layer3: 'drop', logLabel: '' }],
  ])('is refused: %s', (message, props) => {
    expect(() => new DefaultFirewall(new Wall(), 'default', props)).toThrow(`[lab/default] ${message}`);
  });

  test('is refused in a VPC', () => {
    expect(() => new DefaultFirewall(new Space(new Wall(), 'web', 'shop', 'web'), 'x', { layer3: 'drop' })).toThrow(
      'default rules of the distributed firewall are not made in a VPC, and this one is, in lab/web; give the policies of the VPC a default instead',
    );
  });
});

describe('DefaultGatewayFirewall', () => {
  test('sets the default rule of each of its gateways', () => {
    const wall = new Wall();
    const gateways = [wall.tier1(), wall.tier1(undefined, 't2')];
    const firewall = new DefaultGatewayFirewall(wall, 'default', { gateways, action: 'drop', logged: true, logLabel: Token.asString({ x: 1 }) });
    expect(wall.only(GATEWAY_TYPE)).toMatchSnapshot();
    expect(wall.only('data.nsxt_policy_gateway_policy')).toEqual({ category: 'Default' });
    expect([DefaultGatewayFirewall.isDefaultGatewayFirewall(firewall), DefaultGatewayFirewall.isDefaultGatewayFirewall(wall)]).toEqual([true, false]);
  });

  test('finds the policy by its name, in a project', () => {
    const wall = new Wall();
    const shop = new Space(wall, 'shop');
    const t1 = wall.tier1(undefined, 't1', shop);
    new DefaultGatewayFirewall(shop, 'default', { gateways: [t1], action: 'reject', policyName: 'Policy_Default_Infra' });
    const context = { project_id: 'shop' };
    expect(wall.only('data.nsxt_policy_gateway_policy')).toEqual({ category: 'Default', context, display_name: 'Policy_Default_Infra' });
    expect(wall.only(GATEWAY_TYPE)).toMatchObject({ context, default_rule: [{ action: 'REJECT', logged: false }] });
  });

  test.each<[string, Partial<DefaultGatewayFirewallProps>]>([
    ['gateways must be a list of at least one', { gateways: [] }],
    ['action must be one of "allow", "drop", "reject", got undefined', { action: undefined as never }],
    ['policyName must not be empty', { policyName: '' }],
    ['logged must be one of', { logged: 'x' as never }],
  ])('is refused: %s', (message, props) => {
    const wall = new Wall();
    expect(() => new DefaultGatewayFirewall(wall, 'default', { gateways: [wall.tier1()], action: 'drop', ...props })).toThrow(
      `[lab/default] ${message}`,
    );
  });

  test('is refused twice, and in a VPC', () => {
    const wall = new Wall();
    const props = { gateways: [wall.tier1()], action: 'drop' } as const;
    new DefaultGatewayFirewall(wall, 'a', props);
    expect(() => new DefaultGatewayFirewall(wall, 'b', props)).toThrow('the default rules of gateways are set by lab/a already');
    expect(() => new DefaultGatewayFirewall(wall, 'c', { ...props, policyName: 'other' })).not.toThrow();
    expect(() => new DefaultGatewayFirewall(new Space(wall, 'web', 'shop', 'web'), 'd', props)).toThrow(
      'default rules of gateways are not made in a VPC',
    );
  });
});
