import { Duration } from 'cdk8s';
import { Token } from 'cdktf';
import { Secret } from '../../../../lib/layers/secret';
import { Bootstrap, type VaultBootstrapProps } from '../../../../lib/layers/kubernetes/bootstrap/bootstrap';
import { aCluster, aMachine, aPool, FIRST, filesOf, SECOND, SHIM, WORKER } from './plans';

const address = 'https://vault.example.com';
const planOf = (props: Partial<VaultBootstrapProps>): Record<string, unknown> =>
  JSON.parse(filesOf(aCluster({ bootstrap: Bootstrap.vault({ address, ...props }) }), WORKER)['/etc/strata/secrets.json']!) as Record<
    string,
    unknown
  >;
const PEM = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';

describe('Bootstrap.vault', () => {
  test.each([
    ['https://vault.example.com', 'https://vault.example.com', { host: 'vault.example.com', port: 443 }],
    ['https://vault.example.com:8200/', 'https://vault.example.com:8200', { host: 'vault.example.com', port: 8200 }],
    ['https://[fd00::1]:8200', 'https://[fd00::1]:8200', { host: 'fd00::1', port: 8200 }],
    ['https://example.com/vault', 'https://example.com/vault', { host: 'example.com', port: 443 }],
  ])('%s is what nodes ask, and what they have to reach', (given, asked, endpoint) => {
    expect(planOf({ address: given }).address).toBe(asked);
    expect(Bootstrap.vault({ address: given }).endpoint).toEqual(endpoint);
  });

  test('secrets lie where the program says', () => {
    expect(planOf({}).reads).toEqual(['secret/data/kubernetes/prod/join']);
    expect(planOf({ mount: 'kv', path: 'clusters/a' }).reads).toEqual(['kv/data/clusters/a/join']);
    expect(planOf({ namespace: 'team/a' }).namespace).toBe('team/a');
  });

  test('a certificate goes to the nodes, which trust Vault by it alone', () => {
    expect(planOf({ caCert: PEM }).caFile).toBe('/etc/strata/vault-ca.crt');
    expect(filesOf(aCluster({ bootstrap: Bootstrap.vault({ address, caCert: PEM }) }), WORKER)['/etc/strata/vault-ca.crt']).toBe(PEM);
    expect(planOf({})).not.toHaveProperty('caFile');
  });

  test('the variable of the tokens has a name that a shell takes, and the node says it', () => {
    const named = (name: string): unknown =>
      (JSON.parse(filesOf(aCluster({ name }), WORKER)['/etc/strata/secrets.json']!) as Record<string, unknown>).tokens;
    expect(named('prod-eu.1')).toBe('the variable prod_eu_1_wrapping_tokens');
    expect(named('1st')).toBe('the variable _1st_wrapping_tokens');
    expect(planOf({ wrappingTokens: Secret.variable('theirs') }).tokens).toBe('the wrapping tokens of the cluster');
  });

  test('its policies let a role read what it needs, and nothing else', () => {
    expect(Bootstrap.vault({ address }).policies('prod')).toEqual({
      worker: 'path "secret/data/kubernetes/prod/join" {\n  capabilities = ["read"]\n}\n',
      'control-plane':
        'path "secret/data/kubernetes/prod/join" {\n  capabilities = ["read"]\n}\n\npath "secret/data/kubernetes/prod/control-plane" {\n  capabilities = ["read"]\n}\n',
    });
    for (const role of [FIRST, SECOND, WORKER]) {
      const { reads } = JSON.parse(filesOf(aCluster(), role)['/etc/strata/secrets.json']!) as { reads: string[] };
      const policy = Bootstrap.vault({ address }).policies('prod')[role.pool.role];
      expect(reads.filter((path) => !policy.includes(`path "${path}"`))).toEqual([]);
    }
  });

  test('says what lies in the store', () => {
    expect(Bootstrap.vault({ address }).secrets('prod', true)).toMatchSnapshot();
    expect(JSON.stringify(Bootstrap.vault({ address }).secrets('prod', false))).not.toContain('encryption');
  });

  test('is told by its brand', () => {
    expect(Bootstrap.isBootstrap(Bootstrap.vault({ address }))).toBe(true);
    expect(Bootstrap.isBootstrap({ address })).toBe(false);
  });

  test.each<[Partial<VaultBootstrapProps>, string]>([
    [
      { address: 'http://vault.example.com' },
      'address of Vault must be a URL of https, known at synthesis, got "http://vault.example.com"; give one such as',
    ],
    [{ address: 'vault.example.com' }, 'got "vault.example.com"'],
    [{ address: Token.asString({ a: 1 }) }, 'got a Terraform token'],
    [{ address: 'https://me:hunter2@vault.example.com' }, 'got one with a user or password in it'],
    [{ mount: '/secret' }, 'mount of Vault must be names with slashes between them, none in front, got "/secret"'],
    [{ path: 'a"b' }, 'path of Vault must be names'],
    [{ caCert: '/etc/ca.pem' }, 'caCert must be a certificate in PEM, without a private key; give the text of the file, not its path'],
    [{ caCert: `${PEM}-----BEGIN PRIVATE KEY-----` }, 'caCert must be a certificate in PEM'],
    [{ wrappingTokens: 'hvs.x' as never }, 'wrappingTokens must be a Secret, got a string'],
    [{ joinTokenTtl: Duration.seconds(0) }, 'joinTokenTtl must be from one minute to a year, in whole seconds, got '],
    [{ joinTokenTtl: Duration.days(366) }, 'joinTokenTtl must be from one minute to a year'],
  ])('refuses %j', (props, message) => {
    expect(() => Bootstrap.vault({ address, ...props })).toThrow(message);
  });

  test('does not repeat a password that stands in the address', () => {
    expect(() => Bootstrap.vault({ address: 'https://me:hunter2@vault.example.com' })).not.toThrow('hunter2');
  });

  test('takes no secret that has no entries', () => {
    const bootstrap = Bootstrap.vault({ address, wrappingTokens: Secret.environment() });
    expect(() => bootstrap.wrappingToken(aMachine(), aCluster(), WORKER.node)).toThrow('only a variable has entries, and this secret is none');
  });
});

