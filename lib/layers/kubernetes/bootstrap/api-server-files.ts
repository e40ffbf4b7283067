import type { NodeFile } from '../../container';
import type { ClusterPlan } from '../plan';
import { NODE_PATHS } from './node-paths';
import { ENCRYPTION_KEY, secretNamed } from './node-secrets';
import { yamlOf } from './yaml';

/** A folder of a node in the pod of the API server. */
interface HostPathMount {
  readonly name: string;
  readonly hostPath: string;
  readonly mountPath: string;
  readonly readOnly?: true;
  readonly pathType: string;
}

/** Files that the API server reads, of every control-plane node. The encryption is with the secrets. */
export function apiServerFiles({ apiServer, podSecurity }: ClusterPlan): NodeFile[] {
  const policy = apiServer.audit.policy();
  const admission = {
    apiVersion: 'apiserver.config.k8s.io/v1',
    kind: 'AdmissionConfiguration',
    plugins: [{ name: 'PodSecurity', configuration: podSecurity.admissionConfiguration() }],
  };
  const encryption = apiServer.encryption.configuration(secretNamed(ENCRYPTION_KEY));
  return [
    ...(policy === undefined ? [] : [{ path: `${NODE_PATHS.audit}/policy.yaml`, content: yamlOf(policy), permissions: '0600' }]),
    { path: `${NODE_PATHS.admission}/config.yaml`, content: yamlOf(admission), permissions: '0600' },
    ...(encryption === undefined ? [] : [{ path: NODE_PATHS.encryptionTemplate, content: yamlOf(encryption), permissions: '0600' }]),
  ];
}

/** Flags of the API server by name. */
export function apiServerArgs({ apiServer, featureGates }: ClusterPlan): Record<string, string> {
  return {
    ...(apiServer.audit.policy() !== undefined && {
      'audit-policy-file': `${NODE_PATHS.audit}/policy.yaml`,
      'audit-log-path': `${NODE_PATHS.auditLog}/audit.log`,
      'audit-log-maxage': '30',
      'audit-log-maxbackup': '10',
      'audit-log-maxsize': '100',
    }),
    'admission-control-config-file': `${NODE_PATHS.admission}/config.yaml`,
    ...(apiServer.encryption.isOn && {
      'encryption-provider-config': `${NODE_PATHS.encryption}/config.yaml`,
      'encryption-provider-config-automatic-reload': 'true',
    }),
    profiling: 'false',
    ...gates(featureGates),
    ...apiServer.extraArgs,
  };
}

/** Feature gates as a flag; none where none is set. */
export function gates(featureGates: Readonly<Record<string, boolean>>): Record<string, string> {
  const names = Object.keys(featureGates).sort();
  return names.length === 0 ? {} : { 'feature-gates': names.map((name) => `${name}=${featureGates[name]!}`).join(',') };
}

/** Folders that the pod of the API server has of its node. */
export function apiServerVolumes({ apiServer }: ClusterPlan): HostPathMount[] {
  const read = (name: string, path: string): HostPathMount => ({ name, hostPath: path, mountPath: path, readOnly: true, pathType: 'Directory' });
  const audited = apiServer.audit.policy() !== undefined;
  return [
    ...(audited ? [read('audit', NODE_PATHS.audit)] : []),
    ...(audited ? [{ name: 'audit-log', hostPath: NODE_PATHS.auditLog, mountPath: NODE_PATHS.auditLog, pathType: 'DirectoryOrCreate' }] : []),
    read('admission', NODE_PATHS.admission),
    ...(apiServer.encryption.isOn ? [read('encryption', NODE_PATHS.encryption)] : []),
  ];
}
