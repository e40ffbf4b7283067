import { IsolationProfile } from '../container';
import type { WasmFiles } from './wasm-files';

/** What the manifests of a workload say. */
export interface WasmManifest {
  readonly image: string;
  readonly runtimeClassName: string;
  readonly replicas: number;
  readonly memory: string;
  readonly cpuMillis?: number;
  /** Name of the program, which is its first argument. */
  readonly program: string;
  readonly args: readonly string[];
  readonly port?: number;
  readonly files: readonly WasmFiles[];
  readonly environment: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
}

/** Nobody: an artifact names no user, and kubelet refuses a pod that is not to run as root and might. */
const NOBODY = 65_532;

export function deploymentSpec(manifest: WasmManifest, selector: Readonly<Record<string, string>>): object {
  const { image, runtimeClassName, replicas, program, args, port, files, environment, labels } = manifest;
  const profile = IsolationProfile.restricted({ runAsUser: NOBODY });
  const container = {
    name: 'wasm',
    image,
    // An artifact has no entry point, and containerd wants one: runwasi takes it for the name of the program.
    command: [`/${program}.wasm`],
    ...(args.length > 0 && { args }),
    ...(port !== undefined && { ports: [{ containerPort: port, protocol: 'TCP' }] }),
    ...(Object.keys(environment).length > 0 && { env: Object.entries(environment).map(([name, value]) => ({ name, value })) }),
    resources: resources(manifest),
    securityContext: profile.container,
    ...mounts(files),
  };
  return {
    replicas,
    selector: { matchLabels: selector },
    template: {
      metadata: { labels: { ...labels, ...selector } },
      spec: {
        runtimeClassName,
        // A token would be a file that nobody granted, and an address of every service a variable.
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        securityContext: profile.pod,
        containers: [container],
        ...volumes(files),
      },
    },
  };
}

/** https://www.spinkube.dev/docs/reference/spin-app/ */
export function spinAppSpec(manifest: WasmManifest, executor: string): object {
  const { image, replicas, files, environment, labels } = manifest;
  return {
    executor,
    image,
    replicas,
    ...(Object.keys(labels).length > 0 && { podLabels: labels }),
    ...(Object.keys(environment).length > 0 && { variables: Object.entries(environment).map(([name, value]) => ({ name, value })) }),
    resources: resources(manifest),
    ...mounts(files),
    ...volumes(files),
  };
}

function resources({ memory, cpuMillis }: WasmManifest): object {
  return { requests: { memory, ...(cpuMillis !== undefined && { cpu: `${cpuMillis}m` }) }, limits: { memory } };
}

function mounts(files: readonly WasmFiles[]): object {
  if (files.length === 0) return {};
  return { volumeMounts: files.map(({ mountPath, readOnly }, index) => ({ name: `files-${index + 1}`, mountPath, readOnly })) };
}

function volumes(files: readonly WasmFiles[]): object {
  if (files.length === 0) return {};
  return { volumes: files.map(({ volume }, index) => ({ name: `files-${index + 1}`, ...volume })) };
}
