import { gzipSync } from 'node:zlib';
import {
  reference,
  unknown,
  type Estate,
  type ManifestObject,
  type Premise,
  type ResourceInstance,
  type TerraformStackModel,
  type Value,
} from '../../../lib/estate';
import { credentialAt } from '../../../lib/rules/configuration/secret-attributes';
import { leavesOf } from '../../../lib/rules/configuration/walk';
import { secrets } from '../../../lib/rules/configuration/cfg-010-secrets';
import { aModule, anEstate, aProvider, aResource, aStack, STACK } from '../../support/estate';
import { judged, outcomes, refutations, text, undecideds } from '../../support/judge';

const CLEAR = 'correct-horse-battery';
const KEY = `-----BEGIN OPENSSH ${'PRIVATE'} KEY-----\n${'b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQ'.repeat(4)}\n-----END OPENSSH ${'PRIVATE'} KEY-----\n`;

const stack = (change: Partial<TerraformStackModel>) => anEstate({ stacks: [aStack(change)] });
const host = (password: Value, change: Partial<ResourceInstance> = {}) =>
  stack({ resources: [aResource('vsphere_host', 'esx-1', { hostname: 'esx-1', password }, change)] });
const vm = (values: ResourceInstance['values'], sensitive: readonly string[] = []) =>
  stack({ resources: [aResource('vsphere_virtual_machine', 'vm', values, { sensitive })] });
const variable = (name: string) => unknown('variable', `\${var.${name}}`, `${STACK}/var.${name}`);

function manifest(change: Partial<ManifestObject>): ManifestObject {
  return { file: 'manifests/app.yaml', index: 0, apiVersion: 'v1', kind: 'Secret', name: 'db', namespace: 'shop', body: {}, ...change };
}

