import fc from 'fast-check';
import { alternativesTo, availabilityOf, groupOf, isNamespaced, kindsLike, NEWEST_MINOR, OLDEST_MINOR } from '../../../lib/proofs/kubernetes-api';
import { APIS } from '../../../lib/proofs/kubernetes-api/table';

describe('the table of APIs', () => {
  test.each<[string, string, number, string]>([
    ['policy/v1beta1', 'PodDisruptionBudget', 30, 'gone'],
    ['policy/v1beta1', 'PodSecurityPolicy', 30, 'gone'],
    ['policy/v1', 'PodDisruptionBudget', 30, 'served'],
    ['flowcontrol.apiserver.k8s.io/v1beta3', 'FlowSchema', 31, 'served'],
    ['flowcontrol.apiserver.k8s.io/v1beta3', 'FlowSchema', 32, 'gone'],
    ['resource.k8s.io/v1', 'ResourceClaim', 33, 'not-yet'],
    ['resource.k8s.io/v1', 'ResourceClaim', 34, 'served'],
    ['resource.k8s.io/v1beta1', 'ResourceClaim', 34, 'off'],
    ['networking.k8s.io/v1', 'ServiceCIDR', 32, 'not-yet'],
    ['networking.k8s.io/v1', 'ServiceCIDR', 33, 'served'],
    ['networking.k8s.io/v1beta1', 'ServiceCIDR', 32, 'off'],
    ['extensions/v1beta1', 'Ingress', 34, 'gone'],
    ['autoscaling/v2beta2', 'HorizontalPodAutoscaler', 30, 'gone'],
    ['storage.k8s.io/v1', 'VolumeAttributesClass', 34, 'served'],
    ['admissionregistration.k8s.io/v1', 'MutatingAdmissionPolicy', 35, 'not-yet'],
    ['v1', 'Pod', 37, 'served'],
    ['v1', 'Deployment', 34, 'none'],
    ['apps/v9', 'Deployment', 34, 'none'],
    ['argoproj.io/v1alpha1', 'Application', 34, 'foreign'],
    ['gateway.networking.k8s.io/v1', 'Gateway', 34, 'foreign'],
  ])('%s %s in 1.%i is %s', (apiVersion, kind, minor, is) => {
    expect(availabilityOf(apiVersion, kind, minor).is).toBe(is);
  });

  test('says until when an API was there, and what replaced it', () => {
    expect(availabilityOf('policy/v1beta1', 'PodDisruptionBudget', 34)).toEqual({
      is: 'gone',
      until: 25,
      replacement: 'policy/v1 PodDisruptionBudget',
    });
  });

  test('says since when an API is deprecated, and until when it is there', () => {
    expect(availabilityOf('flowcontrol.apiserver.k8s.io/v1beta3', 'FlowSchema', 30)).toEqual({
      is: 'served',
      switched: false,
      deprecation: { since: 29, until: 32, replacement: 'flowcontrol.apiserver.k8s.io/v1 FlowSchema' },
    });
  });

  test('an API is deprecated from the version on that says so', () => {
    const switches = { 'networking.k8s.io/v1beta1': true };
    const served = [33, 34].map((minor) => availabilityOf('networking.k8s.io/v1beta1', 'IPAddress', minor, switches));
    expect(served).toEqual([
      { is: 'served', switched: true },
      { is: 'served', switched: true, deprecation: { since: 34, until: 37 } },
    ]);
  });

  test('knows which kinds lie in a namespace', () => {
    expect([
      isNamespaced('apps/v1', 'Deployment'),
      isNamespaced('v1', 'Namespace'),
      isNamespaced('policy/v1beta1', 'PodSecurityPolicy'),
      isNamespaced('argoproj.io/v1alpha1', 'Application'),
    ]).toEqual([true, false, false, undefined]);
  });

  test('has each kind once, and its versions in order', () => {
    const keys = APIS.map(([apiVersion, kind]) => `${apiVersion} ${kind}`);
    expect(new Set(keys).size).toBe(keys.length);
    for (const [apiVersion, kind, , , since, until = Infinity] of APIS) expect([apiVersion, kind, since < until]).toEqual([apiVersion, kind, true]);
  });
});

