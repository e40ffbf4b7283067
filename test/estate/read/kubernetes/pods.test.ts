import { deployment, estateFrom, FILE, workloadFrom } from './yaml';

const spec = (fields: object): object => workloadFrom(deployment(fields)).pod.spec;
const container = (fields: object, more: object = {}): object => ({ containers: [{ name: 'web', ...fields }], ...more });

test('everything that a rule reads of a pod is kept, and nothing else', () => {
  const probe = { httpGet: { host: 'h', port: 1 }, tcpSocket: { port: 2 }, periodSeconds: 3 };
  const security = {
    privileged: true,
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    runAsNonRoot: true,
    runAsUser: 0,
    procMount: 'Default',
    capabilities: { add: ['A'], drop: ['ALL'] },
    seccompProfile: { type: 'RuntimeDefault', localhostProfile: 'p' },
    appArmorProfile: { type: 'Localhost' },
    seLinuxOptions: { type: 't', user: 'u', role: 'r', level: 'l' },
    windowsOptions: { hostProcess: false, gmsaCredentialSpec: 'g' },
  };
  const one = {
    name: 'web',
    image: 'i',
    command: ['c'],
    env: [
      { name: 'A', value: 'b' },
      { name: 'S', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } },
    ],
    ports: [{ name: 'http', containerPort: 80, hostPort: 8080, hostIP: '::' }],
    resources: { requests: { cpu: '1' }, limits: { cpu: '2' }, claims: [] },
    restartPolicy: 'Always',
    securityContext: { ...security, runAsGroup: 5 },
    volumeMounts: [{ name: 'v', mountPath: '/v', readOnly: true, subPath: 's' }],
    livenessProbe: probe,
    readinessProbe: probe,
    startupProbe: {},
    lifecycle: { postStart: probe, preStop: {} },
  };
  const whole = {
    containers: [one],
    initContainers: [{ name: 'init' }],
    ephemeralContainers: [{ name: 'debug', targetContainerName: 'web' }],
    overhead: { cpu: '1m' },
    resources: { requests: { memory: '1Gi' } },
    runtimeClassName: 'kata',
    nodeName: 'n',
    nodeSelector: { disk: 'ssd' },
    priorityClassName: 'high',
    schedulerName: 'batch',
    hostNetwork: false,
    hostPID: true,
    hostIPC: true,
    hostUsers: false,
    serviceAccountName: 'sa',
    automountServiceAccountToken: false,
    securityContext: {
      runAsNonRoot: false,
      runAsUser: 7,
      seccompProfile: { type: 'Unconfined' },
      appArmorProfile: { type: 'Unconfined' },
      seLinuxOptions: {},
      sysctls: [{ name: 'a.b', value: '1' }],
      windowsOptions: { hostProcess: true },
      fsGroup: 3,
    },
    os: { name: 'linux' },
    terminationGracePeriodSeconds: 5,
  };
  const read = { httpGet: { host: 'h' }, tcpSocket: {} };
  expect(spec(whole)).toEqual({
    containers: [
      {
        name: 'web',
        image: 'i',
        env: [{ name: 'A', value: 'b' }, { name: 'S' }],
        ports: [{ name: 'http', containerPort: 80, hostPort: 8080, protocol: 'TCP' }],
        resources: { requests: { cpu: '1' }, limits: { cpu: '2' } },
        restartPolicy: 'Always',
        securityContext: {
          ...security,
          seccompProfile: { type: 'RuntimeDefault' },
          seLinuxOptions: { type: 't', user: 'u', role: 'r' },
          windowsOptions: { hostProcess: false },
        },
        volumeMounts: [{ name: 'v', mountPath: '/v', readOnly: true }],
        livenessProbe: read,
        readinessProbe: read,
        startupProbe: {},
        lifecycle: { postStart: read, preStop: {} },
      },
    ],
    initContainers: [{ name: 'init' }],
    ephemeralContainers: [{ name: 'debug' }],
    overhead: { cpu: '1m' },
    resources: { requests: { memory: '1Gi' } },
    runtimeClassName: 'kata',
    nodeName: 'n',
    nodeSelector: { disk: 'ssd' },
    priorityClassName: 'high',
    schedulerName: 'batch',
    hostNetwork: false,
    hostPID: true,
    hostIPC: true,
    hostUsers: false,
    serviceAccountName: 'sa',
    automountServiceAccountToken: false,
    securityContext: {
      runAsNonRoot: false,
      runAsUser: 7,
      seccompProfile: { type: 'Unconfined' },
      appArmorProfile: { type: 'Unconfined' },
      seLinuxOptions: {},
      sysctls: [{ name: 'a.b' }],
      windowsOptions: { hostProcess: true },
    },
    os: { name: 'linux' },
  });
});

