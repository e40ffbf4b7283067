import { isFields, type KubernetesObject } from './object';
import { nanos } from './quantity';

/** A way in which the API server gives back something else than it was sent and means the same. */
export interface Normalisation {
  readonly name: string;
  /** The page that says so. */
  readonly source: string;
  /** What the server would be sent to the same effect. @default - as it stands */
  readonly rewritten?: (sent: KubernetesObject) => KubernetesObject;
  /** Whether it explains that a field differs. @default - never */
  readonly explains?: (difference: Difference) => boolean;
  /** Whether the server adds to the end of that list. @default - to none */
  readonly lengthens?: (difference: Difference) => boolean;
}

export interface Difference {
  readonly object: KubernetesObject;
  /** Keys and indices from the object's root. */
  readonly path: readonly (string | number)[];
  readonly sent: unknown;
  /** Undefined where the field is not there. */
  readonly readBack: unknown;
}

const QUANTITY = 'https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/';
const CONVENTIONS = 'https://github.com/kubernetes/community/blob/master/contributors/devel/sig-architecture/api-conventions.md#optional-vs-required';
const CONTROLLERS = 'https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/';

/** Fields that hold quantities by resource name. */
const OF_QUANTITIES = ['requests', 'limits', 'capacity', 'allocatable', 'hard', 'podFixed', 'min', 'max', 'default', 'defaultRequest'];

/** Fields that are a quantity themselves. */
const QUANTITIES = ['sizeLimit', 'averageValue', 'divisor', 'maximumVolumeSize'];

/** Lists of a pod that admission adds to: the service account's token, and tolerations of a node that is away for five minutes. */
const LENGTHENED = ['volumes', 'volumeMounts', 'tolerations', 'imagePullSecrets'];

export const NORMALISATIONS: readonly Normalisation[] = [
  {
    name: 'a quantity is written the short way',
    source: QUANTITY,
    explains: ({ object, path, sent, readBack }) => {
      if (!isBuiltIn(object) || !isQuantity(path) || !isScalar(sent) || !isScalar(readBack)) return false;
      const value = nanos(sent);
      return value !== undefined && value === nanos(readBack);
    },
  },
  {
    name: 'null is no value',
    source: 'https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#defaulting-and-nullable',
    explains: ({ sent, readBack }) => sent === null && readBack === undefined,
  },
  {
    name: 'what is empty, zero or false is left out',
    source: CONVENTIONS,
    explains: ({ object, sent, readBack }) => isBuiltIn(object) && readBack === undefined && isEmpty(sent),
  },
  {
    name: 'stringData goes into data',
    source: 'https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/secret-v1/',
    rewritten: (sent) => {
      const { stringData, ...rest } = sent;
      if (sent.apiVersion !== 'v1' || sent.kind !== 'Secret' || !isFields(stringData)) return sent;
      const encoded = Object.entries(stringData).map(([key, text]) => [key, Buffer.from(String(text)).toString('base64')]);
      return { ...rest, data: { ...(rest.data as object | undefined), ...Object.fromEntries(encoded) } } as unknown as KubernetesObject;
    },
  },
  {
    name: "admission adds to some of a pod's lists",
    source: CONTROLLERS,
    lengthens: ({ object, path }) => object.apiVersion === 'v1' && object.kind === 'Pod' && LENGTHENED.includes(String(path.at(-1))),
  },
];

function isQuantity(path: readonly (string | number)[]): boolean {
  const [field, parent] = [String(path.at(-1)), String(path.at(-2))];
  return OF_QUANTITIES.includes(parent) || QUANTITIES.includes(field) || (field === 'value' && parent === 'target');
}

/** Of what the server keeps as a Go type. Custom resources are kept as they are written. */
function isBuiltIn({ apiVersion }: KubernetesObject): boolean {
  const [group, version] = apiVersion.split('/') as [string, string | undefined];
  return version === undefined || BUILT_IN.includes(group);
}

/** Other groups end in `k8s.io` as well and come as definitions, such as those of the Gateway API. */
const BUILT_IN = [
  'apps',
  'autoscaling',
  'batch',
  'policy',
  ...[
    'admissionregistration',
    'apiextensions',
    'apiregistration',
    'certificates',
    'coordination',
    'discovery',
    'events',
    'flowcontrol.apiserver',
    'networking',
    'node',
    'rbac.authorization',
    'resource',
    'scheduling',
    'storage',
  ].map((group) => `${group}.k8s.io`),
];

function isScalar(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  if (isFields(value)) return Object.values(value).every((each) => each === null || isEmpty(each));
  return value === '' || value === 0 || value === false;
}
