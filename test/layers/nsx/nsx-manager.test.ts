import { Duration } from 'cdk8s';
import { TerraformStack, TerraformVariable, Testing } from 'cdktf';
import { Construct } from 'constructs';
import { Secret } from 'cdk-strata';
import { EdgeCluster, MINIMUM_NSX_PROVIDER_VERSION, NsxManager, type NsxManagerProps, nsxt, Segment, Tier1Gateway } from 'cdk-strata/nsx';
import { refusal } from './network/net';

const secrets = { user: Secret.variable('nsx_user'), password: Secret.variable('nsx_password') };
const providerOf = (stack: TerraformStack): unknown => JSON.parse(Testing.synth(stack)).provider.nsxt;
const connect = (scope: Construct, id: string, props: Partial<NsxManagerProps> = {}): NsxManager =>
  new NsxManager(scope, id, { host: `${id}.example.com`, ...secrets, ...props });
const stackOf = (): TerraformStack => new TerraformStack(Testing.app(), 'stack');

test('a connection renders the provider, verifying certificates', () => {
  const stack = stackOf();
  connect(stack, 'nsx');
  expect(providerOf(stack)).toEqual([
    { host: 'nsx.example.com', username: '${var.nsx_user}', password: '${var.nsx_password}', allow_unverified_ssl: false },
  ]);
});

test('a connection leaves to the environment what it is told to', () => {
  const stack = stackOf();
  connect(stack, 'nsx', { user: Secret.environment(), password: Secret.environment() });
  expect(providerOf(stack)).toEqual([{ host: 'nsx.example.com', allow_unverified_ssl: false }]);
});

test('a connection says all that it can', () => {
  const stack = stackOf();
  connect(stack, 'nsx', {
    alias: 'fra',
    allowUnverifiedSsl: true,
    caFile: 'ca.pem',
    remoteAuth: true,
    sessionAuth: false,
    onDemandConnection: true,
    maxRetries: 8,
    retryMinDelay: Duration.millis(500),
    retryMaxDelay: Duration.seconds(5),
    toleratePartialSuccess: true,
  });
  expect(providerOf(stack)).toEqual([
    {
      alias: 'fra',
      host: 'nsx.example.com',
      username: '${var.nsx_user}',
      password: '${var.nsx_password}',
      allow_unverified_ssl: true,
      ca_file: 'ca.pem',
      remote_auth: true,
      session_auth: false,
      on_demand_connection: true,
      max_retries: 8,
      retry_min_delay: 500,
      retry_max_delay: 5000,
      tolerate_partial_success: true,
    },
  ]);
});

test('the host may be a token', () => {
  const stack = stackOf();
  connect(stack, 'nsx', { host: new TerraformVariable(stack, 'host', { type: 'string' }).stringValue });
  expect(providerOf(stack)).toMatchObject([{ host: '${var.host}' }]);
});

test.each<[string, Partial<NsxManagerProps>, string]>([
  [
    'a URL',
    { host: 'https://nsx.example.com/api' },
    'host must be a host name or an address, got "https://nsx.example.com/api"; did you mean "nsx.example.com"?',
  ],
  ['no host', { host: '' }, 'host must not be empty, got ""'],
  ['a password in clear', { password: 'secret' as never }, 'password must be a Secret, got a string; give one such as'],
  ['an alias of two words', { alias: 'fra 1' }, 'alias must be a letter or "_", then letters, digits, "_" and "-", got "fra 1"'],
  ['an empty transport zone', { transportZone: ' ' }, 'transportZone must not be empty, got " "'],
  ['an empty edge cluster', { edgeCluster: '' }, 'edgeCluster must not be empty, got ""'],
  ['retries below none', { maxRetries: -1 }, 'maxRetries must be a whole number of at least 0, got -1'],
  [
    'equal pauses, with which the provider crashes',
    { retryMinDelay: Duration.millis(200), retryMaxDelay: Duration.millis(200) },
    'retryMinDelay must be shorter than retryMaxDelay, got 200 and 200 ms; give both, such as Duration.millis(200) and Duration.millis(700)',
  ],
  [
    'a pause as long as the longest by default',
    { retryMinDelay: Duration.millis(500) },
    'retryMinDelay must be shorter than retryMaxDelay, got 500 and 500 ms, one of them by default; give both',
  ],
  [
    'pauses turned round',
    { retryMinDelay: Duration.seconds(2), retryMaxDelay: Duration.seconds(1) },
    'retryMinDelay must be shorter than retryMaxDelay, got 2000 and 1000 ms; give both',
  ],
  [
    'a part of a millisecond',
    { retryMaxDelay: Duration.millis(0.5) },
    'the milliseconds of retryMaxDelay must be a whole number of at least 0, got 0.5',
  ],
])('a connection refuses %s', (_, props, message) => {
  expect(refusal(() => connect(stackOf(), 'nsx', props))).toContain(`[stack/nsx] ${message}`);
});

test('no pause at all is fine', () => {
  expect(() => connect(stackOf(), 'nsx', { retryMaxDelay: Duration.millis(0) })).not.toThrow();
});