describe('what the API takes for what is left out', () => {
  test('a limit for a request, resource by resource', () => {
    expect(spec(container({ resources: { limits: { cpu: 1, memory: '1Gi' }, requests: { cpu: '500m' } } }))).toMatchObject({
      containers: [{ resources: { requests: { cpu: '500m', memory: '1Gi' }, limits: { cpu: '1', memory: '1Gi' } } }],
    });
    expect(spec({ initContainers: [{ name: 'i', resources: { limits: { cpu: '1' } } }] })).toMatchObject({
      initContainers: [{ resources: { requests: { cpu: '1' } } }],
    });
    expect(spec(container({ resources: { requests: { cpu: '1' } } }))).toMatchObject({ containers: [{ resources: { requests: { cpu: '1' } } }] });
  });

  test('the port itself on the network of the node', () => {
    const ports = [{ containerPort: 80 }, { containerPort: 81, hostPort: 0, protocol: 'UDP' }, { containerPort: 82, hostPort: 8082 }];
    expect(spec(container({ ports }, { hostNetwork: true }))).toMatchObject({
      containers: [{ ports: [{ hostPort: 80 }, { hostPort: 81 }, { hostPort: 8082 }] }],
    });
    expect(spec(container({ ports }))).toMatchObject({ containers: [{ ports: [{ containerPort: 80, protocol: 'TCP' }, { protocol: 'UDP' }, {}] }] });
  });

  test('of a toleration, a topology spread and a term of affinity', () => {
    const selector = { matchLabels: { app: 'web' }, matchExpressions: [{ key: 'k', operator: 'Exists' }] };
    const read = { matchLabels: { app: 'web' }, matchExpressions: [{ key: 'k', operator: 'Exists', values: [] }] };
    const found = spec({
      tolerations: [{ key: 'gpu' }, { operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 5 }],
      topologySpreadConstraints: [
        { topologyKey: 'zone', maxSkew: 2, whenUnsatisfiable: 'ScheduleAnyway', labelSelector: selector },
        { topologyKey: 'host' },
      ],
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [{ matchExpressions: [{ key: 'k', operator: 'In', values: ['v'] }] }],
          },
          preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, preference: {} }],
        },
        podAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [] },
        podAntiAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [
            { topologyKey: 'host', labelSelector: selector },
            { topologyKey: 'host', namespaceSelector: {}, namespaces: ['a'], matchLabelKeys: ['v'], mismatchLabelKeys: ['w'] },
          ],
        },
      },
    });
    expect(found).toMatchObject({
      tolerations: [
        { key: 'gpu', operator: 'Equal' },
        { operator: 'Exists', effect: 'NoExecute' },
      ],
      topologySpreadConstraints: [
        {
          topologyKey: 'zone',
          maxSkew: 2,
          whenUnsatisfiable: 'ScheduleAnyway',
          labelSelector: read,
          matchLabelKeys: [],
          nodeAffinityPolicy: 'Honor',
          nodeTaintsPolicy: 'Ignore',
        },
        { topologyKey: 'host', maxSkew: 1, whenUnsatisfiable: 'DoNotSchedule', labelSelector: null },
      ],
      affinity: {
        nodeAffinity: { required: [{ matchExpressions: [{ key: 'k', operator: 'In', values: ['v'] }], matchFields: [] }] },
        podAffinity: {},
        podAntiAffinity: {
          required: [
            { topologyKey: 'host', labelSelector: read, namespaces: [], namespaceSelector: null },
            {
              topologyKey: 'host',
              labelSelector: null,
              namespaces: ['a'],
              namespaceSelector: { matchLabels: {}, matchExpressions: [] },
              matchLabelKeys: ['v'],
              mismatchLabelKeys: ['w'],
            },
          ],
        },
      },
    });
  });
});

