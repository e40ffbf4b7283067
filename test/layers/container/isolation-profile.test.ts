import { ApiObject, Chart, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-34';
import { AppArmorProfile, Capabilities, IsolationProfile, SeccompProfile } from 'cdk-strata/container';

const chart = () => new Chart(Testing.app(), 'chart');
const deployment = (scope: Chart) =>
  new kplus.Deployment(scope, 'web', {
    containers: [{ image: 'web', securityContext: { user: 65532 } }],
    initContainers: [{ image: 'init', name: 'init' }],
    securityContext: { fsGroup: 2000 },
  });
const specOf = (scope: Chart) => (Testing.synth(scope) as { spec: { template: { spec: Record<string, unknown> } } }[])[0]!.spec.template.spec;

describe('a restricted profile', () => {
  test('has what the Pod Security Standard asks for', () => {
    const { pod, container, podSpec } = IsolationProfile.restricted();
    expect(pod).toEqual({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
    expect(container).toEqual({
      privileged: false,
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(podSpec).toEqual({});
  });

  test('is written over a Deployment of cdk8s-plus, and leaves the rest of it alone', () => {
    const scope = chart();
    const web = deployment(scope);
    IsolationProfile.restricted({
      userNamespaces: true,
      runtimeClassName: 'runsc',
      runAsUser: 1000,
      capabilities: Capabilities.dropAll(['NET_BIND_SERVICE']),
      appArmor: AppArmorProfile.localhost({ name: 'k8s-web' }),
      seccomp: SeccompProfile.localhost({ path: 'profiles/web.json' }),
    }).applyTo(web);
    const spec = specOf(scope);
    expect(spec).toMatchSnapshot();
    expect(web.node.validate()).toEqual([]);
  });

  test('keeps what a container says of its own that the profile does not speak of', () => {
    const scope = chart();
    IsolationProfile.restricted({ readOnlyRootFilesystem: false }).applyTo(deployment(scope));
    const [web] = specOf(scope).containers as [{ securityContext: object }];
    expect(web.securityContext).toMatchObject({ runAsUser: 65532, readOnlyRootFilesystem: false, allowPrivilegeEscalation: false });
  });

  test('takes from a container what would contradict the pod', () => {
    const scope = chart();
    const spec = { containers: [{ name: 'web', image: 'web', securityContext: { seccompProfile: { type: 'Unconfined' } } }] };
    const object = new ApiObject(scope, 'web', { apiVersion: 'batch/v1', kind: 'CronJob', spec: { jobTemplate: { spec: { template: { spec } } } } });
    IsolationProfile.restricted().applyTo(object);
    const [json] = Testing.synth(scope) as [
      { spec: { jobTemplate: { spec: { template: { spec: { containers: [{ securityContext: object }] } } } } } },
    ];
    expect(json.spec.jobTemplate.spec.template.spec.containers[0].securityContext).toEqual(IsolationProfile.restricted().container);
  });

  test('says so where a container comes after it', () => {
    const scope = chart();
    const web = deployment(scope);
    IsolationProfile.restricted().applyTo(web);
    web.addContainer({ name: 'late', image: 'late', securityContext: { allowPrivilegeEscalation: true } });
    expect(ApiObject.of(web).node.validate()).toEqual([
      'container "late" came after the isolation profile and has none; call applyTo after the last container',
    ]);
  });

  test.each<[string, () => unknown, string]>([
    [
      'root',
      () => IsolationProfile.restricted({ runAsUser: 0 }),
      'runAsUser must be a whole number from 1 to 2147483647, got 0; root is refused by the standard',
    ],
    [
      'another capability',
      () => IsolationProfile.restricted({ capabilities: Capabilities.dropAll(['SYS_ADMIN']) }),
      'no capability but NET_BIND_SERVICE, got SYS_ADMIN',
    ],
    [
      'a text for a profile',
      () => IsolationProfile.restricted({ seccomp: 'RuntimeDefault' as never }),
      'seccomp must be a SeccompProfile, got "RuntimeDefault"',
    ],
    [
      'a text for a flag',
      () => IsolationProfile.restricted({ userNamespaces: 'no' as never }),
      'userNamespaces must be one of true, false, got "no"',
    ],
    ['a chart', () => IsolationProfile.restricted().applyTo(chart()), 'a profile is for a workload, got the Chart "chart"'],
    [
      'a Service',
      () => IsolationProfile.restricted().applyTo(new kplus.Service(chart(), 'svc', { ports: [{ port: 80 }] })),
      'a profile is for what makes pods, got a Service',
    ],
  ])('refuses %s', (_, make, message) => expect(make).toThrow(message));
});

describe('the files of profiles', () => {
  test('are where the kubelet and AppArmor look for them', () => {
    const profile = IsolationProfile.restricted({
      seccomp: SeccompProfile.localhost({ path: 'profiles/web.json', profile: { defaultAction: 'SCMP_ACT_ERRNO' } }),
      appArmor: AppArmorProfile.localhost({ name: 'k8s-web', profile: 'profile k8s-web flags=(attach_disconnected) {\n  file,\n}' }),
    });
    expect(profile.files()).toMatchSnapshot();
    expect(IsolationProfile.restricted({ appArmor: AppArmorProfile.runtimeDefault() }).files()).toEqual([]);
  });

  test.each<[string, () => unknown, string]>([
    [
      'a path out of the folder',
      () => SeccompProfile.localhost({ path: '../web.json' }),
      'path must be relative to /var/lib/kubelet/seccomp and stay in it, got "../web.json"',
    ],
    ['an absolute path', () => SeccompProfile.localhost({ path: '/web.json' }), 'got "/web.json"; give one such as "profiles/web.json"'],
    [
      'a profile without a default',
      () => SeccompProfile.localhost({ path: 'a.json', profile: {} }),
      'profile.defaultAction must be an action of seccomp, got undefined',
    ],
    ['null for a profile', () => SeccompProfile.localhost({ path: 'a.json', profile: null as never }), 'profile must be an object, got null'],
    ['a name that is a path', () => AppArmorProfile.localhost({ name: 'a/b' }), 'name must be letters, digits, ".", "_" and "-", got "a/b"'],
    [
      'a profile of another name',
      () => AppArmorProfile.localhost({ name: 'a', profile: 'profile b {}' }),
      'profile must define the profile "a", got "b"',
    ],
    ['no profile in the text', () => AppArmorProfile.localhost({ name: 'a', profile: '{}' }), 'got none; begin it with `profile a`'],
    ['a capability of the kernel', () => Capabilities.dropAll(['CAP_CHOWN']), 'without "CAP_", got "CAP_CHOWN"; give "CHOWN"'],
    ['all of them', () => Capabilities.dropAll(['ALL']), 'add must be capabilities by their names, got "ALL"'],
    ['one twice', () => Capabilities.dropAll(['CHOWN', 'CHOWN']), 'add must differ, got "CHOWN"'],
  ])('are refused for %s', (_, make, message) => expect(make).toThrow(message));
});
