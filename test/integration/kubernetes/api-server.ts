import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathOf } from '../tools/build';
import type { KubernetesTools } from '../tools/kubernetes';
import { ApiClient } from './client';
import { eventually, freePorts, startProcess, type RunningProcess } from './process';

export interface ApiServerOptions {
  /** @default '10.96.0.0/12' */
  readonly serviceRange?: string;
  /** Feature gates, by name. @default - those that are on by default */
  readonly featureGates?: Readonly<Record<string, boolean>>;
  /** API versions that are served beside those served by default, such as `resource.k8s.io/v1beta1`. @default - none */
  readonly apis?: readonly string[];
  /** Files of its configuration, as YAML: it does not start with one that it does not take. @default - none */
  readonly files?: Readonly<Partial<Record<ConfigurationFlag, string>>>;
}

/** Flags that name a file of a kind of its own. */
export type ConfigurationFlag =
  | 'admission-control-config-file'
  | 'audit-policy-file'
  | 'authentication-config'
  | 'authorization-config'
  | 'egress-selector-config-file'
  | 'encryption-provider-config'
  | 'tracing-config-file';

/** kube-apiserver and its etcd on the loopback. No controller runs, nor does a node. */
export interface ApiServer {
  readonly url: string;
  /** Of one who may do everything. */
  readonly client: ApiClient;
  /** The same, as a file for programs of Kubernetes. */
  readonly kubeconfig: string;
  /** A folder that is removed when it stops. */
  readonly folder: string;
  log(): string;
  /** Stops both and removes all they wrote. */
  stop(): Promise<void>;
}

/** Starts both, and waits until the server is ready. They end by themselves when this process does. */
export async function startApiServer(tools: Pick<KubernetesTools, 'etcd' | 'apiServer'>, options: ApiServerOptions = {}): Promise<ApiServer> {
  const [etcd, apiServer] = [pathOf(tools.etcd), pathOf(tools.apiServer)];
  for (let attempt = 1; ; attempt++) {
    try {
      return await startOnce(etcd, apiServer, options);
    } catch (error) {
      const taken = (error as Error).message.includes('address already in use');
      if (!taken || attempt === 3) throw error;
    }
  }
}

/** Runs with a server of its own. */
export async function withApiServer<T>(
  tools: Pick<KubernetesTools, 'etcd' | 'apiServer'>,
  run: (server: ApiServer) => Promise<T>,
  options: ApiServerOptions = {},
): Promise<T> {
  const server = await startApiServer(tools, options);
  try {
    return await run(server);
  } finally {
    await server.stop();
  }
}