describe('what an API server is told to serve', () => {
  const claim = (switches: Record<string, boolean>) => availabilityOf('resource.k8s.io/v1beta1', 'ResourceClaim', 34, switches);

  test('counts, the group version before the stage, the stage before all', () => {
    expect(claim({ 'resource.k8s.io/v1beta1': true })).toMatchObject({ is: 'served', switched: true });
    expect(claim({ 'api/beta': true }).is).toBe('served');
    expect(claim({ 'api/all': true }).is).toBe('served');
    expect(claim({ 'api/alpha': true }).is).toBe('off');
    expect(claim({ 'api/beta': true, 'resource.k8s.io/v1beta1': false }).is).toBe('off');
    expect(claim({ 'api/all': true, 'api/beta': false }).is).toBe('off');
  });

  test('switches off what is on by default', () => {
    expect(availabilityOf('apps/v1', 'Deployment', 34, { 'apps/v1': false })).toEqual({ is: 'off', switched: true });
    expect(availabilityOf('apps/v1', 'Deployment', 34, { 'api/ga': false }).is).toBe('off');
  });

  test('brings back nothing that is gone', () => {
    expect(availabilityOf('policy/v1beta1', 'PodDisruptionBudget', 34, { 'policy/v1beta1': true }).is).toBe('gone');
  });
});

describe('alternatives', () => {
  test('are what the version serves of the kind, also where it moved to another group', () => {
    expect(alternativesTo('policy/v1beta1', 'PodDisruptionBudget', 34)).toEqual(['policy/v1']);
    expect(alternativesTo('extensions/v1beta1', 'Ingress', 34)).toEqual(['networking.k8s.io/v1']);
    expect(alternativesTo('extensions/v1beta1', 'Deployment', 34)).toEqual(['apps/v1']);
    expect(alternativesTo('resource.k8s.io/v1', 'ResourceClaim', 33)).toEqual([]);
    expect(alternativesTo('autoscaling/v2beta2', 'HorizontalPodAutoscaler', 34)).toEqual(['autoscaling/v2', 'autoscaling/v1']);
  });

  test('are written right', () => {
    expect(kindsLike('apps/v1', 'deployment')).toEqual(['Deployment']);
    expect(kindsLike('apps/v1', 'Deploy')).toEqual([]);
  });

  test('are served by default, and never the kind itself', () => {
    fc.assert(
      fc.property(fc.constantFrom(...APIS), fc.integer({ min: OLDEST_MINOR, max: NEWEST_MINOR }), ([apiVersion, kind], minor) => {
        for (const other of alternativesTo(apiVersion, kind, minor)) {
          expect(other).not.toBe(apiVersion);
          expect(availabilityOf(other, kind, minor).is).toBe('served');
        }
      }),
    );
  });
});

test('a group is what stands before the slash', () => {
  expect([groupOf('v1'), groupOf('apps/v1')]).toEqual(['', 'apps']);
});

test('the answer agrees with the row, read naively', () => {
  fc.assert(
    fc.property(fc.constantFrom(...APIS), fc.integer({ min: OLDEST_MINOR, max: NEWEST_MINOR }), (row, minor) => {
      const [apiVersion, kind, , byDefault, since, until = Infinity] = row;
      const minors = Array.from({ length: 60 }, (_, i) => i).filter((each) => each >= since && each < until);
      const expected = minors.includes(minor) ? (byDefault === 'on' ? 'served' : 'off') : minor < since ? 'not-yet' : 'gone';
      expect(availabilityOf(apiVersion, kind, minor).is).toBe(expected);
    }),
    { numRuns: 300 },
  );
});
