import { VirtualMachine } from 'cdk-strata/vsphere';
import { Testing } from 'cdktf';
import { parse } from 'yaml';
import { cloudInitOf } from '../../../../lib/layers/kubernetes/bootstrap/cloud-init';
import { Bootstrap } from '../../../../lib/layers/kubernetes/bootstrap/bootstrap';
import { secrets } from '../../../../lib/rules/configuration/cfg-010-secrets';
import { readStack, valueOf } from '../../../estate/read/terraform/render';
import { anEstate } from '../../../support/estate';
import { judged } from '../../../support/judge';
import { Room } from '../../vsphere/room';
import { aCluster, filesOf, FIRST, ROLES, SECOND, SHIM, TOKENS, WORKER } from './plans';

interface CloudConfig {
  readonly write_files: readonly { readonly path: string; readonly permissions: string; readonly content: string }[];
}

const CLEAR = 'hvs.CAESIJ-s3cret_wrapping';
const decoded = (text: string): string => Buffer.from(text, 'base64').toString('utf8');

/** A stack with a node of each kind, as it is rendered. */
function rendered(bootstrap = Bootstrap.vault({ address: 'https://vault.example.com' })): Rendered {
  const room = new Room();
  const cluster = aCluster({ bootstrap });
  for (const [, pool, node] of ROLES) {
    new VirtualMachine(room, node.name, { ...room.common, cloudInit: cloudInitOf(room, cluster, { ...pool, runtimes: [SHIM] }, node) });
  }
  const text = Testing.synth(room);
  const content = JSON.parse(text) as Rendered['content'];
  return { text, content };
}

interface Rendered {
  readonly text: string;
  readonly content: {
    readonly variable: Readonly<Record<string, unknown>>;
    readonly resource: { readonly vsphere_virtual_machine: Readonly<Record<string, { readonly extra_config: Readonly<Record<string, string>> }>> };
  };
}

const ALL = rendered();
const extraConfig = ({ content }: Rendered, name: string): Readonly<Record<string, string>> =>
  content.resource.vsphere_virtual_machine[name]!.extra_config;
const userData = (all: Rendered, name: string): string => decoded(extraConfig(all, name)['guestinfo.userdata']!);

/** What cloud-init is told of a machine, where the variable is this. */
function metaData(all: Rendered, name: string, variable: string, tokens: Readonly<Record<string, string>>): unknown {
  const expression = extraConfig(all, name)['guestinfo.metadata'];
  return JSON.parse(decoded(valueOf(expression, { variable: { [variable]: { type: 'map(string)', default: tokens } } }) as string));
}