async function startOnce(etcdBinary: string, serverBinary: string, options: ApiServerOptions): Promise<ApiServer> {
  const folder = mkdtempSync(join(tmpdir(), 'strata-kubernetes-'));
  const running: RunningProcess[] = [];
  let client: ApiClient | undefined;
  const stop = async (): Promise<void> => {
    client?.close();
    for (const each of [...running].reverse()) await each.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const [etcdPort, peerPort, port] = (await freePorts(3)) as [number, number, number];
    running.push(startProcess(etcdBinary, etcdFlags(folder, etcdPort, peerPort)));
    const token = randomBytes(16).toString('hex');
    const server = startProcess(serverBinary, serverFlags(folder, token, etcdPort, port, options));
    running.push(server);

    const url = `https://127.0.0.1:${port}`;
    const doomed = endedEarly(running);
    const ca = await eventually('the certificate of kube-apiserver', async () => readFileSync(join(folder, 'pki/apiserver.crt'), 'utf8'), { doomed });
    client = new ApiClient({ url, ca, token });
    await ready(client, doomed);
    const kubeconfig = writeKubeconfig(folder, url, ca, token);
    return { url, client, kubeconfig, folder, log: server.log, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Durability is given up: nothing outlives the test. */
function etcdFlags(folder: string, port: number, peerPort: number): readonly string[] {
  const [client, peer] = [`http://127.0.0.1:${port}`, `http://127.0.0.1:${peerPort}`];
  return [
    `--data-dir=${join(folder, 'etcd')}`,
    '--unsafe-no-fsync=true',
    '--log-level=warn',
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=default=${peer}`,
  ];
}

/** It signs its own certificate. Privileged pods are allowed, as kubeadm does it. */
function serverFlags(folder: string, token: string, etcdPort: number, port: number, options: ApiServerOptions): readonly string[] {
  const { serviceRange = '10.96.0.0/12', featureGates = {}, apis = [], files = {} } = options;
  const key = join(folder, 'service-account.pem');
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  writeFileSync(key, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  const tokens = join(folder, 'tokens.csv');
  writeFileSync(tokens, `${token},strata,strata,"system:masters"\n`, { mode: 0o600 });
  mkdirSync(join(folder, 'pki'));
  for (const [flag, text] of Object.entries(files)) writeFileSync(join(folder, `${flag}.yaml`), text, { mode: 0o600 });
  return [
    `--etcd-servers=http://127.0.0.1:${etcdPort}`,
    '--bind-address=127.0.0.1',
    '--advertise-address=127.0.0.1',
    '--endpoint-reconciler-type=none',
    `--secure-port=${port}`,
    `--cert-dir=${join(folder, 'pki')}`,
    `--token-auth-file=${tokens}`,
    ...('authorization-config' in files ? [] : ['--authorization-mode=Node,RBAC']),
    '--allow-privileged=true',
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${key}`,
    `--service-account-signing-key-file=${key}`,
    `--service-cluster-ip-range=${serviceRange}`,
    ...flagUnlessEmpty(
      '--feature-gates',
      Object.entries(featureGates).map(([name, on]) => `${name}=${on}`),
    ),
    ...flagUnlessEmpty(
      '--runtime-config',
      apis.map((api) => `${api}=true`),
    ),
    ...Object.keys(files).map((flag) => `--${flag}=${join(folder, `${flag}.yaml`)}`),
    ...('audit-policy-file' in files ? [`--audit-log-path=${auditLogOf(folder)}`] : []),
  ];
}

/** Written where the server has an audit policy. */
export function auditLogOf(folder: string): string {
  return join(folder, 'audit.log');
}

function flagUnlessEmpty(flag: string, values: readonly string[]): readonly string[] {
  return values.length === 0 ? [] : [`${flag}=${values.join(',')}`];
}

function endedEarly(running: readonly RunningProcess[]): () => string | undefined {
  const ended = new Set<RunningProcess>();
  for (const each of running) void each.ended.then(() => ended.add(each));
  return () => [...ended].map((each) => `it ended: ${each.log().trim().split('\n').slice(-5).join('\n')}`)[0];
}

/** Ready, and with the namespace that the server makes itself a little later. */
async function ready(client: ApiClient, doomed: () => string | undefined): Promise<void> {
  const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default' } };
  await eventually('kube-apiserver', () => client.get('/readyz'), { doomed });
  for (const namespace of ['default', 'kube-system', 'kube-public', 'kube-node-lease'])
    await eventually(`the namespace ${namespace}`, () => client.post(`/api/v1/namespaces/${namespace}/serviceaccounts`, account), { doomed });
}

function writeKubeconfig(folder: string, server: string, ca: string, token: string): string {
  const file = join(folder, 'kubeconfig');
  const named = (key: string, value: unknown): unknown => [{ name: 'strata', [key]: value }];
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'strata',
    clusters: named('cluster', { server, 'certificate-authority-data': Buffer.from(ca).toString('base64') }),
    users: named('user', { token }),
    contexts: named('context', { cluster: 'strata', user: 'strata' }),
  };
  writeFileSync(file, JSON.stringify(config), { mode: 0o600 });
  return file;
}
