import type { IConstruct } from 'constructs';
import { checkDistinct, checkKind, checkProps, checkText, checkTexts, checkWhole, got } from '../check';
import { ConstructError } from '../construct-error';
import type { Kind } from '../kind';
import { AuditPolicy } from './audit-policy';
import { Encryption } from './encryption';

/** How the API server is run and reached. */
export interface ApiServerProps {
  /**
   * TCP port that each API server listens on, and that the virtual IP leads to.
   * @default 6443
   */
  readonly port?: number;

  /**
   * Further names and addresses that clients reach it by, for its certificate. The virtual IP and the endpoint stand in it anyway.
   * @default - none
   */
  readonly sans?: readonly string[];

  /**
   * What goes into its audit log, which is kept on each node of the control plane.
   * @default AuditPolicy.standard()
   */
  readonly audit?: AuditPolicy;

  /**
   * How Secrets lie in etcd.
   * @default Encryption.secretbox()
   */
  readonly encryption?: Encryption;

  /**
   * Further flags of kube-apiserver by name, without dashes, such as `{ 'event-ttl': '2h' }`.
   * @default - none
   */
  readonly extraArgs?: Readonly<Record<string, string>>;

  /**
   * Flags of etcd by name, such as `{ 'quota-backend-bytes': '8589934592' }`.
   * @default - none
   */
  readonly etcdArgs?: Readonly<Record<string, string>>;
}

const AUDIT_POLICY: Kind = { member: 'policy', name: 'an AuditPolicy', repair: 'give one such as `AuditPolicy.standard()`' };
const ENCRYPTION: Kind = { member: 'configuration', name: 'an Encryption', repair: 'give one such as `Encryption.secretbox()`' };

const FLAG = /^[a-z][a-z0-9-]*$/;
const SAN = /^(?:\*\.)?[A-Za-z0-9]([A-Za-z0-9.:-]*[A-Za-z0-9])?$/;

/** Flags that other props stand for, and which. */
const TAKEN: Readonly<Record<string, string>> = {
  'admission-control-config-file': 'podSecurity of the cluster',
  'advertise-address': 'nothing: each node has its own',
  'audit-policy-file': 'apiServer.audit',
  'audit-log-path': 'apiServer.audit',
  'encryption-provider-config': 'apiServer.encryption',
  'feature-gates': 'featureGates of the cluster',
  'secure-port': 'apiServer.port',
  'service-cluster-ip-range': 'serviceCidrs of the cluster',
};

/** Flags of etcd that kubeadm gives each member its own of. */
const ETCD_TAKEN =
  /^(?:name|data-dir|(?:listen|advertise)-(?:client|peer)-urls|initial-advertise-peer-urls|initial-cluster.*|.*cert.*|.*key-file|.*trusted-ca-file)$/;

/**
 * What the API server of a cluster is like, with the defaults put in.
 *
 * @throws when a port, name or flag is none, or a flag is one that another prop stands for
 */
export function apiServerOf(cluster: IConstruct, props: ApiServerProps = {}): Required<ApiServerProps> {
  checkProps(cluster, 'apiServer', props, []);
  const sans = checkTexts(cluster, 'apiServer.sans', props.sans ?? []);
  checkDistinct(cluster, 'apiServer.sans', sans);
  for (const san of sans) {
    if (!SAN.test(san)) throw new ConstructError(cluster, `apiServer.sans must be names or addresses, without a port, got ${got(san)}`);
  }
  return {
    port: checkWhole(cluster, 'apiServer.port', props.port ?? 6443, { low: 1, high: 65535 }),
    sans,
    audit: checkKind(cluster, 'apiServer.audit', props.audit ?? AuditPolicy.standard(), AUDIT_POLICY),
    encryption: checkKind(cluster, 'apiServer.encryption', props.encryption ?? Encryption.secretbox(), ENCRYPTION),
    extraArgs: checkApiServerArgs(cluster, props.extraArgs ?? {}),
    etcdArgs: checkEtcdArgs(cluster, props.etcdArgs ?? {}),
  };
}

function checkApiServerArgs(cluster: IConstruct, args: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  for (const [flag, value] of flagsOf(cluster, 'apiServer.extraArgs', args)) {
    const instead = TAKEN[flag];
    if (instead !== undefined) throw new ConstructError(cluster, `apiServer.extraArgs has "${flag}", which is not yours to set here; set ${instead}`);
    // Without it a kubelet may write the object of any node.
    if (flag === 'enable-admission-plugins' && !value.split(',').includes('NodeRestriction')) {
      throw new ConstructError(cluster, `apiServer.extraArgs["${flag}"] must keep NodeRestriction, got ${got(value)}; add it to the list`);
    }
    if (flag === 'authorization-mode' && !['Node', 'RBAC'].every((mode) => value.split(',').includes(mode))) {
      throw new ConstructError(cluster, `apiServer.extraArgs["${flag}"] must keep Node and RBAC, got ${got(value)}; add them to the list`);
    }
    if (flag === 'disable-admission-plugins' && /(?:^|,)(?:NodeRestriction|PodSecurity)(?:,|$)/.test(value)) {
      throw new ConstructError(cluster, `apiServer.extraArgs["${flag}"] must leave NodeRestriction and PodSecurity on, got ${got(value)}`);
    }
  }
  return args;
}

function checkEtcdArgs(cluster: IConstruct, args: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  for (const [flag] of flagsOf(cluster, 'apiServer.etcdArgs', args)) {
    if (ETCD_TAKEN.test(flag))
      throw new ConstructError(cluster, `apiServer.etcdArgs has "${flag}", which kubeadm gives each member its own of; leave it out`);
  }
  return args;
}

function flagsOf(cluster: IConstruct, what: string, args: Readonly<Record<string, string>>): [string, string][] {
  if (typeof args !== 'object' || args === null) throw new ConstructError(cluster, `${what} must be texts by flag, got ${got(args)}`);
  for (const [flag, value] of Object.entries(args)) {
    if (!FLAG.test(flag))
      throw new ConstructError(cluster, `${what} has the flag ${got(flag)}; write it without dashes in front, such as "event-ttl"`);
    checkText(cluster, `${what}["${flag}"]`, value);
  }
  return Object.entries(args);
}
