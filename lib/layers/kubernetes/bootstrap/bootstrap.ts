import { Duration } from 'cdk8s';
import { Token } from 'cdktf';
import type { IConstruct } from 'constructs';
import { brand, isBranded } from '../../brand';
import { checkKind, checkProps, checkText, got, ifGiven } from '../../check';
import { ConstructError } from '../../construct-error';
import { DURATION, SECRET } from '../../kind';
import { Secret } from '../../secret';
import type { ClusterPlan, NodePlan, PoolPlan } from '../plan';
import { NODE_PATHS } from './node-paths';
import { controlPlaneSecrets, JOIN_SECRETS, secretFiles, type SecretFile } from './node-secrets';

export interface VaultBootstrapProps {
  /** Where nodes reach Vault, or OpenBao: `https://vault.example.com`, with a port where it has one. */
  readonly address: string;

  /**
   * Where a secrets engine of the kind KV version 2 is mounted.
   * @default 'secret'
   */
  readonly mount?: string;

  /**
   * Path below the mount, under which `join` and `control-plane` lie.
   * @default - `kubernetes/` and the name of the cluster
   */
  readonly path?: string;

  /**
   * Namespace of Vault Enterprise.
   * @default - none
   */
  readonly namespace?: string;

  /**
   * Certificate in PEM of the authority that signed Vault's own.
   * @default - one that the image of the nodes trusts
   */
  readonly caCert?: string;

  /**
   * Wrapping tokens by name of node.
   * @default - the variable of the cluster's name and `_wrapping_tokens`: `TF_VAR_prod_wrapping_tokens='{"prod-general-1": "hvs..."}'`
   */
  readonly wrappingTokens?: Secret;

  /**
   * How long nodes can join by the token after the cluster is made. After that `kubeadm token create <token> --ttl ...` renews it.
   * @default Duration.hours(24)
   */
  readonly joinTokenTtl?: Duration;
}

/** What the program on a node is told of the store. Nothing of it is secret. */
export interface SecretsPlan {
  readonly address: string;
  readonly namespace?: string;
  readonly caFile?: string;
  /** The variable that tokens come from, for a message. */
  readonly tokens: string;
  readonly reads: readonly string[];
  readonly files: readonly SecretFile[];
}

const BOOTSTRAP = Symbol.for('cdk-strata.Bootstrap');
const PATH = /^[A-Za-z0-9_.-]+(?:\/[A-Za-z0-9_.-]+)*$/;
const LONGEST_TTL = Duration.days(365);

/**
 * Where nodes get the secrets from that make them one cluster. None of them is in the program or its output: a VM is told one wrapping token
 * of Vault, which can be used once and expires, and unwraps a token that can read what the node's role needs.
 *
 * Before the first apply, the operator stores what kubeadm makes, and sets the policies that `policies` writes:
 *
 *     kubeadm init phase certs ca --cert-dir $PWD/pki          # likewise front-proxy-ca, etcd-ca and sa
 *     vault kv put -mount=secret kubernetes/prod/join token=$(kubeadm token generate) ca.crt=@pki/ca.crt
 *     vault kv put -mount=secret kubernetes/prod/control-plane ca.key=@pki/ca.key sa.key=@pki/sa.key sa.pub=@pki/sa.pub \
 *       front-proxy-ca.crt=@pki/front-proxy-ca.crt front-proxy-ca.key=@pki/front-proxy-ca.key \
 *       etcd/ca.crt=@pki/etcd/ca.crt etcd/ca.key=@pki/etcd/ca.key encryption.key=$(head -c 32 /dev/urandom | base64)
 *     vault policy write prod-worker ... ; vault write auth/token/roles/prod-worker \
 *       allowed_policies=prod-worker orphan=true renewable=false token_explicit_max_ttl=30m    # likewise prod-control-plane
 *
 * Before each apply that makes nodes, one wrapping token for each of them, of its role; nodes that are there already need none:
 *
 *     vault token create -role=prod-worker -wrap-ttl=30m -field=wrapping_token
 */
export class Bootstrap {
  /**
   * Secrets lie in Vault.
   *
   * @throws when the address is none of https, a path is none, or the certificate is none or has a key beside it
   */
  public static vault(props: VaultBootstrapProps): Bootstrap {
    return new Bootstrap(props);
  }

  public static isBootstrap(x: unknown): x is Bootstrap {
    return isBranded(x, BOOTSTRAP);
  }

  /** What nodes have to reach. */
  public readonly endpoint: { readonly host: string; readonly port: number };
  /** As kubeadm takes it. */
  public readonly joinTokenTtl: string;
  /** Certificate in PEM that nodes are to trust Vault by. */
  public readonly caCert: string | undefined;
  private readonly address: string;
  private readonly mount: string;
  private readonly path: string | undefined;
  private readonly namespace: string | undefined;
  private readonly wrappingTokens: Secret | undefined;