test('a volume is what its field says, and an empty one where none does', () => {
  const volumes = [
    { name: 'a', emptyDir: {} },
    { name: 'b', hostPath: { path: '/' } },
    { name: 'c', persistentVolumeClaim: { claimName: 'data' } },
    { name: 'd', ephemeral: { volumeClaimTemplate: { spec: { storageClassName: 'gold' } } } },
    { name: 'e' },
    { emptyDir: null, name: 'f', csi: { driver: 'x' } },
  ];
  expect(spec({ volumes })).toMatchObject({
    volumes: [
      { name: 'a', source: 'emptyDir' },
      { name: 'b', source: 'hostPath' },
      { name: 'c', source: 'persistentVolumeClaim', claimName: 'data' },
      { name: 'd', source: 'ephemeral', storageClassName: 'gold' },
      { name: 'e', source: 'emptyDir' },
      { name: 'f', source: 'csi' },
    ],
  });
});

describe('a field of the wrong type', () => {
  test.each([
    ['a label', { nodeSelector: { disk: 5 } }, 'nodeSelector.disk', '5', 'a text'],
    ['a flag', { hostNetwork: 'yes' }, 'hostNetwork', '"yes"', '`true` or `false`'],
    ['a list', { tolerations: {} }, 'tolerations', '{}', 'a list'],
    ['an element of a list', { tolerations: ['x'] }, 'tolerations.0', '"x"', 'an object'],
    ['an object', { securityContext: [] }, 'securityContext', '[]', 'an object'],
    ['a number', { securityContext: { runAsUser: '0' } }, 'securityContext.runAsUser', '"0"', 'a whole number'],
    ['a fraction', { securityContext: { runAsUser: 0.5 } }, 'securityContext.runAsUser', '0.5', 'a whole number'],
    ['a quantity', { overhead: { cpu: '1 core' } }, 'overhead.cpu', '"1 core"', 'a quantity such as `500m` or `2Gi`'],
    ['a quantity that is no text', { overhead: { cpu: true } }, 'overhead.cpu', 'true', 'a quantity such as `500m` or `2Gi`'],
    ['one of few words', { tolerations: [{ operator: 'Like' }] }, 'tolerations.0.operator', '"Like"', 'one of `Equal`, `Exists`'],
  ])('%s is left out, noted as not read, and a fault', (_, fields, attribute, found, wanted) => {
    const { kubernetes, faults } = estateFrom(deployment(fields));
    const path = `spec.template.spec.${attribute}`;
    expect(faults).toEqual([
      { kind: 'malformed-object', file: FILE, attribute: path, found, detail: `Deployment \`web\` must have ${wanted} there` },
    ]);
    expect(kubernetes.workloads[0]).toMatchObject({ unread: [path], pod: { unread: [`spec.${attribute}`] } });
    expect(JSON.stringify(kubernetes.workloads[0]!.pod.spec)).not.toContain(found);
  });

  test('where the template is no object, nothing of the pod is known', () => {
    const broken = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec: { template: 'x' } };
    expect(estateFrom(JSON.stringify(broken)).kubernetes.workloads[0]!.pod.unread).toEqual(['metadata', 'spec']);
    expect(estateFrom(JSON.stringify({ ...broken, spec: 'x' })).kubernetes.workloads[0]!.pod.unread).toEqual(['metadata', 'spec']);
  });

  test('null is as good as left out', () => {
    const { faults, kubernetes } = estateFrom(deployment({ nodeSelector: null, tolerations: null, hostNetwork: null, runtimeClassName: null }));
    expect(faults).toEqual([]);
    expect(kubernetes.workloads[0]!.pod.spec).toEqual({ containers: [{ name: 'web' }] });
  });

  test('null in a list is none', () => {
    const { faults, kubernetes } = estateFrom(deployment({ tolerations: [null] }));
    expect(faults).toMatchObject([{ attribute: 'spec.template.spec.tolerations.0', found: 'null' }]);
    expect(kubernetes.workloads[0]!.pod.spec.tolerations).toEqual([]);
  });

  test('a name that the API demands is empty where it is left out', () => {
    const found = spec({
      containers: [{ env: [{}], volumeMounts: [{}] }],
      volumes: [{}],
      securityContext: { sysctls: [{}] },
      topologySpreadConstraints: [{}],
      affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{}] } },
    });
    expect(found).toMatchObject({
      containers: [{ name: '', env: [{ name: '' }], volumeMounts: [{ name: '', mountPath: '' }] }],
      volumes: [{ name: '', source: 'emptyDir' }],
      securityContext: { sysctls: [{ name: '' }] },
      topologySpreadConstraints: [{ topologyKey: '' }],
      affinity: { podAffinity: { required: [{ topologyKey: '' }] } },
    });
  });

  test('a requirement without key or operator is none', () => {
    const match = { matchExpressions: [{ operator: 'Exists' }, { key: 'k' }, { key: 'k', operator: 'Like' }, { key: 'k', operator: 'Exists' }] };
    const found = spec({ topologySpreadConstraints: [{ topologyKey: 'zone', labelSelector: match }] });
    expect(found).toMatchObject({
      topologySpreadConstraints: [{ labelSelector: { matchExpressions: [{ key: 'k', operator: 'Exists', values: [] }] } }],
    });
  });

  test('a long one is cut short', () => {
    expect(estateFrom(deployment({ hostPID: 'x'.repeat(500) })).faults[0]!.found).toHaveLength(121);
  });
});