describe('a node', () => {
  test('is a cloud-config with its files and one command, known at synthesis to the last byte', () => {
    const text = userData(ALL, 'prod-general-1');
    expect(text).toMatch(/^#cloud-config\n/);
    const { write_files: files, ...rest } = parse(text) as CloudConfig;
    expect(rest).toEqual({ manage_etc_hosts: 'localhost', runcmd: [['/usr/local/sbin/strata-bootstrap']] });
    const bootstrap = Bootstrap.vault({ address: 'https://vault.example.com' });
    expect(Object.fromEntries(files.map(({ path, content }) => [path, content]))).toEqual(
      filesOf(aCluster({ bootstrap }), { ...WORKER, pool: { ...WORKER.pool, runtimes: [SHIM] } }),
    );
  });

  test('has the mode of a file as a text: a number would be another mode', () => {
    for (const { permissions } of (parse(userData(ALL, 'prod-general-1')) as CloudConfig).write_files) expect(permissions).toMatch(/^0[0-7]{3}$/);
  });

  test('is told its name and its own wrapping token', () => {
    const tokens = { 'prod-general-1': CLEAR, 'prod-general-2': 'other' };
    expect(metaData(ALL, 'prod-general-1', 'prod_wrapping_tokens', tokens)).toEqual({
      'instance-id': 'prod-general-1',
      'local-hostname': 'prod-general-1',
      strata_wrapping_token: CLEAR,
    });
  });

  test('has an empty token where nobody gave one, which its program says', () => {
    expect(metaData(ALL, 'prod-general-1', 'prod_wrapping_tokens', {})).toMatchObject({ strata_wrapping_token: '' });
  });

  test.each(['123456', 'null', '"', '", "instance-id": "x', '${x}', 'ünïcode', '\\'])('takes the token %j for what it is', (value) => {
    expect(metaData(ALL, 'prod-general-1', 'prod_wrapping_tokens', { 'prod-general-1': value })).toMatchObject({ strata_wrapping_token: value });
  });

  test('that is a worker cannot make the cluster', () => {
    expect(() => cloudInitOf(new Room(), aCluster(), WORKER.pool, { ...WORKER.node, first: true })).toThrow(
      '[lab] node "prod-general-1" is to make the cluster, but is a worker; make it one of the control plane',
    );
  });
});

describe('secrets', () => {
  test('one sensitive variable has the tokens of all nodes, and it has no default', () => {
    const { variable } = ALL.content;
    expect(variable.prod_wrapping_tokens).toEqual({ type: 'map(string)', sensitive: true, nullable: false });
  });

  test('another one, where the program names it', () => {
    const made = rendered(Bootstrap.vault({ address: 'https://vault.example.com', wrappingTokens: TOKENS }));
    expect(metaData(made, 'prod-general-1', 'their_tokens', { 'prod-general-1': CLEAR })).toMatchObject({ strata_wrapping_token: CLEAR });
  });

  test('a machine is told one value that is not known at synthesis, and it is that token', () => {
    for (const [, , { name }] of ROLES) {
      const { 'guestinfo.metadata': meta, ...others } = extraConfig(ALL, name);
      expect(meta).toBe(
        `\${base64encode(jsonencode({"instance-id" = "${name}", "local-hostname" = "${name}", "strata_wrapping_token" = try(var.prod_wrapping_tokens["${name}"], "")}))}`,
      );
      expect(JSON.stringify(others)).not.toContain('${');
    }
  });

  test('nothing in the whole stack looks like one, in clear or in base64', () => {
    for (const text of [ALL.text, ...ROLES.map(([, , { name }]) => userData(ALL, name))]) {
      // A join token, a key in PEM, a token of Vault, 32 bytes in base64.
      expect(text).not.toMatch(/(?<![a-z0-9])[a-z0-9]{6}\.[a-z0-9]{16}(?![a-z0-9])/);
      expect(text).not.toMatch(/PRIVATE KEY|\bhv[sbr]\.|\bs\.[A-Za-z0-9]{24}\b/);
      expect(text).not.toMatch(/(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{43}=(?!=)/);
    }
  });

  test('wherever a secret goes there is its name, and every name is one that the store has and the role may read', () => {
    const bootstrap = Bootstrap.vault({ address: 'https://vault.example.com' });
    const store = bootstrap.secrets('prod', true);
    for (const role of [FIRST, SECOND, WORKER]) {
      const files = filesOf(aCluster({ bootstrap }), role);
      const plan = JSON.parse(files['/etc/strata/secrets.json']!) as { reads: string[]; files: { field?: string; template?: string }[] };
      const readable = plan.reads.flatMap((path) => store[path]!);
      const named = Object.values(files).flatMap((text) => [...text.matchAll(/@secret:([a-z0-9./-]+)(?:\|base64)?@/g)].map(([, name]) => name!));
      const fields = plan.files.flatMap(({ field }) => (field === undefined ? [] : [field]));
      expect(readable).toEqual(expect.arrayContaining([...named, ...fields]));
      for (const { template } of plan.files) if (template !== undefined) expect(Object.keys(files)).toContain(template);
    }
  });

  test('CFG-010 finds nothing beyond the one wrapping token', () => {
    const { stack } = readStack(ALL.content);
    const found = judged(secrets, anEstate({ stacks: [stack] })).flatMap(({ verdict, subject }) => (verdict === 'proved' ? [] : [subject.attribute]));
    const ofToken = ['extra_config.guestinfo.metadata', 'extra_config.guestinfo.metadata.encoding'];
    expect(found.filter((attribute) => !ofToken.includes(attribute!))).toEqual([]);
  });
});