describe('the script', () => {
  const SCRIPT = '/usr/local/sbin/strata-bootstrap';
  const script = (role: typeof WORKER, cluster = aCluster()): string => filesOf(cluster, role)[SCRIPT]!;
  const order = (text: string, ...parts: string[]): void => {
    const places = parts.map((part) => text.indexOf(part));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  };

  test('fetches what it is told by its architecture, checks it, and only then starts containerd', () => {
    const text = script({ ...WORKER, pool: aPool({ runtimes: [SHIM], architecture: 'arm64' }) });
    order(
      text,
      `fetch 'https://example.com/shim-arm64.tar.gz' ${'b'.repeat(64)}`,
      'tar --extract --gzip --no-same-owner --file "$work/download" --directory \'/usr/local/bin\'',
      `fetch 'https://example.com/it'\\''s one' ${'c'.repeat(64)}`,
      'install --mode 0755 -D "$work/download" \'/opt/one\'',
      'systemctl restart containerd',
      'kubeadm join',
    );
    expect(text).toContain('sha256sum --check');
  });

  test('fetches nothing where the image has all', () => {
    expect(script(WORKER)).not.toMatch(/curl|fetch\(/);
  });

  test('ends at the first failure, with one line that says what to do', () => {
    const text = script(WORKER);
    expect(text).toContain('set -euo pipefail');
    expect(text).toContain('trap finish EXIT');
    expect(text).toContain('FAILED while $step');
  });

  test('does nothing on a machine that is a node', () => {
    order(script(FIRST), 'if [ -e /var/lib/strata/bootstrapped ]; then', 'exit 0', 'kubeadm init', 'touch /var/lib/strata/bootstrapped');
  });

  test('prints no join token, and takes what was secret away', () => {
    expect(script(FIRST)).toContain('kubeadm init --config /run/strata/kubeadm-init.yaml --skip-token-print');
    for (const role of [FIRST, SECOND, WORKER]) expect(script(role)).toContain('rm -rf /run/strata');
  });

  test('gives kube-vip the rights of an administrator while the cluster is made, and at no other time', () => {
    order(script(FIRST), 'kube_vip_by super-admin.conf', 'kubeadm init --config', 'kube_vip_by admin.conf');
    for (const role of [FIRST, SECOND]) expect(filesOf(aCluster(), role)['/etc/kubernetes/manifests/kube-vip.yaml']).not.toContain('super-admin');
    for (const role of [SECOND, WORKER]) expect(script(role)).not.toContain('super-admin');
    expect(filesOf(aCluster(), WORKER)).not.toHaveProperty(['/etc/kubernetes/manifests/kube-vip.yaml']);
  });

  test('of the first node joins a cluster that answers, as when the node is replaced: two would have one authority and one address', () => {
    const text = script(FIRST, aCluster({ endpoint: { host: 'api.example.com', port: 443 }, virtualIp: 'fd00::10', api: { port: 8443 } }));
    expect(text).toContain("for url in 'https://api.example.com:443/livez' 'https://[fd00::10]:8443/livez'; do");
    order(
      text,
      '--cacert /etc/kubernetes/pki/ca.crt',
      'if answers; then',
      'kubeadm join --config',
      'else\n',
      'kubeadm init --config',
      'kube_vip_by admin.conf\nfi\n',
    );
    expect(script(FIRST, aCluster({ endpoint: { host: '10.20.0.10', port: 6443 } }))).toContain("for url in 'https://10.20.0.10:6443/livez'; do");
    expect(script(SECOND)).not.toMatch(/livez|kubeadm init/);
  });

  test('kube-vip has the pinned image and the address, with the mask of its version of IP', () => {
    const pod = (virtualIp: string): string => filesOf(aCluster({ virtualIp }), SECOND)['/etc/kubernetes/manifests/kube-vip.yaml']!;
    expect(pod('10.20.0.10')).toContain('image: ghcr.io/kube-vip/kube-vip:v1.0.1@sha256:');
    expect(pod('10.20.0.10')).toContain('- name: address\n          value: 10.20.0.10\n');
    expect(pod('10.20.0.10')).toContain('- name: vip_subnet\n          value: "32"\n');
    expect(pod('fd00::10')).toContain('- name: vip_subnet\n          value: "128"\n');
  });
});
