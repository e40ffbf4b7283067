import fc from 'fast-check';
import type { Container, Estate, Tenant, WasmGrants } from '../../../lib/estate';
import { canonicalGrant, isCovered } from '../../../lib/rules/wasm/egress';
import { grants } from '../../../lib/rules/wasm/wsm-007-grants';
import { judged, outcomes, refutations, text, undecideds } from '../../support/judge';
import { aContainer, manifested } from '../../support/kubernetes';
import { aMemory, aModule, aPolicy, aSite, aWasmWorkload, IMAGE, theDeployment, type SiteParts } from '../../support/wasm/estate';

const NONE: WasmGrants = { files: [], network: [], environment: [] };

function site(granted: Partial<WasmGrants>, container: Partial<Container> = {}, egress: readonly unknown[] = [], more: SiteParts = {}): Estate {
  return aSite({
    wasm: { grants: { ...NONE, ...granted } },
    deployment: { spec: { containers: [aContainer('wasm', { image: IMAGE, ...container })] } },
    kubernetes: { networkPolicies: [aPolicy('grants', egress)] },
    ...more,
  });
}

const LEDGER = { to: [{ ipBlock: { cidr: '10.20.8.0/24' } }], ports: [{ protocol: 'TCP', port: 5432 }] };
const PODS = {
  to: [
    { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } }, podSelector: { matchLabels: { tier: 'back', app: 'ledger' } } },
  ],
  ports: [{ port: 8080 }],
};
const DNS = {
  to: [
    { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } }, podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } } },
  ],
  ports: [
    { protocol: 'UDP', port: 53 },
    { protocol: 'TCP', port: 53 },
  ],
};
const more = (estate: Estate): string[] =>
  refutations(grants, estate)
    .filter(({ key }) => key === 'more')
    .flatMap(({ witness }) => witness.map(({ label, text: what }) => `${label}: ${what}`));
const less = (estate: Estate): string[] =>
  refutations(grants, estate)
    .filter(({ key }) => key === 'less')
    .flatMap(({ witness }) => witness.map(({ label, text: what }) => `${label}: ${what}`));

