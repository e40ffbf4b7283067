import { VsphereProvider } from '@cdktf/provider-vsphere/lib/provider';
import { Duration } from 'cdk8s';
import { TerraformStack, TerraformVariable, Testing } from 'cdktf';
import { Construct } from 'constructs';
import { Secret } from 'cdk-strata';
import { Datacenter, Datastore, EsxiHost, Folder, MINIMUM_PROVIDER_VERSION, VCenter, type VCenterProps } from 'cdk-strata/vsphere';

const secrets = { user: Secret.variable('vcenter_user'), password: Secret.variable('vcenter_password') };
const providerOf = (stack: TerraformStack): unknown => JSON.parse(Testing.synth(stack)).provider.vsphere;
const connect = (scope: Construct, id: string, props: Partial<VCenterProps> = {}): VCenter =>
  new VCenter(scope, id, { server: `${id}.example.com`, ...secrets, ...props });

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

test('a connection keeps sessions and waits as long as it is told', () => {
  const stack = new TerraformStack(Testing.app(), 'stack');
  connect(stack, 'vc', { persistSession: true, apiTimeout: Duration.hours(1) });
  expect(providerOf(stack)).toMatchObject([{ persist_session: true, api_timeout: 60 }]);
  expect(() => connect(new TerraformStack(Testing.app(), 'stack'), 'vc', { apiTimeout: Duration.seconds(90) })).toThrow(
    '[stack/vc] apiTimeout must be a whole number of minutes of at least 1, got 1 minute 30 seconds',
  );
});

describe('the version of the provider', () => {
  const required = (stack: TerraformStack): unknown => JSON.parse(Testing.synth(stack)).terraform.required_providers;

  test('is what the constructs need, or a later one of the same major version', () => {
    const stack = new TerraformStack(Testing.app(), 'stack');
    connect(stack, 'vc');
    connect(stack, 'other', { alias: 'other' });
    expect(required(stack)).toEqual({ vsphere: { source: 'vmware/vsphere', version: '>= 2.16.0, < 3.0.0' } });
    expect(MINIMUM_PROVIDER_VERSION).toBe('2.16.0');
  });

  test.each(['before', 'after'])('is what an override says, made %s', (when) => {
    const stack = new TerraformStack(Testing.app(), 'stack');
    const override = (): void => stack.addOverride('terraform.required_providers.vsphere.version', '2.16.1');
    if (when === 'before') override();
    connect(stack, 'vc');
    if (when === 'after') override();
    expect(required(stack)).toEqual({ vsphere: { source: 'vmware/vsphere', version: '2.16.1' } });
  });
});