describe('CFG-010', () => {
  test('passes where a sensitive variable feeds the password', () => {
    const estate = stack({
      variables: [{ name: 'esxi', sensitive: true }],
      resources: [aResource('vsphere_host', 'esx-1', { password: variable('esxi') }, { sensitive: ['password'] })],
    });
    expect(judged(secrets, estate)).toEqual([{ verdict: 'proved', subject: { stack: 'site' } }]);
  });

  test('fails on a literal password, and never prints it', () => {
    const verdicts = judged(secrets, host(CLEAR));
    expect(text(verdicts[0])).toEqual([
      '`password` of `site/esx-1` is a secret in clear',
      'found: a literal stands where a credential belongs',
      'hint: a sensitive variable without a default',
    ]);
    expect(verdicts[0]!.subject).toEqual({ stack: 'site', address: 'vsphere_host.esx-1', path: 'site/esx-1', attribute: 'password' });
    expect(JSON.stringify(verdicts)).not.toContain(CLEAR);
    expect(outcomes(secrets, host(''))).toEqual(['proved']);
    expect(outcomes(secrets, host(null))).toEqual(['proved']);
  });

  test.each<[string, ResourceInstance['values']]>([
    ['vsphere_virtual_machine', { clone: { customize: { windows_options: { admin_password: CLEAR } } } }],
    ['vsphere_virtual_machine', { clone: [{ customize: [{ windows_options: [{ domain_admin_password: CLEAR }] }] }] }],
    ['vsphere_virtual_machine', { clone: { customize: { windows_sysprep_text: CLEAR } } }],
    ['vsphere_guest_os_customization', { spec: { windows_options: { admin_password: CLEAR } } }],
    ['vsphere_guest_os_customization', { spec: { linux_options: { script_text: CLEAR } } }],
    ['vsphere_content_library', { subscription: { password: CLEAR } }],
    ['nsxt_policy_bgp_neighbor', { password: CLEAR }],
    ['acme_account', { client_secret: CLEAR }],
  ])('a literal in a credential of %s fails', (type, values) => {
    expect(outcomes(secrets, stack({ resources: [aResource(type, 'x', values)] }))).toEqual(['refuted']);
  });

  describe('a credential that is no text', () => {
    const PIN = 271828;

    test('fails as a number, and is not printed', () => {
      const verdicts = judged(secrets, host(PIN));
      expect(text(verdicts[0])).toEqual([
        '`password` of `site/esx-1` is a secret in clear',
        'found: a literal stands where a credential belongs',
        'hint: a sensitive variable without a default',
      ]);
      expect(JSON.stringify(verdicts)).not.toContain(String(PIN));
      expect(outcomes(secrets, host(0))).toEqual(['refuted']);
    });

    test.each<[string, Partial<TerraformStackModel>]>([
      ['an attribute whose name tells', { resources: [aResource('acme_account', 'x', { login: [{ admin_password: PIN }] })] }],
      ['the configuration of a provider', { providers: [aProvider({ values: { password: PIN } })] }],
      ['a Secret that Terraform makes', { resources: [aResource('kubernetes_secret_v1', 'x', { data: { pin: PIN } })] }],
      ['a local', { locals: { db_password: PIN } }],
      ['the default of a variable', { variables: [{ name: 'db_password', sensitive: false, default: PIN }] }],
      ['an argument of a module', { modules: [aModule('m', { arguments: { password: PIN } })] }],
    ])('fails as a number in %s', (_, place) => {
      expect(outcomes(secrets, stack(place))).toEqual(['refuted']);
    });

    test('is told once where a sensitive variable has the number as its default', () => {
      const estate = stack({
        variables: [{ name: 'pw', sensitive: true, default: PIN }],
        resources: [aResource('vsphere_host', 'esx-1', { password: PIN }, { sensitive: ['password'] })],
      });
      expect(refutations(secrets, estate).map(({ subject }) => subject.address)).toEqual(['var.pw']);
    });

    test('does not take a number for the default of a variable that has the same', () => {
      const estate = stack({
        variables: [{ name: 'cpus', sensitive: false, default: 4 }],
        resources: [aResource('vsphere_host', 'h', { password: 4 })],
      });
      expect(text(refutations(secrets, estate)[0])[1]).toBe('found: a literal stands where a credential belongs');
    });

    test('fails as a number in a manifest', () => {
      const of = (body: unknown, kind: string) => outcomes(secrets, anEstate({ stacks: [], manifests: [manifest({ kind, body })] }));
      expect(of({ stringData: { pin: PIN } }, 'Secret')).toEqual(['refuted']);
      expect(of({ stringData: { pin: true } }, 'Secret')).toEqual(['refuted']);
      expect(of({ spec: { adminPassword: 'x', admin_password: PIN } }, 'Database')).toEqual(['refuted']);
      expect(of({ spec: { reset_password: true, replicas: 3 } }, 'Database')).toEqual(['proved']);
    });

    test('fails as a boolean only where the provider is known to take a credential', () => {
      expect(outcomes(secrets, host(true))).toEqual(['refuted']);
      expect(outcomes(secrets, stack({ resources: [aResource('acme_account', 'x', { reset_password: true })] }))).toEqual(['proved']);
      expect(outcomes(secrets, stack({ locals: { reset_password: true } }))).toEqual(['proved']);
    });

    test('fails where the literal is marked sensitive, and passes where nothing says that it is a secret', () => {
      const marked = (value: Value, sensitive: readonly string[]) => outcomes(secrets, vm({ num_cpus: value }, sensitive));
      expect(marked(PIN, ['num_cpus'])).toEqual(['refuted']);
      expect(marked(true, ['num_cpus'])).toEqual(['refuted']);
      expect(marked(PIN, [])).toEqual(['proved']);
    });
  });

  test('a name that only resembles a credential passes', () => {
    expect(
      outcomes(secrets, stack({ resources: [aResource('acme_policy', 'x', { password_length: 'long', secret_name: 'db', keys: ['a'] })] })),
    ).toEqual(['proved']);
  });

  test('a provider’s password fails as a literal and passes where the environment has it', () => {
    const provider = (password: Value | undefined) => stack({ providers: [aProvider({ values: password === undefined ? {} : { password } })] });
    expect(refutations(secrets, provider(CLEAR))[0]!.message).toBe('`password` of provider `vsphere` is a secret in clear');
    expect(outcomes(secrets, provider(undefined))).toEqual(['proved']);
  });

  test('a sensitive variable with a default fails, without one passes', () => {
    const declared = (value?: Value) => stack({ variables: [{ name: 'pw', sensitive: true, ...(value === undefined ? {} : { default: value }) }] });
    expect(text(judged(secrets, declared(CLEAR))[0])[0]).toBe('sensitive variable `pw` has its default in clear');
    const feeding = (sensitive: readonly string[]) =>
      stack({
        variables: [{ name: 'pw', sensitive: true, default: CLEAR }],
        resources: [aResource('vsphere_host', 'esx-1', { password: CLEAR }, { sensitive })],
      });
    expect(refutations(secrets, feeding(['password'])).map(({ subject }) => subject.address)).toEqual(['var.pw']); // told once
    expect(refutations(secrets, feeding([])).map(({ subject }) => subject.address)).toEqual(['vsphere_host.esx-1', 'var.pw']);
    expect(outcomes(secrets, declared())).toEqual(['proved']);
    for (const empty of ['', null, {}]) expect(outcomes(secrets, declared(empty))).toEqual(['proved']);
    expect(outcomes(secrets, declared({ password: CLEAR }))).toEqual(['refuted']);
  });

  test('an output of a sensitive value must be marked', () => {
    const output = (sensitive: boolean) => stack({ outputs: [{ name: 'pw', value: variable('pw'), sensitive, containsSensitive: true }] });
    expect(text(judged(secrets, output(false))[0])).toEqual([
      'output `pw` shows a sensitive value',
      'found: the output is not marked sensitive; state holds it in clear either way',
      'hint: `sensitive: true` on the output',
    ]);
    expect(outcomes(secrets, output(true))).toEqual(['proved']);
  });

  test('a sensitive value in guestinfo or vApp properties is in clear in vCenter', () => {
    const extra = vm({ extra_config: { 'guestinfo.userdata': variable('pw'), 'guestinfo.metadata': 'x' } }, [
      'extra_config',
      'extra_config.guestinfo.userdata',
    ]);
    expect(refutations(secrets, extra).map(({ message }) => message)).toEqual([
      '`extra_config.guestinfo.userdata` of `site/vm` carries a sensitive value',
    ]);
    expect(outcomes(secrets, vm({ vapp: { properties: { pw: variable('pw') } } }, ['vapp.properties.pw']))).toEqual(['refuted']);
    expect(outcomes(secrets, vm({ annotation: variable('pw') }, ['annotation']))).toEqual(['refuted']);
    expect(outcomes(secrets, vm({ guest_id: variable('pw') }, ['guest_id']))).toEqual(['proved']);
  });

  test('a key of a map with dots is no part of another', () => {
    const both = vm({ extra_config: { 'guestinfo.metadata': variable('pw'), 'guestinfo.metadata.encoding': 'base64' } }, [
      'extra_config.guestinfo.metadata',
    ]);
    expect(refutations(secrets, both).map(({ subject }) => subject.attribute)).toEqual(['extra_config.guestinfo.metadata']);
  });

  describe('a secret that is stated to be good for one use', () => {
    const metadata = 'extra_config.guestinfo.metadata';
    const stated = (change: Partial<Premise> = {}): Premise => ({
      id: `single-use-secret:${metadata}:site`,
      kind: 'stated',
      statement: 'a wrapping token, good for one use and a short time',
      subject: 'site',
      ...change,
    });
    const withToken = (expression: string, premises: readonly Premise[], attribute = 'guestinfo.metadata'): Estate => ({
      ...vm({ extra_config: { [attribute]: unknown('variable', expression, `${STACK}/var.tokens`) } }, [`extra_config.${attribute}`]),
      premises,
    });
    const ONE = '${base64encode(jsonencode({"token" = try(var.tokens["a"], "")}))}';

    test('may stand where vCenter shows it, which is a premise', () => {
      expect(judged(secrets, withToken(ONE, [stated()]))).toEqual([{ verdict: 'proved', subject: { stack: STACK }, premises: [stated()] }]);
    });

    test('may not elsewhere, of another construct, or on an assumption', () => {
      for (const other of [stated({ subject: 'other' }), stated({ kind: 'assumed' })])
        expect(outcomes(secrets, withToken(ONE, [other]))).toEqual(['refuted']);
      expect(outcomes(secrets, withToken(ONE, [stated()], 'guestinfo.userdata'))).toEqual(['refuted']);
      expect(outcomes(secrets, withToken(ONE, []))).toEqual(['refuted']);
    });

    test('is one: not with another value of Terraform beside it', () => {
      for (const more of ['var.password', 'local.password', 'random_password.db.result', 'module.m.secret', 'data.vault_generic_secret.s.data']) {
        expect(outcomes(secrets, withToken(`\${join("", [var.tokens["a"], ${more}])}`, [stated()]))).toEqual(['refuted']);
      }
    });
  });

  test('a private key is found as it is, in base64 and compressed', () => {
    const data = (text: string) => vm({ extra_config: { 'guestinfo.userdata': text } });
    const config = `#cloud-config\nssh_keys:\n  ed25519_private: |\n${KEY}`;
    expect(outcomes(secrets, data(config))).toEqual(['refuted']);
    expect(outcomes(secrets, data(Buffer.from(config).toString('base64')))).toEqual(['refuted']);
    expect(outcomes(secrets, data(gzipSync(config).toString('base64')))).toEqual(['refuted']);
    const nested = `#cloud-config\nwrite_files:\n- content: ${Buffer.from(KEY).toString('base64')}\n`;
    expect(outcomes(secrets, data(Buffer.from(nested).toString('base64')))).toEqual(['refuted']);
    expect(outcomes(secrets, data(Buffer.from('#cloud-config\n'.repeat(20)).toString('base64')))).toEqual(['proved']);
    expect(outcomes(secrets, data(config.replaceAll('PRIVATE', 'PUBLIC')))).toEqual(['proved']);
    for (const place of [
      { locals: { key: KEY } },
      { outputs: [{ name: 'k', value: KEY, sensitive: true, containsSensitive: false }] },
      { modules: [aModule('m', { arguments: { key: KEY } })] },
      { variables: [{ name: 'k', sensitive: false, default: KEY }] },
    ]) {
      expect(outcomes(secrets, stack(place))).toEqual(['refuted']);
    }
  });

  test('a Secret manifest with data fails for each key, without any passes', () => {
    const of = (body: unknown, change: Partial<ManifestObject> = {}) => anEstate({ stacks: [], manifests: [manifest({ body, ...change })] });
    const verdicts = judged(secrets, of({ data: { a: 'c2VjcmV0' }, stringData: { b: CLEAR } }));
    expect(verdicts.map(text).map(([first]) => first)).toEqual([
      'Secret `shop/db` holds `data.a` in clear',
      'Secret `shop/db` holds `stringData.b` in clear',
    ]);
    expect(JSON.stringify(verdicts)).not.toContain(CLEAR);
    expect(outcomes(secrets, of({ type: 'kubernetes.io/service-account-token' }))).toEqual(['proved']);
    expect(outcomes(secrets, of({ data: { a: 'x' } }, { kind: 'ConfigMap' }))).toEqual(['proved']);
    expect(outcomes(secrets, of({ data: { key: KEY } }, { kind: 'ConfigMap' }))).toEqual(['refuted']);
  });

  describe('a credential that nobody marked', () => {
    const unmarked = [{ name: 'pw', sensitive: false }];

    test('is undecided from an unmarked variable where the provider hides it', () => {
      const estate = stack({ variables: unmarked, resources: [aResource('vsphere_host', 'esx-1', { password: variable('pw') })] });
      expect(text(undecideds(secrets, estate)[0])).toEqual([
        'secrecy of `password` of `site/esx-1`',
        'because: it comes from variable `site/var.pw`, which is not marked sensitive: what else uses the variable prints it',
        'decides it: `sensitive: true` on the variable',
      ]);
    });

    test('is refuted from an unmarked variable where Terraform prints it', () => {
      const estate = stack({
        variables: unmarked,
        resources: [aResource('vsphere_content_library', 'lib', { publication: { password: variable('pw') } })],
      });
      expect(refutations(secrets, estate)[0]!.witness).toEqual([
        { label: 'found', text: '`site/var.pw`: Terraform prints it in clear in every plan' },
      ]);
    });

    test('is undecided from a lookup, and passes from a provider that hides its results', () => {
      expect(outcomes(secrets, host(unknown('data-source', '${data.acme_login.x.pw}', `${STACK}/data.acme_login.x`)))).toEqual(['undecided']);
      expect(
        outcomes(secrets, host(unknown('data-source', '${data.vault_kv_secret_v2.x.data["pw"]}', `${STACK}/data.vault_kv_secret_v2.x`))),
      ).toEqual(['proved']);
      expect(outcomes(secrets, host(reference(STACK, 'random_password.pw', 'result')))).toEqual(['proved']);
      const library = (address: string) =>
        stack({ resources: [aResource('vsphere_content_library', 'lib', { publication: { password: reference(STACK, address, 'result') } })] });
      expect(outcomes(secrets, library('random_password.pw'))).toEqual(['proved']);
      expect(outcomes(secrets, library('random_string.pw'))).toEqual(['undecided']);
    });

    test('is refuted where it lost its mark between two stacks', () => {
      const value = unknown('variable', '${data.terraform_remote_state.other.outputs.pw}', 'other/var.pw');
      const estate = stack({
        resources: [aResource('vsphere_content_library', 'lib', { publication: { password: value } }, { sensitive: ['publication.password'] })],
      });
      expect(refutations(secrets, estate)[0]!.message).toBe('`publication.password` of `site/lib` shows a sensitive value of another stack');
      expect(outcomes(secrets, host(value, { sensitive: ['password'] }))).toEqual(['proved']); // the provider hides it
    });
  });

  test('user data that is a token is undecided', () => {
    expect(outcomes(secrets, vm({ extra_config: { 'guestinfo.userdata': unknown('function', '${templatefile("x")}', `${STACK}/x`) } }))).toEqual([
      'undecided',
    ]);
  });

  test.each<[string, Partial<TerraformStackModel>]>([
    ['a local', { locals: { db_password: CLEAR } }],
    ['the default of a variable that is not marked', { variables: [{ name: 'db_password', sensitive: false, default: CLEAR }] }],
    ['an argument of a module', { modules: [aModule('m', { arguments: { db: { password: CLEAR } } })] }],
    ['the configuration of a backend', { backend: { type: 's3', config: { secret_key: CLEAR } } }],
    ['the token of a backend', { backend: { type: 'remote', config: { token: CLEAR } } }],
    ['the token of a provider', { providers: [aProvider({ key: 'vault', type: 'vault', values: { token: CLEAR } })] }],
    ['an output', { outputs: [{ name: 'password', value: CLEAR, sensitive: true, containsSensitive: false }] }],
    ['a Secret that Terraform makes', { resources: [aResource('kubernetes_secret_v1', 'x', { data: { tok: CLEAR } })] }],
    [
      'a Secret that Terraform applies',
      { resources: [aResource('kubernetes_manifest', 'x', { manifest: { kind: 'Secret', stringData: { tok: CLEAR } } })] },
    ],
    ['a connection', { resources: [aResource('acme_x', 'x', {}, { provisioning: { connection: { password: CLEAR } } })] }],
    [
      'the environment of a provisioner',
      { resources: [aResource('acme_x', 'x', {}, { provisioning: { provisioner: [{ 'local-exec': { environment: { DB_PASSWORD: CLEAR } } }] } })] },
    ],
    ['a literal that is marked where it is used', { resources: [aResource('acme_x', 'x', { motd: CLEAR }, { sensitive: ['motd'] })] }],
  ])('a literal in %s fails, and is not printed', (_, change) => {
    const verdicts = judged(secrets, stack(change));
    expect(verdicts.map(({ verdict }) => verdict)).toEqual(['refuted']);
    expect(JSON.stringify(verdicts)).not.toContain(CLEAR);
  });

  test('a path, a reference or nothing under the name of a credential passes', () => {
    expect(outcomes(secrets, stack({ locals: { db_password: '/run/secrets/db', api_key: '', ssh: { private_key: '~/.ssh/id' } } }))).toEqual([
      'proved',
    ]);
    expect(outcomes(secrets, stack({ resources: [aResource('acme_page', 'x', { token: 'next' })] }))).toEqual(['proved']);
  });

  test('user data with a password in clear fails, encoded or not; a hash passes', () => {
    const of = (data: string) => outcomes(secrets, vm({ extra_config: { 'guestinfo.userdata': data } }));
    const config = (body: string) => `#cloud-config\n${body}\n`;
    expect(of(config(`password: ${CLEAR}`))).toEqual(['refuted']);
    expect(
      of(
        Buffer.from(config(`chpasswd:\n  users:\n  - {name: root, password: ${CLEAR}, type: text}\nhostname: ${'x'.repeat(60)}`)).toString('base64'),
      ),
    ).toEqual(['refuted']);
    expect(of(gzipSync(config(`users:\n- plain_text_passwd: ${CLEAR}`)).toString('base64'))).toEqual(['refuted']);
    expect(of(config(`chpasswd:\n  list: |\n    root:${CLEAR}`))).toEqual(['refuted']);
    expect(of(config(`chpasswd:\n  list: ["root:R", "admin:$6$abc"]\nusers:\n- passwd: $6$abc\n  lock_passwd: true`))).toEqual(['proved']);
    expect(of(`password: ${CLEAR}`)).toEqual(['proved']); // nothing that cloud-init reads
  });

  test('extra configuration that is one token may hold user data; marked, it does hold a secret', () => {
    expect(outcomes(secrets, vm({ extra_config: variable('all') }))).toEqual(['undecided']);
    expect(outcomes(secrets, vm({ extra_config: variable('all') }, ['extra_config']))).toEqual(['refuted']);
  });

  test('what another provider hides is shown by guestinfo, alone or in a text, and by an output that is not marked', () => {
    const result = reference(STACK, 'random_password.db', 'result');
    const inText = unknown('computed', '${"pw-${random_password.db.result}"}', `${STACK}/random_password.db`);
    for (const value of [result, inText]) {
      expect(outcomes(secrets, vm({ extra_config: { 'guestinfo.tok': value } }))).toEqual(['refuted']);
      const output = { name: 'o', value, containsSensitive: false };
      expect(outcomes(secrets, stack({ outputs: [{ ...output, sensitive: false }] }))).toEqual(['refuted']);
      expect(outcomes(secrets, stack({ outputs: [{ ...output, sensitive: true }] }))).toEqual(['proved']);
    }
    expect(outcomes(secrets, vm({ extra_config: { 'guestinfo.tok': reference(STACK, 'random_password.db', 'id') } }))).toEqual(['proved']);
  });

  test('a mark taken off on purpose is undecided where the value is shown', () => {
    const off = unknown('variable', '${nonsensitive(var.pw)}', `${STACK}/var.pw`);
    expect(outcomes(secrets, vm({ extra_config: { 'guestinfo.tok': off } }))).toEqual(['undecided']);
    expect(outcomes(secrets, stack({ outputs: [{ name: 'o', value: off, sensitive: false, containsSensitive: false }] }))).toEqual(['undecided']);
  });

  test('a Secret within a List fails, and so does a password in an environment variable, a ConfigMap or another kind', () => {
    const of = (kind: string, body: unknown, apiVersion = 'v1') =>
      outcomes(secrets, anEstate({ stacks: [], manifests: [manifest({ kind, body, apiVersion })] }));
    const inner = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'x' }, stringData: { a: CLEAR } };
    expect(of('List', { kind: 'List', items: [{ kind: 'List', items: [inner] }] })).toEqual(['refuted']);
    expect(of('Pod', { spec: { containers: [{ env: [{ name: 'DB_PASSWORD', value: CLEAR }] }] } })).toEqual(['refuted']);
    expect(of('ConfigMap', { data: { 'api-key': CLEAR } })).toEqual(['refuted']);
    expect(of('Database', { spec: { password: CLEAR } }, 'acme.io/v1')).toEqual(['refuted']);
    expect(
      of('Pod', { spec: { containers: [{ env: [{ name: 'DB_PASSWORD', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } }] }] } }),
    ).toEqual(['proved']);
    expect(
      of('Pod', {
        spec: {
          containers: [
            {
              env: [
                { name: 'DB_PASSWORD', value: '$(OTHER)' },
                { name: 'DB_PASSWORD_FILE', value: 'x' },
              ],
            },
          ],
        },
      }),
    ).toEqual(['proved']);
    expect(of('ExternalSecret', { spec: { target: { template: { data: { password: '{{ .pw }}' } } } } })).toEqual(['proved']);
    expect(of('SealedSecret', { kind: 'SealedSecret', spec: { encryptedData: { password: 'AgB' } } })).toEqual(['proved']);
  });

  test('a baseline of a mild fault does not cover a worse one in its place', () => {
    const unmarked = stack({ variables: [{ name: 'pw', sensitive: false }], resources: [aResource('acme_x', 'x', { password: variable('pw') })] });
    const literal = stack({ resources: [aResource('acme_x', 'x', { password: CLEAR })] });
    const [mild, worse] = [unmarked, literal].map((estate) => refutations(secrets, estate)[0]!);
    expect(mild!.subject).toEqual(worse!.subject);
    expect(mild!.key).not.toBe(worse!.key);
  });

  test('what is made of a sensitive variable in a way that nobody follows is undecided where it is shown', () => {
    const made = unknown('function', '${base64gzip(var.pw)}', `${STACK}/output.o`);
    const variables = [
      { name: 'pw', sensitive: true },
      { name: 'size', sensitive: false },
    ];
    const shown = (value: Value) => [
      outcomes(secrets, stack({ variables, resources: [aResource('vsphere_virtual_machine', 'vm', { extra_config: { 'guestinfo.tok': value } })] })),
      outcomes(secrets, stack({ variables, outputs: [{ name: 'o', value, sensitive: false, containsSensitive: false }] })),
    ];
    expect(shown(made)).toEqual([['undecided'], ['undecided']]);
    expect(shown(unknown('function', '${base64gzip(var.size)}', `${STACK}/output.o`))).toEqual([['proved'], ['proved']]);
  });

  test('a credential that is the default of a variable names the variable, and is not printed', () => {
    const estate = stack({
      variables: [{ name: 'pw', sensitive: false, default: CLEAR }],
      resources: [aResource('vsphere_host', 'h', { password: CLEAR })],
    });
    expect(text(refutations(secrets, estate)[0])).toEqual([
      '`password` of `site/h` is a secret in clear',
      'found: a literal stands where a credential belongs: it is the default of `var.pw`',
      'hint: `var.pw` without its default, and `sensitive: true`: `TF_VAR_pw` gives it',
    ]);
    const other = stack({
      variables: [{ name: 'user', sensitive: false, default: 'root' }],
      resources: [aResource('vsphere_host', 'h', { password: CLEAR })],
    });
    expect(text(refutations(secrets, other)[0])[1]).toBe('found: a literal stands where a credential belongs');
  });

  test('what an attribute is does not depend on what was asked before', () => {
    const asked = () => [
      credentialAt('acme', 'token'),
      credentialAt('acme', 'token', true),
      credentialAt('vsphere_host', 'password'),
      credentialAt('acme', '0.password'),
    ];
    const guess = { hidden: false, guessed: true };
    const answers = [undefined, guess, { hidden: true, guessed: false }, guess];
    expect(asked()).toEqual(answers);
    expect(asked()).toEqual(answers);
  });

  test('leaves come in order, however deep, with lists by position', () => {
    const value = { a: [1, { b: 'x' }], c: variable('v'), d: null, e: [] };
    expect(leavesOf(value).map(({ path }) => path)).toEqual(['a.0', 'a.1.b', 'c', 'd']);
  });
});