describe('WSM-007', () => {
  test('passes where the manifests give what is granted, no more and no less', () => {
    expect(outcomes(grants, aSite())).toEqual(['proved']);
    const granted = {
      files: [{ path: '/etc/rates', readOnly: true }],
      environment: ['LOG'],
      network: ['10.20.8.0/24:5432', 'shop/app=ledger,tier=back:8080'],
    };
    const container = { volumeMounts: [{ name: 'a', mountPath: '/etc/rates', readOnly: true }], env: [{ name: 'LOG', value: 'info' }] };
    expect(outcomes(grants, site(granted, container, [LEDGER, PODS, DNS]))).toEqual(['proved']);
  });

  test('fails on what is mounted, set and let through beyond that', () => {
    const container = { volumeMounts: [{ name: 'a', mountPath: '/etc/keys' }], env: [{ name: 'TOKEN' }, { name: 'LOG' }] };
    expect(text(refutations(grants, site({ environment: ['LOG'] }, container, [LEDGER]))[0])).toEqual([
      '`pricing` may touch more than it is granted',
      'files: `/etc/keys`, mounted into container `wasm`',
      'environment: `TOKEN` of container `wasm`',
      'network: `10.20.8.0/24:5432`, by the policies `grants`',
      'hint: the manifests without it, or `grants` of the workload with it',
    ]);
  });

  test('a file that is granted for reading is not to be written', () => {
    const mounted = (readOnly?: boolean) => ({ volumeMounts: [{ name: 'a', mountPath: '/data', ...(readOnly !== undefined && { readOnly }) }] });
    const of = (granted: boolean, readOnly?: boolean) => site({ files: [{ path: '/data', readOnly: granted }] }, mounted(readOnly));
    expect(more(of(true))).toEqual(['files: `/data` may be written to, and is granted for reading']);
    expect(more(of(true, false))).toEqual(['files: `/data` may be written to, and is granted for reading']);
    expect(outcomes(grants, of(true, true))).toEqual(['proved']);
    expect(outcomes(grants, of(false))).toEqual(['proved']);
    expect(less(of(false, true))).toEqual(['files: `/data` is not mounted so']);
  });

  test.each<[string, readonly unknown[], readonly string[]]>([
    ['anywhere', [{}], ['anything:any port']],
    ['any port', [{ to: LEDGER.to }], ['10.20.8.0/24:any port']],
    ['a range of ports', [{ to: LEDGER.to, ports: [{ port: 5432, endPort: 5440 }] }], ['10.20.8.0/24:5432-5440']],
    ['another protocol', [{ to: LEDGER.to, ports: [{ protocol: 'UDP', port: 5432 }] }], ['10.20.8.0/24:UDP 5432']],
    ['a wider block', [{ to: [{ ipBlock: { cidr: '10.20.0.0/16' } }], ports: LEDGER.ports }], ['10.20.0.0/16:5432']],
    ['a narrower block', [{ to: [{ ipBlock: { cidr: '10.20.8.7/32' } }], ports: LEDGER.ports }], []],
    ['a block but for some of it', [{ to: [{ ipBlock: { cidr: '10.20.8.0/24', except: ['10.20.8.1/32'] } }], ports: LEDGER.ports }], []],
    [
      'a wider block but for some of it',
      [{ to: [{ ipBlock: { cidr: '10.20.0.0/16', except: ['10.20.9.0/24'] } }], ports: LEDGER.ports }],
      ['10.20.0.0/16 except 10.20.9.0/24:5432'],
    ],
    ['pods of its own namespace', [{ to: [{ podSelector: { matchLabels: { app: 'web' } } }], ports: [{ port: 80 }] }], ['shop/app=web:80']],
    ['all pods', [{ to: [{ podSelector: {} }], ports: [{ port: 80 }] }], ['{"podSelector":{}}:80']],
    ['DNS', [DNS], []],
    ['the DNS servers on another port', [{ to: DNS.to, ports: [{ port: 8080 }] }], ['kube-system/k8s-app=kube-dns:8080']],
  ])('lets it call %s', (_, egress, extra) => {
    const granted = ['10.20.8.0/24:5432'];
    expect(more(site({ network: granted }, {}, [LEDGER, ...egress]))).toEqual(
      extra.map((each) => `network: \`${each}\`, by the policies \`grants\``),
    );
  });

  test('policies add up, each where it is for the pod and for what it calls', () => {
    const policies = (...list: ReturnType<typeof aPolicy>[]) => aSite({ kubernetes: { networkPolicies: list } });
    const own = aPolicy('grants', []);
    expect(more(policies(own, aPolicy('other', [LEDGER])))).toEqual(['network: `10.20.8.0/24:5432`, by the policies `grants` and `other`']);
    expect(more(policies(own, aPolicy('other', [LEDGER], { podSelector: { matchLabels: { app: 'web' } } })))).toEqual([]);
    expect(more(policies(own, aPolicy('other', [LEDGER], { policyTypes: ['Ingress'] })))).toEqual([]);
    expect(more(policies(own, aPolicy('other', [LEDGER], { policyTypes: undefined })))).toHaveLength(1);
    expect(more(policies(own, aPolicy('other', [LEDGER], { podSelector: {} })))).toHaveLength(1);
    expect(more(policies(own, { ...aPolicy('other', [LEDGER]), namespace: 'bank' }))).toEqual([]);
    expect(more(policies(own, { ...aPolicy('other', [LEDGER]), cluster: 'site/other' }))).toEqual([]);
    expect(more(policies())).toEqual(['network: anything: no NetworkPolicy of namespace `shop` says what its pods may call']);
    expect(more(policies(aPolicy('ingress', undefined, { policyTypes: undefined })))).toHaveLength(1);
  });

  test('the network of the node, the token of a service account and whole ConfigMaps are more', () => {
    expect(more(aSite({ deployment: { spec: { hostNetwork: true } } }))).toEqual(['network: the network of its node: `hostNetwork` is true']);
    expect(more(aSite({ deployment: { spec: { automountServiceAccountToken: true } } }))).toEqual([
      'files: the token of its service account, which is mounted',
    ]);
    const { manifest, kind, name } = theDeployment();
    const body = { kind, metadata: { name }, spec: { template: { spec: { containers: [{ envFrom: [{ configMapRef: { name: 'all' } }] }] } } } };
    const of = (content: unknown) => aSite({ manifests: [{ ...manifest, apiVersion: 'apps/v1', kind, name: 'pricing', body: content }] });
    expect(more(of(body))).toEqual(['environment: all entries of configMap `all`']);
    expect(more(of({ kind: 'List', items: [body] }))).toEqual(['environment: all entries of configMap `all`']);
    expect(more(of({ ...body, metadata: { name: 'web' } }))).toEqual([]);
  });

  test('fails, as a warning, on what is granted and not given', () => {
    const estate = site({ files: [{ path: '/etc/rates', readOnly: true }], environment: ['LOG'], network: ['10.20.8.14:5432'] });
    expect(refutations(grants, estate).map((verdict) => [verdict.severity, ...text(verdict)])).toEqual([
      [
        'warning',
        '`pricing` does not get all that it is granted',
        'files: `/etc/rates` is not mounted so',
        'environment: `LOG` is not set',
        'network: `10.20.8.14:5432`: no policy lets it through',
        'hint: the manifests as the workload made them, or `grants` without it',
      ],
    ]);
  });

  test('a block with something left out of it gives less than the block', () => {
    const egress = [{ to: [{ ipBlock: { cidr: '10.20.8.0/24', except: ['10.20.8.1/32'] } }], ports: LEDGER.ports }];
    expect(less(site({ network: ['10.20.8.0/24:5432'] }, {}, egress))).toEqual(['network: `10.20.8.0/24:5432`: no policy lets it through']);
  });

  test('variables of Spin have names of the operator’s', () => {
    const spin = (name: string) =>
      aSite({
        wasm: { executor: 'spin-app', grants: { ...NONE, environment: ['log_level'] } },
        deployment: { spec: { automountServiceAccountToken: undefined, containers: [aContainer('pricing', { env: [{ name }] })] } },
      });
    expect(outcomes(grants, spin('SPIN_VARIABLE_LOG_LEVEL'))).toEqual(['proved']);
    expect(more(spin('log_level'))).toEqual(['environment: `log_level` of container `pricing`']);
  });

  test.each<[string, Estate, string]>([
    [
      'a token in a policy',
      aSite({ kubernetes: { networkPolicies: [aPolicy('grants', [{ to: [{ ipBlock: { cidr: '${TfToken[1]}' } }], ports: [{ port: 1 }] }])] } }),
      'a token says what `grants` lets through, and for whom',
    ],
    [
      'a token in the selector of a policy',
      aSite({ kubernetes: { networkPolicies: [aPolicy('all', [LEDGER], { podSelector: { matchLabels: { app: '${TfToken[1]}' } } })] } }),
      'a token says what `all` lets through, and for whom',
    ],
    [
      'a service account that may mount its token',
      aSite({ deployment: { spec: { automountServiceAccountToken: undefined } } }),
      'whether its service account has its token mounted is not said by the pod, and the code could read it',
    ],
    [
      'a manifest that is not to be read',
      aSite({
        kubernetes: {
          workloads: [{ ...theDeployment(), pod: { ...theDeployment().pod, unread: ['spec.volumes.0'] } }],
          networkPolicies: [aPolicy('grants', [])],
        },
      }),
      'what the manifest says as `spec.volumes.0` is not to be read',
    ],
  ])('is undecided with %s', (_, estate, reason) => {
    expect(undecideds(grants, estate).map((verdict) => verdict.reason)).toEqual([reason]);
    expect(outcomes(grants, estate)).toEqual(['undecided']);
  });

  describe('of memory that is shared', () => {
    const importing = aModule({ memories: [aMemory({ shared: true, imported: true })] });
    const namespace = (name: string) => ({ ...manifested('v1', 'Namespace', name, { namespace: null }), namespace: null as null });
    const tenant = (name: string): Tenant => ({
      name,
      path: `site/${name}`,
      machines: { ids: [], missing: [] },
      networks: { ids: [], missing: [] },
      namespaces: { ids: [namespace(name).id], missing: [] },
    });
    const other = { ...theDeployment(), id: 'bank/other', name: 'other', namespace: 'bank' };
    const site2 = (artifact: ReturnType<typeof aModule>, tenants: readonly Tenant[]): Estate => {
      const base = aSite({ wasm: { artifact }, tenants });
      return {
        ...base,
        kubernetes: { ...base.kubernetes, workloads: [theDeployment(), other], namespaces: [namespace('shop'), namespace('bank')] },
        wasm: { ...base.wasm, wasmWorkloads: [...base.wasm.wasmWorkloads, aWasmWorkload({ path: 'site/prod/bank/other', workloads: [other.id] })] },
      };
    };

    test('fails beside code of another tenant', () => {
      const found = refutations(grants, site2(importing, [tenant('shop'), tenant('bank')])).filter(({ key }) => key === 'shared-memory');
      expect(found.map((verdict) => text(verdict))).toEqual([
        [
          '`pricing` imports a shared memory, beside code of another tenant',
          'code: `modules/pricing.wasm`',
          'tenants: `shop` and `bank`',
          'beside: `other`',
          'hint: the module built with a memory of its own, or a pool for each tenant',
        ],
      ]);
    });

    test('is undecided where no other tenant is known there', () => {
      expect(undecideds(grants, site2(importing, [])).map(({ key }) => key)).toContain('shared-memory');
      expect(
        undecideds(
          grants,
          site2(importing, [{ ...tenant('all'), namespaces: { ids: [namespace('shop').id, namespace('bank').id], missing: [] } }]),
        ).map(({ key }) => key),
      ).toContain('shared-memory');
    });

    test.each([
      ['its own', { shared: true, imported: false }],
      ['imported and not shared', { shared: false, imported: true }],
    ])('a memory that is %s is shared with nobody', (_, change) => {
      const verdicts = judged(grants, site2(aModule({ memories: [aMemory(change)] }), [tenant('shop'), tenant('bank')]));
      expect(verdicts.filter((each) => each.verdict !== 'proved' && each.key === 'shared-memory')).toEqual([]);
    });
  });

  test('a grant covers itself, however it is written', () => {
    const labels = fc.uniqueArray(fc.constantFrom('a=1', 'b=2', 'c=3'), { minLength: 1 });
    fc.assert(
      fc.property(labels, fc.integer({ min: 1, max: 65_535 }), (list, port) => {
        const grant = `shop/${list.join(',')}:${port}`;
        expect(isCovered(canonicalGrant(grant), [canonicalGrant(`shop/${[...list].reverse().join(',')}:${port}`)])).toBe(true);
      }),
      { numRuns: 50 },
    );
    expect(canonicalGrant('10.0.0.1:80')).toBe('10.0.0.1/32:80');
  });
});