describe('several connections in a stack', () => {
  const elements = (stack: TerraformStack): Record<string, unknown> => {
    const { data } = JSON.parse(Testing.synth(stack)) as { data: { vsphere_datacenter: Record<string, { provider?: string }> } };
    return Object.fromEntries(Object.values(data.vsphere_datacenter).map((each) => [(each as { name: string }).name, each.provider]));
  };

  test('each take what is made below them, and the one without an alias takes the rest', () => {
    const stack = new TerraformStack(Testing.app(), 'stack');
    Datacenter.fromLookup(stack, 'first', { name: 'first' });
    const fra = connect(stack, 'fra', { alias: 'fra' });
    const main = connect(stack, 'main');
    Datacenter.fromLookup(new Construct(fra, 'room'), 'deep', { name: 'deep' });
    Datacenter.fromLookup(main, 'below', { name: 'below' });
    Datacenter.fromLookup(stack, 'rest', { name: 'rest' });
    expect(providerOf(stack)).toMatchObject([{ vsphere_server: 'fra.example.com', alias: 'fra' }, { vsphere_server: 'main.example.com' }]);
    expect(elements(stack)).toEqual({ first: undefined, deep: 'vsphere.fra', below: 'vsphere', rest: undefined });
    expect(stack.node.findAll().flatMap((each) => each.node.validate())).toEqual([]);
  });

  test('have one without an alias at most, and each alias once', () => {
    const stack = new TerraformStack(Testing.app(), 'stack');
    connect(stack, 'vcenter');
    connect(stack, 'fra', { alias: 'fra' });
    expect(() => connect(stack, 'other')).toThrow(
      '[stack/other] the stack is connected to a vCenter already, by stack/vcenter; give this one an alias and make below it what belongs to it, or put that in a stack of its own',
    );
    expect(() => connect(stack, 'again', { alias: 'fra' })).toThrow('[stack/again] the alias "fra" is that of stack/fra already; choose another');
    expect(() => connect(new TerraformStack(Testing.app(), 'second'), 'fra', { alias: 'fra' })).not.toThrow();
  });

  test.each(['', '1st', 'fra 1', 'fra.1', 7 as never])('have no alias %j', (alias) => {
    expect(() => connect(new TerraformStack(Testing.app(), 'stack'), 'vc', { alias })).toThrow(
      '[stack/vc] alias must be a letter or "_", then letters, digits, "_" and "-", got',
    );
  });

  test('say where to make what stands below none of them', () => {
    const stack = new TerraformStack(Testing.app(), 'stack');
    connect(stack, 'fra', { alias: 'fra' });
    connect(stack, 'ams', { alias: 'ams' });
    Datacenter.fromLookup(stack, 'dc', { name: 'dc' });
    expect(stack.node.validate()).toContain(
      "stack/dc stands below no VCenter, and the stack's connections all have an alias, fra, ams; make it below one of them, or make a `new VCenter(this, 'vcenter', { server, user, password })` in it",
    );
  });

  describe('keep apart what they take', () => {
    const build = (servers: Partial<Record<'main' | 'fra', string>> = {}): { stack: TerraformStack; main: VCenter; fra: VCenter } => {
      const stack = new TerraformStack(Testing.app(), 'stack');
      const main = connect(stack, 'main', servers.main === undefined ? {} : { server: servers.main });
      const fra = connect(stack, 'fra', { alias: 'fra', ...(servers.fra !== undefined && { server: servers.fra }) });
      return { stack, main, fra };
    };
    const folder = (scope: Construct, datacenter: Datacenter): Folder => new Folder(scope, 'folder', { type: 'vm', datacenter });

    test('so that what goes to one is not given what another has', () => {
      const { stack, fra } = build();
      expect(() => folder(fra, new Datacenter(stack, 'dc'))).toThrow(
        '[stack/fra/folder] datacenter is stack/dc, of the vCenter "main.example.com" by stack/main, and this goes to "fra.example.com" by stack/fra; make both below one VCenter, or write its server alike where it is one',
      );
      const other = build();
      expect(() => folder(other.stack, new Datacenter(other.fra, 'dc'))).toThrow('[stack/folder] datacenter is stack/fra/dc, of the vCenter "fra');
      const list = build();
      expect(() => Datastore.fromLookup(list.fra, 'gold', { name: 'gold', datacenter: new Datacenter(list.main, 'dc') })).toThrow(
        '[stack/fra/gold] datacenter is',
      );
    });

    test('also between stacks', () => {
      const [here, there] = [build(), new TerraformStack(Testing.app(), 'there')];
      const datacenter = new Datacenter(there, 'dc');
      expect(() => folder(here.main, datacenter)).not.toThrow(); // nobody knows yet where it goes
      connect(there, 'ams');
      expect(() => folder(here.fra, datacenter)).toThrow('datacenter is there/dc, of the vCenter "ams.example.com" by there/ams, and this goes to');
    });

    test('and what is of one is fine, whichever way it is', () => {
      const { stack, main, fra } = build();
      expect(() => folder(new Construct(fra, 'room'), new Datacenter(fra, 'dc'))).not.toThrow();
      expect(() => folder(main, new Datacenter(stack, 'dc'))).not.toThrow();
    });

    test('but not what is only known by its id, and no servers that may be the same', () => {
      const { stack, fra } = build();
      expect(() => folder(fra, Datacenter.fromAttributes(stack, 'dc', { datacenterId: 'datacenter-2' }) as Datacenter)).not.toThrow();
      const same = build({ fra: 'MAIN.example.com' });
      expect(() => folder(same.fra, new Datacenter(same.stack, 'dc'))).not.toThrow();
      const stackOfToken = new TerraformStack(Testing.app(), 'stack');
      connect(stackOfToken, 'main', { server: new TerraformVariable(stackOfToken, 'server', { type: 'string' }).stringValue });
      const aliased = connect(stackOfToken, 'fra', { alias: 'fra' });
      expect(() => folder(aliased, new Datacenter(stackOfToken, 'dc'))).not.toThrow();
    });
  });
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