describe('the version of the provider', () => {
  const required = (stack: TerraformStack): unknown => JSON.parse(Testing.synth(stack)).terraform.required_providers;

  test('is that of the bindings, or a later one of the same major version', () => {
    const stack = stackOf();
    connect(stack, 'nsx');
    connect(stack, 'other', { alias: 'other' });
    expect(required(stack)).toEqual({ nsxt: { source: 'vmware/nsxt', version: '>= 3.12.0, < 4.0.0' } });
    expect(MINIMUM_NSX_PROVIDER_VERSION).toBe('3.12.0');
  });

  test('is what an override says', () => {
    const stack = stackOf();
    connect(stack, 'nsx');
    stack.addOverride('terraform.required_providers.nsxt.version', '3.12.1');
    expect(required(stack)).toMatchObject({ nsxt: { version: '3.12.1' } });
  });
});

describe('several connections in a stack', () => {
  test('each take what is made below them, and the one without an alias takes the rest', () => {
    const stack = stackOf();
    const lookUp = (scope: Construct, id: string): void => void EdgeCluster.fromLookup(scope, id, { name: id });
    lookUp(stack, 'first');
    const fra = connect(stack, 'fra', { alias: 'fra' });
    const main = connect(stack, 'main');
    lookUp(new Construct(fra, 'room'), 'deep');
    lookUp(main, 'below');
    const clusters = Object.values(JSON.parse(Testing.synth(stack)).data.nsxt_policy_edge_cluster) as { display_name: string; provider?: string }[];
    expect(clusters.map((each) => [each.display_name, each.provider])).toEqual([
      ['first', undefined],
      ['deep', 'nsxt.fra'],
      ['below', 'nsxt'],
    ]);
  });

  test('have one without an alias at most, and each alias once', () => {
    const stack = stackOf();
    connect(stack, 'nsx');
    connect(stack, 'fra', { alias: 'fra' });
    expect(refusal(() => connect(stack, 'other'))).toContain(
      '[stack/other] the stack is connected to an NSX manager already, by stack/nsx; give this one an alias',
    );
    expect(refusal(() => connect(stack, 'again', { alias: 'fra' }))).toContain('[stack/again] the alias "fra" is that of stack/fra already');
  });

  test('keep apart what they take', () => {
    const stack = stackOf();
    const [main, fra] = [connect(stack, 'main'), connect(stack, 'fra', { alias: 'fra' })];
    const cluster = EdgeCluster.fromLookup(fra, 'edges', { name: 'edges' });
    expect(refusal(() => new Tier1Gateway(main, 't1', { edgeCluster: cluster }))).toBe(
      '[stack/main/t1] edgeCluster is stack/fra/edges, of the NSX manager "fra.example.com" by stack/fra, and this goes to "main.example.com" by stack/main; make both below one NsxManager, or write its server alike where it is one',
    );
  });

  test('each name what is taken by default below them', () => {
    const stack = stackOf();
    connect(stack, 'main', { transportZone: 'main-tz' });
    const fra = connect(stack, 'fra', { alias: 'fra', transportZone: 'fra-tz' });
    for (const scope of [stack, fra]) for (const id of ['a', 'b']) new Segment(scope, id);
    const { data, resource } = JSON.parse(Testing.synth(stack));
    expect(Object.values(data.nsxt_policy_transport_zone)).toMatchObject([
      { display_name: 'fra-tz', provider: 'nsxt.fra' },
      { display_name: 'main-tz', provider: 'nsxt' },
    ]);
    const zones = Object.values(resource.nsxt_policy_segment as Record<string, { transport_zone_path: string }>).map(
      ({ transport_zone_path: path }) => /zone\.(\w+?)_Tr/.exec(path)![1],
    );
    expect(zones).toEqual(['main', 'main', 'fra', 'fra']);
  });
});

test('an edge cluster that is named too late is told', () => {
  const stack = stackOf();
  new Tier1Gateway(stack, 't1');
  new Tier1Gateway(stack, 'distributed', { haMode: 'distributedOnly' });
  connect(stack, 'nsx', { edgeCluster: 'edges' });
  const complaints = stack.node.findAll().flatMap((each) => each.node.validate());
  expect(complaints).toEqual([
    'stack/nsx names an edge cluster and is made after stack/t1, which does without; make the NsxManager first, or give this its edgeCluster',
  ]);
});

test('a stack without a connection is told to make one, and a raw provider will do', () => {
  const stack = stackOf();
  new Tier1Gateway(stack, 't1');
  expect(stack.node.validate()).toContain(
    "the stack has constructs of NSX, such as stack/t1, and no connection to an NSX manager; make a `new NsxManager(this, 'nsx', { host, user, password })` in it",
  );
  new nsxt.NsxtProvider(stack, 'raw', { host: 'nsx.example.com' });
  expect(stack.node.validate()).toEqual([]);
  expect(NsxManager.isNsxManager(stack)).toBe(false);
});
