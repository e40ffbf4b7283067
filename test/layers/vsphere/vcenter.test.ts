import { VsphereProvider } from '@cdktf/provider-vsphere/lib/provider';
import { TerraformStack, TerraformVariable, Testing } from 'cdktf';
import { Secret } from 'cdk-strata';
import { Datacenter, EsxiHost, VCenter } from 'cdk-strata/vsphere';

const secrets = { user: Secret.variable('vcenter_user'), password: Secret.variable('vcenter_password') };
const providerOf = (stack: TerraformStack): unknown => JSON.parse(Testing.synth(stack)).provider.vsphere;

test('a connection renders the provider, verifying certificates', () => {
  const stack = new TerraformStack(Testing.app(), 'stack');
  new VCenter(stack, 'vcenter', { server: 'vc.example.com', ...secrets });
  expect(providerOf(stack)).toEqual([
    { vsphere_server: 'vc.example.com', user: '${var.vcenter_user}', password: '${var.vcenter_password}', allow_unverified_ssl: false },
  ]);
});

test('a connection leaves to the environment what it is told to', () => {
  const stack = new TerraformStack(Testing.app(), 'stack');
  new VCenter(stack, 'vcenter', { server: 'vc.example.com', user: Secret.environment(), password: Secret.environment(), allowUnverifiedSsl: true });
  expect(providerOf(stack)).toEqual([{ vsphere_server: 'vc.example.com', allow_unverified_ssl: true }]);
});

test('the server may be a token', () => {
  const stack = new TerraformStack(Testing.app(), 'stack');
  const server = new TerraformVariable(stack, 'server', { type: 'string' });
  new VCenter(stack, 'vcenter', { server: server.stringValue, ...secrets });
  expect(providerOf(stack)).toMatchObject([{ vsphere_server: '${var.server}' }]);
});

test.each([
  [
    'https://vc.example.com/sdk',
    '[stack/vcenter] server must be a host name or an address, got "https://vc.example.com/sdk"; did you mean "vc.example.com"?',
  ],
  ['', '[stack/vcenter] server must not be empty, got ""'],
])('the server %j is refused', (server, message) => {
  const stack = new TerraformStack(Testing.app(), 'stack');
  expect(() => new VCenter(stack, 'vcenter', { server, ...secrets })).toThrow(message);
});

test('a stack has one connection', () => {
  const stack = new TerraformStack(Testing.app(), 'stack');
  new VCenter(stack, 'vcenter', { server: 'vc.example.com', ...secrets });
  expect(() => new VCenter(stack, 'other', { server: 'vc2.example.com', ...secrets })).toThrow(
    '[stack/other] the stack is connected to a vCenter already, by stack/vcenter; put what belongs to this one in a stack of its own',
  );
});

describe('a stack with constructs of vSphere and no connection', () => {
  const complaints = (stack: TerraformStack): string[] => stack.node.validate().filter((message) => message.includes('VCenter'));
  const build = (): TerraformStack => {
    const stack = new TerraformStack(Testing.app(), 'stack');
    const datacenter = new Datacenter(stack, 'dc');
    EsxiHost.fromLookup(stack, 'old', { hostname: 'old.example.com', datacenter });
    return stack;
  };

  test('is told to make one, once', () => {
    expect(complaints(build())).toEqual([
      "the stack has constructs of vSphere, such as stack/dc, and no connection to a vCenter; make a `new VCenter(this, 'vcenter', { server, user, password })` in it",
    ]);
    expect(() => Testing.synth(build(), true)).toThrow('new VCenter(this');
  });

  test('is content with a connection made later, or a raw provider', () => {
    const [ours, raw] = [build(), build()];
    new VCenter(ours, 'vcenter', { server: 'vc.example.com', ...secrets });
    new VsphereProvider(raw, 'provider', { user: 'u', password: 'p', vsphereServer: 'vc.example.com' });
    expect([ours, raw].flatMap((stack) => stack.node.validate())).toEqual([]);
  });

  test('needs none for what is only known by its id', () => {
    const stack = new TerraformStack(Testing.app(), 'stack');
    Datacenter.fromAttributes(stack, 'dc', { datacenterId: 'datacenter-2' });
    expect(stack.node.validate()).toEqual([]);
  });
});
