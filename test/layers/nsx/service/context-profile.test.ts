import { TerraformVariable } from 'cdktf';
import { ContextProfile } from 'cdk-strata/nsx';
import { manager, Net, Space } from '../group/net';

describe('a context profile', () => {
  test('renders every prop', () => {
    const net = new Net();
    const profile = new ContextProfile(net, 'web', {
      name: 'web applications',
      description: 'What browsers speak',
      nsxTags: [{ scope: 'team', tag: 'web' }],
      nsxId: 'web',
      apps: [
        'HTTP2',
        { id: 'HTTP' },
        'HTTP2',
        { id: 'SSL', tlsVersions: ['SSL_V3'], tlsCipherSuites: ['TLS_RSA_WITH_AES_128_CBC_SHA'] },
        { id: 'CIFS', smbVersions: ['CIFS_V2'] },
      ],
      domainNames: ['*.example.com', '*.example.com'],
      urlCategories: ['Gambling'],
      customUrls: ['example.com/ledger'],
      customUrlPartialMatch: true,
    });
    expect(net.rendered('nsxt_policy_context_profile')).toMatchSnapshot();
    expect(profile.contextProfileName).toBe('web applications');
    expect(net.resolve(profile.contextProfilePath)).toBe('${nsxt_policy_context_profile.web.path}');
    expect(ContextProfile.isContextProfile(profile)).toBe(true);
    expect(ContextProfile.isContextProfile(undefined)).toBe(false);
  });

  test('is replaced ahead unless it has an id of its own, and lies where it stands in the tree', () => {
    const net = new Net();
    new ContextProfile(new Space(net, 'shop'), 'a', { apps: ['SSL'] });
    new ContextProfile(manager(net, 'edge', 'edge'), 'b', { domainNames: ['*.example.com'] });
    expect(Object.values(net.rendered('nsxt_policy_context_profile'))).toEqual([
      { display_name: 'b', provider: 'nsxt.edge', domain_name: { value: ['*.example.com'] }, lifecycle: { create_before_destroy: true } },
      { display_name: 'a', context: { project_id: 'shop' }, app_id: [{ value: ['SSL'] }], lifecycle: { create_before_destroy: true } },
    ]);
    expect(() => new ContextProfile(new Space(net, 'web', 'shop', 'web'), 'c', { apps: ['SSL'] })).toThrow('[lab/web/c] it lies in the VPC');
  });

  test('takes tokens', () => {
    const net = new Net();
    const text = new TerraformVariable(net, 'text', { type: 'string' }).stringValue;
    new ContextProfile(net, 'p', { apps: [text, { id: text, tlsVersions: [text] }], domainNames: [text] });
    expect(net.rendered('nsxt_policy_context_profile').p).toMatchObject({
      app_id: [{ value: ['${var.text}'] }, { value: ['${var.text}'], sub_attribute: { tls_version: ['${var.text}'] } }],
      domain_name: { value: ['${var.text}'] },
    });
  });

  test.each([
    ['[lab/p] it lists nothing; give at least one of apps', {}],
    ['[lab/p] it lists nothing', { apps: [], domainNames: [] }],
    ['[lab/p] apps must be a list, got "SSL"', { apps: 'SSL' as never }],
    ['[lab/p] apps[0] must not be empty', { apps: [''] }],
    ['[lab/p] apps[0] must be an object', { apps: [5 as never] }],
    ['[lab/p] apps[0].id must be a text', { apps: [{} as never] }],
    ['[lab/p] apps[0].tlsVersions[0] must not be empty', { apps: [{ id: 'SSL', tlsVersions: [''] }] }],
    ['[lab/p] domainNames must be a list', { domainNames: '*.example.com' as never }],
    ['[lab/p] customUrlPartialMatch is given without customUrls', { apps: ['SSL'], customUrlPartialMatch: true }],
  ])('is refused: %s', (message, props) => {
    expect(() => new ContextProfile(new Net(), 'p', props)).toThrow(message);
  });

  test('that exists is looked up, or known by its path', () => {
    const net = new Net();
    const profile = ContextProfile.fromLookup(net, 'ssl', { name: 'SSL' });
    ContextProfile.fromLookup(new Space(net, 'shop'), 'own', { name: 'ledger', shared: false });
    expect(Object.values(net.rendered('data.nsxt_policy_context_profile'))).toEqual([
      { display_name: 'ledger', context: { project_id: 'shop' } },
      { display_name: 'SSL' },
    ]);
    expect(profile.contextProfileName).toBe('SSL');
    expect(net.resolve(profile.contextProfilePath)).toBe('${data.nsxt_policy_context_profile.ssl.path}');
    expect(ContextProfile.fromAttributes(net, 'a', { contextProfilePath: '/infra/context-profiles/DNS', contextProfileName: 'DNS' })).toMatchObject({
      contextProfilePath: '/infra/context-profiles/DNS',
      contextProfileName: 'DNS',
    });
    expect(() => ContextProfile.fromAttributes(net, 'b', { contextProfilePath: 'DNS' })).toThrow('[lab/b] contextProfilePath must be a policy path');
  });
});
