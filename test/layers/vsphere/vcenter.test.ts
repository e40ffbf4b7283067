import { TerraformStack, TerraformVariable, Testing } from 'cdktf';
import { Secret } from 'cdk-strata';
import { VCenter } from 'cdk-strata/vsphere';

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