describe('a token', () => {
  const TOKEN = '${TfToken[TOKEN.3]}';

  test('in a text stays, is noted as not read, and is no fault of this kind', () => {
    const { kubernetes, faults } = estateFrom(deployment({ nodeSelector: { disk: TOKEN } }));
    expect(faults).toEqual([]);
    expect(kubernetes.workloads[0]!.pod).toMatchObject({ spec: { nodeSelector: { disk: TOKEN } }, unread: ['spec.nodeSelector.disk'] });
  });

  test('in place of a number, a flag or a quantity is left out', () => {
    const { kubernetes, faults } = estateFrom(
      deployment({ ...container({ ports: [{ containerPort: -1e299 }] }), hostPID: TOKEN, overhead: { cpu: 1e299 } }),
    );
    expect(faults).toEqual([]);
    const { pod } = kubernetes.workloads[0]!;
    expect(pod.spec).toEqual({ containers: [{ name: 'web', ports: [{ protocol: 'TCP' }] }], overhead: {} });
    expect([...pod.unread!].sort()).toEqual(['spec.containers.0.ports.0.containerPort', 'spec.hostPID', 'spec.overhead.cpu']);
  });
});

test('an estate of manifests survives JSON', () => {
  const estate = estateFrom(
    deployment({ hostPID: 5, securityContext: { runAsUser: -0 }, ...container({ ports: [{ containerPort: 1e299 }] }) }, { replicas: 1e299 }),
  );
  expect(JSON.parse(JSON.stringify(estate))).toStrictEqual(estate);
});
