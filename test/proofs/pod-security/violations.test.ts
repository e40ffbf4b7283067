import fc from 'fast-check';
import type { Container, PodSpec, PodTemplate } from '../../../lib/estate';
import { isAsStrict, levelOf, violationsOf } from '../../../lib/proofs/pod-security';
import { naivelyMeets } from './naive';

const HARDENED: Container = {
  name: 'web',
  securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
};

function aPod(spec: Partial<PodSpec> = {}, annotations: Readonly<Record<string, string>> = {}): PodTemplate {
  return { labels: {}, annotations, spec: { containers: [{ name: 'web' }], ...spec } };
}

function hardened(spec: Partial<PodSpec> = {}): PodTemplate {
  return aPod({ containers: [HARDENED], securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } }, ...spec });
}

function fields(pod: PodTemplate, level: 'baseline' | 'restricted', minor: number): string[] {
  return violationsOf(pod, level, minor).map(({ field, value }) => `${field}=${value}`);
}

describe('violationsOf', () => {
  test('names the field with its container, what stands there and what may', () => {
    const init: Container = { name: 'setup', securityContext: { privileged: true } };
    expect(violationsOf(aPod({ initContainers: [init], hostPID: true }), 'baseline', 34)).toEqual([
      { check: 'privileged', field: 'spec.initContainers[setup].securityContext.privileged', value: 'true', allowed: 'false, or left out' },
      { check: 'hostNamespaces', field: 'spec.hostPID', value: 'true', allowed: 'false, or left out' },
    ]);
  });

  test('says what is left out that must stand', () => {
    expect(fields(aPod(), 'restricted', 34)).toEqual([
      'spec.containers[web].securityContext.capabilities.drop=left out',
      'spec.containers[web].securityContext.allowPrivilegeEscalation=left out',
      'spec.containers[web].securityContext.runAsNonRoot=left out',
      'spec.containers[web].securityContext.seccompProfile.type=left out',
    ]);
  });

  test('finds nothing in a hardened pod, in any version, nor at `privileged` in any pod', () => {
    for (let minor = 30; minor <= 37; minor++) expect(violationsOf(hardened(), 'restricted', minor)).toEqual([]);
    expect(violationsOf(aPod({ hostPID: true }), 'privileged', 34)).toEqual([]);
  });

  test('ephemeral containers count', () => {
    expect(fields(hardened({ ephemeralContainers: [{ name: 'debug' }] }), 'restricted', 34)).toContain(
      'spec.ephemeralContainers[debug].securityContext.allowPrivilegeEscalation=left out',
    );
  });

  test('a profile without a type is none of those allowed', () => {
    const context = { seccompProfile: {}, appArmorProfile: {} };
    expect(fields(aPod({ securityContext: context }), 'baseline', 34)).toEqual([
      'spec.securityContext.appArmorProfile.type=left out',
      'spec.securityContext.seccompProfile.type=left out',
    ]);
  });

  test('a pod that says `runAsNonRoot: false` is found once, and not in every container too', () => {
    const pod = hardened({ securityContext: { runAsNonRoot: false, seccompProfile: { type: 'RuntimeDefault' } } });
    expect(fields(pod, 'restricted', 34)).toEqual(['spec.securityContext.runAsNonRoot=false']);
  });

  const probing = hardened({ containers: [{ ...HARDENED, livenessProbe: { httpGet: { host: '127.0.0.1' } } }] });
  const engine = hardened({ securityContext: { ...hardened().spec.securityContext, seLinuxOptions: { type: 'container_engine_t' } } });
  const image = hardened({ volumes: [{ name: 'model', source: 'image' }] });
  const buffers = hardened({ securityContext: { ...hardened().spec.securityContext, sysctls: [{ name: 'net.ipv4.tcp_rmem' }] } });
  const lowat = hardened({ securityContext: { ...hardened().spec.securityContext, sysctls: [{ name: 'net.ipv4.tcp_notsent_lowat' }] } });
  const root = hardened({
    hostUsers: false,
    securityContext: { runAsNonRoot: false, runAsUser: 0, seccompProfile: { type: 'RuntimeDefault' } },
  });
  test.each<[string, PodTemplate, number, 'from' | 'until']>([
    ['probes of another host are refused', probing, 34, 'from'],
    ['the SELinux type container_engine_t is refused', engine, 31, 'until'],
    ['image volumes are refused', image, 33, 'until'],
    ['sysctls for buffers are refused', buffers, 32, 'until'],
    ['the sysctl tcp_notsent_lowat is refused', lowat, 37, 'until'],
    ['root in a user namespace is refused', root, 35, 'until'],
  ])('%s %3$s 1.%2$i', (_, pod, minor, when) => {
    const [before, after] = [violationsOf(pod, 'restricted', minor - 1).length > 0, violationsOf(pod, 'restricted', minor).length > 0];
    expect([before, after]).toEqual(when === 'from' ? [false, true] : [true, false]);
  });

  test('an unmasked /proc passes `baseline` in a user namespace from 1.35, `restricted` never', () => {
    const pod = hardened({
      hostUsers: false,
      containers: [{ ...HARDENED, securityContext: { ...HARDENED.securityContext, procMount: 'Unmasked' } }],
    });
    expect([34, 35].map((minor) => violationsOf(pod, 'baseline', minor).length)).toEqual([1, 0]);
    expect([34, 35].map((minor) => violationsOf(pod, 'restricted', minor).map(({ check }) => check))).toEqual([
      ['procMount'],
      ['procMount_restricted'],
    ]);
  });

  test('root is refused from 1.35 on too where the pod shares the users of its node', () => {
    expect(fields({ ...root, spec: { ...root.spec, hostUsers: true } }, 'restricted', 35)).toEqual([
      'spec.securityContext.runAsNonRoot=false',
      'spec.securityContext.runAsUser=0',
    ]);
  });

  test('a pod of Windows need not set what only Linux has', () => {
    const pod = aPod({ os: { name: 'windows' }, securityContext: { runAsNonRoot: true } });
    expect(violationsOf(pod, 'restricted', 34)).toEqual([]);
    expect(fields(aPod({ os: { name: 'windows' }, securityContext: { windowsOptions: { hostProcess: true } } }), 'baseline', 34)).toEqual([
      'spec.securityContext.windowsOptions.hostProcess=true',
    ]);
  });

  test('annotations of AppArmor count', () => {
    const key = 'container.apparmor.security.beta.kubernetes.io/web';
    expect(fields(aPod({}, { [key]: 'unconfined' }), 'baseline', 30)).toEqual([`metadata.annotations[${key}]="unconfined"`]);
    for (const value of ['', 'runtime/default', 'localhost/mine']) expect(violationsOf(aPod({}, { [key]: value }), 'baseline', 30)).toEqual([]);
  });
});

