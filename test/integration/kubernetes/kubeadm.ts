import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse, stringify } from 'yaml';
import { objectsOf } from './definitions';
import type { Fields, KubernetesObject } from './object';
import { linesOf, run, withFiles, type Run, type Verdict } from './run';

/**
 * What `kubeadm config validate` says of a file with any of InitConfiguration, ClusterConfiguration, JoinConfiguration,
 * KubeletConfiguration and KubeProxyConfiguration: decoded strictly, then validated. Of the last two it only knows the fields.
 * @param kubeadm a binary; each knows its own versions of its API and no others
 * @param config YAML documents
 */
export function kubeadmVerdict(kubeadm: string, config: string): Verdict {
  return withFiles({ 'config.yaml': config }, (folder) => {
    const { code, stderr } = run(kubeadm, ['config', 'validate', '--config', join(folder, 'config.yaml')]);
    return { ...(code !== 0 && { refused: errorOf(stderr) }), warnings: warningsOf(stderr) };
  });
}

/** What kubeadm writes on the first node of the control plane. */
export interface ControlPlaneFiles {
  readonly apiServer: KubernetesObject;
  readonly controllerManager: KubernetesObject;
  readonly scheduler: KubernetesObject;
  /** Absent where etcd stands elsewhere. */
  readonly etcd?: KubernetesObject;
  readonly kubelet: KubeletFiles;
}

export interface KubeletFiles {
  /** `/var/lib/kubelet/config.yaml`. */
  readonly config: string;
  /** `/var/lib/kubelet/instance-config.yaml`, of this node alone, which goes over the other. Absent of versions that have flags instead. */
  readonly instance?: string;
  /** `/var/lib/kubelet/kubeadm-flags.env`: the flags, by name without dashes. */
  readonly flags: Readonly<Record<string, string>>;
}

export interface ControlPlaneOptions {
  /** Address of the node, which kubeadm would look for on this machine. @default - as the configuration has it */
  readonly advertiseAddress?: string;
  /** Files of the folder of patches, by name, such as `kubeletconfiguration.yaml`. @default - none */
  readonly patches?: Readonly<Record<string, string>>;
}

/**
 * Has kubeadm write the files of a control plane into a temporary folder, as `kubeadm init --dry-run` would, and reads them. Nothing is
 * started. The host paths among a pod's volumes depend on which certificate folders this machine has.
 * @param config with InitConfiguration and ClusterConfiguration; the version and the node's name must be set, since kubeadm would look for
 * them elsewhere
 * @throws Error where kubeadm refuses
 */
export function controlPlaneFiles(kubeadm: string, config: string, { advertiseAddress, patches = {} }: ControlPlaneOptions = {}): ControlPlaneFiles {
  const documents = objectsOf(config);
  const etcd = documents.find(({ kind }) => kind === 'ClusterConfiguration')?.etcd as { readonly external?: unknown } | undefined;
  return withFiles({}, (folder) => {
    const [written, patched, file] = ['written', 'patches', 'config.yaml'].map((name) => join(folder, name)) as [string, string, string];
    for (const each of [written, patched]) mkdirSync(each);
    for (const [name, text] of Object.entries(patches)) writeFileSync(join(patched, name), text);
    const changed = documents.map((each) => (each.kind === 'InitConfiguration' ? placed(each, patched, advertiseAddress) : each));
    writeFileSync(file, changed.map((each) => stringify(each)).join('---\n'));
    const phases = [['control-plane', 'all'], ...(etcd?.external === undefined ? [['etcd', 'local']] : []), ['kubelet-start']];
    for (const phase of phases) {
      const parameters = ['init', 'phase', ...phase, '--dry-run', '--config', file];
      succeeded(run(kubeadm, parameters, { KUBEADM_INIT_DRYRUN_DIR: written }), phase.join(' '));
    }
    return read(written);
  });
}

function placed(init: KubernetesObject, patches: string, advertiseAddress: string | undefined): Fields {
  const { localAPIEndpoint } = init as { readonly localAPIEndpoint?: Fields };
  const endpoint = { ...localAPIEndpoint, ...(advertiseAddress !== undefined && { advertiseAddress }) };
  return { ...init, localAPIEndpoint: endpoint, patches: { directory: patches } };
}

/** 1.30 makes a folder for every phase, 1.37 does not. */
function read(folder: string): ControlPlaneFiles {
  const files = new Map(readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => [basename(file), join(folder, file)]));
  const text = (name: string): string | undefined => (files.has(name) ? readFileSync(files.get(name)!, 'utf8') : undefined);
  const pod = (name: string): KubernetesObject => parse(text(`${name}.yaml`)!) as KubernetesObject;
  const instance = text('instance-config.yaml');
  return {
    apiServer: pod('kube-apiserver'),
    controllerManager: pod('kube-controller-manager'),
    scheduler: pod('kube-scheduler'),
    ...(files.has('etcd.yaml') && { etcd: pod('etcd') }),
    kubelet: { config: text('config.yaml')!, ...(instance !== undefined && { instance }), flags: flagsOfFile(text('kubeadm-flags.env')!) },
  };
}

/** Flags of a static pod's first container, by name without dashes. */
export function flagsOf({ spec }: KubernetesObject): Readonly<Record<string, string>> {
  const { containers } = spec as { readonly containers: readonly { readonly command: readonly string[] }[] };
  return flags(containers[0]!.command.slice(1));
}

function flagsOfFile(text: string): Readonly<Record<string, string>> {
  return flags(/="(.*)"/.exec(text)![1]!.split(' '));
}

function flags(words: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    words.filter((word) => word.startsWith('--')).map((word) => /^--([^=]+)=?(.*)$/.exec(word)!.slice(1) as [string, string]),
  );
}

function succeeded({ code, stderr }: Run, phase: string): void {
  if (code !== 0) throw new Error(`kubeadm init phase ${phase}: ${errorOf(stderr)}`);
}

/** Without the advice to ask for the stack. */
function errorOf(stderr: string): string {
  const lines = linesOf(stderr).filter((line) => !line.startsWith('To see the stack trace') && !isWarning(line));
  return lines.join('\n').replace(/^error: /, '');
}

function warningsOf(stderr: string): readonly string[] {
  return linesOf(stderr)
    .filter(isWarning)
    .map((line) => line.replace(/^.*?\] /, ''));
}

/** As klog writes it, such as `W1126 12:15:32.583183   28158 common.go:101] your configuration ...`. */
function isWarning(line: string): boolean {
  return /^W\d{4} /.test(line);
}