  private constructor(props: VaultBootstrapProps) {
    brand(this, BOOTSTRAP);
    checkProps(undefined, 'props', props, ['address']);
    const url = checkAddress(props.address);
    this.address = url.href.replace(/\/$/, '');
    this.endpoint = { host: url.hostname.replace(/^\[|\]$/g, ''), port: url.port === '' ? 443 : Number(url.port) };
    this.mount = checkPath('mount', props.mount ?? 'secret');
    this.path = ifGiven(props.path, (path) => checkPath('path', path));
    this.namespace = ifGiven(props.namespace, (namespace) => checkPath('namespace', namespace));
    this.caCert = ifGiven(props.caCert, checkCertificate);
    this.wrappingTokens = ifGiven(props.wrappingTokens, (tokens) => checkKind(undefined, 'wrappingTokens', tokens, SECRET));
    this.joinTokenTtl = checkTtl(props.joinTokenTtl ?? Duration.hours(24));
  }

  /** Policies of Vault, by the role that has them: they let it read what it needs, and nothing else. */
  public policies(cluster: string): Readonly<Record<'worker' | 'control-plane', string>> {
    const read = (paths: readonly string[]): string => paths.map((path) => `path "${path}" {\n  capabilities = ["read"]\n}\n`).join('\n');
    return { worker: read(this.reads(cluster, 'worker')), 'control-plane': read(this.reads(cluster, 'control-plane')) };
  }

  /** Names of the secrets that lie in the store, by the path they lie at. */
  public secrets(cluster: string, encrypted: boolean): Readonly<Record<string, readonly string[]>> {
    const [join, controlPlane] = this.reads(cluster, 'control-plane');
    return { [join!]: JOIN_SECRETS, [controlPlane!]: controlPlaneSecrets(encrypted) };
  }

  /**
   * The wrapping token of a node, as a token of Terraform: the one secret that its VM is told.
   *
   * @internal
   */
  public wrappingToken(machine: IConstruct, { name }: ClusterPlan, node: NodePlan): string {
    return (this.wrappingTokens ?? Secret.variable(variableOf(name))).entry(node.name).bind(machine);
  }

  /**
   * What the program on a node is told.
   *
   * @internal
   */
  public secretsPlan(cluster: ClusterPlan, pool: PoolPlan, node: NodePlan): SecretsPlan {
    return {
      address: this.address,
      ...(this.namespace !== undefined && { namespace: this.namespace }),
      ...(this.caCert !== undefined && { caFile: NODE_PATHS.vaultCa }),
      tokens: this.wrappingTokens === undefined ? `the variable ${variableOf(cluster.name)}` : 'the wrapping tokens of the cluster',
      reads: this.reads(cluster.name, pool.role),
      files: secretFiles(cluster, pool, node),
    };
  }

  private reads(cluster: string, role: PoolPlan['role']): string[] {
    const below = `${this.mount}/data/${this.path ?? `kubernetes/${cluster}`}`;
    return [`${below}/join`, ...(role === 'control-plane' ? [`${below}/control-plane`] : [])];
  }
}

/** A shell takes no dash in the name of a variable. */
function variableOf(cluster: string): string {
  return `${cluster.replaceAll(/[^A-Za-z0-9_]/g, '_').replace(/^(?=\d)/, '_')}_wrapping_tokens`;
}

function checkAddress(address: string): URL {
  const url = typeof address === 'string' && !Token.isUnresolved(address) && URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol === 'https:' && url.username === '' && url.password === '' && url.search === '' && url.hash === '') return url;
  const shown = url !== undefined && (url.username !== '' || url.password !== '') ? 'one with a user or password in it' : got(address);
  throw new ConstructError(
    undefined,
    `address of Vault must be a URL of https, known at synthesis, got ${shown}; give one such as "https://vault.example.com"`,
  );
}

function checkPath(what: string, path: string): string {
  if (PATH.test(checkText(undefined, what, path))) return path;
  throw new ConstructError(undefined, `${what} of Vault must be names with slashes between them, none in front, got ${got(path)}`);
}

function checkCertificate(pem: string): string {
  if (typeof pem === 'string' && pem.includes('-----BEGIN CERTIFICATE-----') && !pem.includes('PRIVATE KEY')) return pem;
  // Not shown: it may be a key.
  throw new ConstructError(undefined, 'caCert must be a certificate in PEM, without a private key; give the text of the file, not its path');
}

function checkTtl(ttl: Duration): string {
  const seconds = checkKind(undefined, 'joinTokenTtl', ttl, DURATION).toSeconds({ integral: false });
  // kubeadm takes 0 for never, and a token that is good for ever is a password.
  if (Number.isSafeInteger(seconds) && seconds >= 60 && seconds <= LONGEST_TTL.toSeconds()) return `${seconds}s`;
  throw new ConstructError(undefined, `joinTokenTtl must be from one minute to a year, in whole seconds, got ${ttl.toHumanString()}`);
}