describe('levelOf', () => {
  test.each([
    ['restricted', hardened()],
    ['baseline', aPod()],
    ['privileged', aPod({ hostNetwork: true })],
  ] as const)('is %s', (level, pod) => {
    expect(levelOf(pod, 34)).toBe(level);
  });
});

const maybe = <T>(values: readonly T[]) => fc.constantFrom(undefined, ...values);
const context = fc.record(
  {
    privileged: fc.boolean(),
    allowPrivilegeEscalation: fc.constantFrom(false, false, true),
    runAsNonRoot: fc.boolean(),
    runAsUser: fc.constantFrom(0, 1000),
    procMount: fc.constantFrom('Default', 'Unmasked'),
    capabilities: fc.record(
      { add: fc.subarray(['NET_BIND_SERVICE', 'CHOWN', 'NET_RAW']), drop: fc.subarray(['ALL', 'CHOWN']) },
      { requiredKeys: [] },
    ),
    seccompProfile: fc.record({ type: fc.constantFrom('RuntimeDefault', 'Localhost', 'Unconfined') }),
    seLinuxOptions: fc.record({ type: fc.constantFrom('', 'container_t', 'container_engine_t', 'spc_t'), user: fc.constantFrom('', 'u') }),
    windowsOptions: fc.record({ hostProcess: fc.boolean() }),
  },
  { requiredKeys: [] },
);
const good = fc.constant(HARDENED.securityContext!);
const container = fc
  .record({ name: fc.constantFrom('a', 'b'), securityContext: fc.oneof(good, good, context), host: maybe(['', '10.0.0.1']), port: maybe([0, 80]) })
  .map(({ name, securityContext, host, port }): Container => ({
    name,
    securityContext,
    ...(host !== undefined && { readinessProbe: { tcpSocket: { host } } }),
    ...(port !== undefined && { ports: [{ hostPort: port }] }),
  }));
const pods: fc.Arbitrary<PodTemplate> = fc
  .record(
    {
      containers: fc.array(container, { minLength: 1, maxLength: 2 }),
      initContainers: fc.array(container, { maxLength: 1 }),
      hostUsers: fc.boolean(),
      hostNetwork: fc.constantFrom(false, false, true),
      os: fc.record({ name: fc.constantFrom('linux', 'windows') }),
      securityContext: fc.record({
        runAsNonRoot: fc.constantFrom(true, true, false),
        seccompProfile: fc.constant({ type: 'RuntimeDefault' }),
        sysctls: fc.subarray([{ name: 'net.ipv4.tcp_rmem' }, { name: 'net.ipv4.tcp_notsent_lowat' }, { name: 'kernel.shm_rmid_forced' }]),
      }),
      volumes: fc.subarray(['emptyDir', 'image', 'hostPath', 'nfs'].map((source) => ({ name: source, source }))),
    },
    { requiredKeys: ['containers'] },
  )
  .map((spec) => ({ labels: {}, annotations: {}, spec }));
const minors = fc.integer({ min: 30, max: 37 });
const FIXED = { numRuns: 300, seed: 7 };

describe('laws of the Pod Security Standards', () => {
  test('a pod meets a level if and only if the naive version says so', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(pods, minors, (pod, minor) => {
        for (const level of ['privileged', 'baseline', 'restricted'] as const) {
          const meets = violationsOf(pod, level, minor).length === 0;
          seen.add(`${level} ${meets}`);
          expect(meets).toBe(naivelyMeets(pod, level, minor));
        }
      }),
      FIXED,
    );
    expect([...seen].sort()).toEqual(['baseline false', 'baseline true', 'privileged true', 'restricted false', 'restricted true']);
  });

  test('what meets `restricted` meets `baseline`, but on Windows, whose pods need not say what they add', () => {
    fc.assert(
      fc.property(pods, minors, (pod, minor) => {
        if (pod.spec.os?.name === 'windows' || violationsOf(pod, 'restricted', minor).length > 0) return;
        expect(violationsOf(pod, 'baseline', minor)).toEqual([]);
      }),
      FIXED,
    );
  });

  test('a version that is as strict as another lets nothing pass that the other refuses', () => {
    fc.assert(
      fc.property(pods, minors, minors, fc.constantFrom('baseline', 'restricted'), (pod, minor, as, level) => {
        if (minor >= as || !isAsStrict(minor, as) || violationsOf(pod, level, minor).length > 0) return;
        expect(violationsOf(pod, level, as)).toEqual([]);
      }),
      FIXED,
    );
    expect([isAsStrict(33, 34), isAsStrict(30, 33), isAsStrict(34, 37)]).toEqual([false, true, true]);
  });
});
