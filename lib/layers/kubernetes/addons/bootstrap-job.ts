import { createHash } from 'node:crypto';
import { ApiObject, Yaml } from 'cdk8s';
import { Construct } from 'constructs';
import type { OciImage } from '../../container';
import type { Release } from './helm-chart';

const NAMESPACE = 'kube-system';
const NAME = 'strata-bootstrap';
const FOLDER = '/bootstrap';
/** Nobody: the image needs no user of its own. */
const USER = 65_534;
const ONE_DAY_SECONDS = 86_400;

/**
 * Installs a release that is not there, or whose installation failed or broke off. Any other is left to whoever keeps it by now, also one
 * that is just being upgraded.
 */
const INSTALL = `install() {
  release=$1 namespace=$2
  shift 2
  case "$(helm status "$release" --namespace "$namespace" 2>/dev/null | sed -n 's/^STATUS: //p')" in
    '' | failed) ;;
    pending-install) helm uninstall "$release" --namespace "$namespace" --wait ;;
    *) return ;;
  esac
  helm upgrade --install "$release" --namespace "$namespace" --create-namespace --values "${FOLDER}/$release.yaml" "$@"
}
`;

export interface BootstrapJobProps {
  /** In the order of installation. */
  readonly releases: readonly Release[];
  readonly image: OciImage;
  readonly endpoint: { readonly host: string; readonly port: number };
}

/**
 * A Job that installs what a new cluster cannot run without, before anything else can run: the network plugin, the cloud provider that takes
 * away the taint of new nodes, the controller that keeps all of it from then on.
 *
 * It runs on the network of a control-plane node, asks no DNS of the cluster, tolerates every taint, and reaches the API server by its
 * endpoint. Its name has a digest of what it does: a Job cannot be changed, so that a changed one is a new one.
 */
export class BootstrapJob extends Construct {
  public constructor(scope: Construct, { releases, image, endpoint }: BootstrapJobProps) {
    super(scope, 'bootstrap');
    const data = {
      'install.sh': `set -eu\n${INSTALL}${releases.map(command).join('\n')}\n`,
      ...Object.fromEntries(releases.map(({ name, values }) => [`${name}.yaml`, Yaml.stringify(values)])),
    };
    const digest = createHash('sha256')
      .update(JSON.stringify([data, image.reference, endpoint]))
      .digest('hex')
      .slice(0, 8);
    const name = `${NAME}-${digest}`;
    const metadata = { namespace: NAMESPACE, labels: { 'app.kubernetes.io/name': NAME } };
    new ApiObject(this, 'account', { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { ...metadata, name: NAME } });
    // Charts of network plugins make cluster roles of their own, which nobody may make who does not have what they give.
    new ApiObject(this, 'binding', {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: NAME, labels: metadata.labels },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
      subjects: [{ kind: 'ServiceAccount', name: NAME, namespace: NAMESPACE }],
    });
    new ApiObject(this, 'files', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { ...metadata, name }, data });
    new ApiObject(this, 'job', {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { ...metadata, name },
      spec: {
        backoffLimit: 30,
        ttlSecondsAfterFinished: ONE_DAY_SECONDS,
        template: { metadata: { labels: metadata.labels }, spec: podSpec(name, image, endpoint) },
      },
    });
  }
}

function command({ name, namespace, chart, repository, version }: Release): string {
  const source = repository.startsWith('oci://') ? [`${repository.replace(/\/$/, '')}/${chart}`] : [chart, '--repo', repository];
  return ['install', name, namespace, ...source, '--version', version].map(quoted).join(' ');
}

/** For a shell. */
function quoted(word: string): string {
  return /^[A-Za-z0-9_./:@+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

function podSpec(files: string, image: OciImage, { host, port }: BootstrapJobProps['endpoint']): object {
  const environment = {
    KUBERNETES_SERVICE_HOST: host,
    KUBERNETES_SERVICE_PORT: String(port),
    HOME: '/tmp',
  };
  return {
    serviceAccountName: NAME,
    restartPolicy: 'OnFailure',
    hostNetwork: true,
    // That of the node: the cluster's has no network yet.
    dnsPolicy: 'Default',
    nodeSelector: { 'node-role.kubernetes.io/control-plane': '' },
    tolerations: [{ operator: 'Exists' }],
    priorityClassName: 'system-cluster-critical',
    securityContext: { runAsNonRoot: true, runAsUser: USER, runAsGroup: USER, fsGroup: USER, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [
      {
        name: 'helm',
        image: image.reference,
        command: ['/bin/sh', `${FOLDER}/install.sh`],
        env: Object.entries(environment).map(([name, value]) => ({ name, value })),
        resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '512Mi' } },
        securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
        volumeMounts: [
          { name: 'files', mountPath: FOLDER, readOnly: true },
          { name: 'tmp', mountPath: '/tmp' },
        ],
      },
    ],
    volumes: [
      { name: 'files', configMap: { name: files } },
      { name: 'tmp', emptyDir: {} },
    ],
  };
}
