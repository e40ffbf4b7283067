import { PodSecurity, type PodSecurityProps } from '../../../lib/layers/kubernetes/pod-security';
import { KubernetesVersion } from '../../../lib/layers/kubernetes/version';

describe('PodSecurity', () => {
  test.each([
    ['privileged', PodSecurity.privileged()],
    ['baseline', PodSecurity.baseline()],
    ['restricted', PodSecurity.restricted()],
  ] as const)('%s holds to its level, of the latest version', (level, security) => {
    expect(security.namespaceLabels()).toEqual({
      'pod-security.kubernetes.io/enforce': level,
      'pod-security.kubernetes.io/enforce-version': 'latest',
    });
    expect(security.toFacts()).toEqual({ enforce: level, enforceVersion: 'latest', exemptNamespaces: [] });
  });

  test('takes a version, audits and warns', () => {
    const security = PodSecurity.baseline({ version: KubernetesVersion.of('1.34.1'), audit: 'restricted', warn: 'restricted' });
    expect(security.namespaceLabels()).toEqual({
      'pod-security.kubernetes.io/enforce': 'baseline',
      'pod-security.kubernetes.io/enforce-version': 'v1.34',
      'pod-security.kubernetes.io/audit': 'restricted',
      'pod-security.kubernetes.io/audit-version': 'v1.34',
      'pod-security.kubernetes.io/warn': 'restricted',
      'pod-security.kubernetes.io/warn-version': 'v1.34',
    });
  });

  test('configures the API server for namespaces without labels', () => {
    expect(PodSecurity.restricted({ exemptNamespaces: ['kube-system'] }).admissionConfiguration()).toEqual({
      apiVersion: 'pod-security.admission.config.k8s.io/v1',
      kind: 'PodSecurityConfiguration',
      defaults: { enforce: 'restricted', 'enforce-version': 'latest' },
      exemptions: { usernames: [], runtimeClasses: [], namespaces: ['kube-system'] },
    });
  });

  test('is known by its brand', () => {
    expect([PodSecurity.isPodSecurity(PodSecurity.baseline()), PodSecurity.isPodSecurity({ enforce: 'baseline' })]).toEqual([true, false]);
  });

  test.each<[string, Record<string, unknown>, string]>([
    [
      'a text as version',
      { version: '1.34' },
      'version of Pod Security must be a KubernetesVersion, got "1.34"; give one such as `KubernetesVersion.V1_34`',
    ],
    ['another level', { audit: 'strict' }, 'audit of Pod Security must be one of "privileged", "baseline", "restricted", got "strict"'],
    ['another level to warn of', { warn: 1 }, 'warn of Pod Security must be one of'],
    ['a namespace twice', { exemptNamespaces: ['a', 'a'] }, 'exemptNamespaces of Pod Security must differ, got "a" for number 1 and number 2'],
    ['a namespace outside a list', { exemptNamespaces: 'kube-system' }, 'exemptNamespaces of Pod Security must be a list'],
  ])('refuses %s', (_, props, message) => {
    expect(() => PodSecurity.baseline(props as PodSecurityProps)).toThrow(message);
  });

  test('refuses props that are none', () => {
    expect(() => PodSecurity.baseline(null as never)).toThrow('Pod Security must be an object, got null');
  });
});
