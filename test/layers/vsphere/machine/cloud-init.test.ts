import { TerraformVariable, Token } from 'cdktf';
import { CloudInit, type CloudInitProps } from 'cdk-strata/vsphere';
import * as fc from 'fast-check';
import { valueOf } from '../../../estate/read/terraform/render';
import { Room } from '../room';

/** The extra configuration of a machine with it. */
function rendered(room: Room, props: CloudInitProps): Record<string, string> {
  room.machine({ cloudInit: CloudInit.of(props) });
  return room.machines()[0]!.extra_config as Record<string, string>;
}

const decoded = (text: string): string => Buffer.from(text, 'base64').toString('utf8');

/** What Terraform makes of an expression, by the reader that is held against Terraform. */
const evaluated = (text: string | undefined, variable: object = {}): string => decoded(valueOf(text, { variable }) as string);

test('what is known is put down in base64', () => {
  const config = rendered(new Room(), {
    userData: '#cloud-config\nruncmd: [echo "${HOME} %{x}"]\n',
    metaData: { 'instance-id': 'web-1', 'local-hostname': 'web-1' },
    networkConfig: 'version: 2\n',
  });
  expect(config).toMatchSnapshot();
  expect(decoded(config['guestinfo.userdata']!)).toBe('#cloud-config\nruncmd: [echo "${HOME} %{x}"]\n');
  const metaData = JSON.parse(decoded(config['guestinfo.metadata']!)) as Record<string, string>;
  expect(metaData).toEqual({
    'instance-id': 'web-1',
    'local-hostname': 'web-1',
    network: expect.any(String) as string,
    'network.encoding': 'base64',
  });
  expect(decoded(metaData.network!)).toBe('version: 2\n');
});

test('only what is given is there', () => {
  expect(Object.keys(rendered(new Room(), { userData: 'x' }))).toEqual(['guestinfo.userdata', 'guestinfo.userdata.encoding']);
  expect(Object.keys(rendered(new Room(), { networkConfig: 'x' }))).toEqual(['guestinfo.metadata', 'guestinfo.metadata.encoding']);
});

describe('with tokens in it', () => {
  const secret = (room: Room): string => new TerraformVariable(room, 'token', { type: 'string', sensitive: true }).stringValue;

  test('user data is encoded by Terraform, and no secret stands in it', () => {
    const room = new Room();
    const config = rendered(room, { userData: `#cloud-config\nwrite_files: [{path: "/t", content: "${secret(room)}"}]\n` });
    expect(config['guestinfo.userdata']).toMatch(/^\$\{base64encode\(join\("", \[".*", var\.token, ".*"\]\)\)\}$/s);
    expect(evaluated(config['guestinfo.userdata'], { token: { default: 's3' } })).toBe('#cloud-config\nwrite_files: [{path: "/t", content: "s3"}]\n');
  });

  test('metadata and network are encoded by Terraform as JSON, whatever the value', () => {
    const room = new Room();
    const token = secret(room);
    const config = rendered(room, { metaData: { 'local-hostname': token, note: 'a "quoted" \\ text' }, networkConfig: `a: ${token}` });
    const value = 'q"\\\n';
    const metaData = JSON.parse(evaluated(config['guestinfo.metadata'], { token: { default: value } })) as Record<string, string>;
    expect(metaData).toMatchObject({ 'local-hostname': value, note: 'a "quoted" \\ text', 'network.encoding': 'base64' });
    expect(decoded(metaData.network!)).toBe(`a: ${value}`);
  });

  test('a text comes out as it went in', () => {
    const part = fc.string({
      unit: fc.constantFrom('a', '"', '\\', '\n', '\r', '\t', '$', '{', '}', '%', '#', 'é', '${', '%{', '$${', '%%{', '\\n', '\\"'),
    });
    fc.assert(
      fc.property(part, part, (before, after) => {
        const room = new Room();
        const config = rendered(room, { userData: `x${before}${secret(room)}${after}y` });
        expect(evaluated(config['guestinfo.userdata'], { token: { default: 'T' } })).toBe(`x${before}T${after}y`);
      }),
      { numRuns: 60 },
    );
  });
});

test.each<[string, CloudInitProps, string]>([
  ['an empty text', { userData: ' ' }, '[lab/web] userData must not be empty'],
  ['no text', { userData: 7 as never }, '[lab/web] userData must be a text, got 7'],
  ['a damaged token', { userData: `count: ${Token.asNumber('${var.n}')}` }, '[lab/web] userData holds a damaged Terraform token'],
  ['a damaged list', { networkConfig: `a: ${Token.asList('${var.n}').join(',')}` }, '[lab/web] networkConfig holds a damaged Terraform token'],
  [
    'metadata of the network',
    { metaData: { network: 'x' } },
    '[lab/web] metaData has "network", which is the network\'s; give networkConfig instead',
  ],
  ['a name that is none', { metaData: { 'a b': 'x' } }, '[lab/web] metaData has the name "a b"; take letters, digits, ".", "_" and "-"'],
  ['metadata that is none', { metaData: 'x' as never }, '[lab/web] metaData must be texts by name, got "x"'],
  ['an empty value', { metaData: { a: '' } }, '[lab/web] metaData["a"] must not be empty'],
])('%s is refused', (_, props, message) => {
  expect(() => rendered(new Room(), props)).toThrow(message);
});

test('it has something in it, and is one', () => {
  expect(() => CloudInit.of({})).toThrow('cloudInit has nothing in it; give userData, metaData or networkConfig');
  expect(() => new Room().machine({ cloudInit: '#cloud-config' as never })).toThrow('cloudInit must be a CloudInit, got "#cloud-config"');
});
