import { join } from 'node:path';
import { run, withFiles, type Verdict } from './run';

/** A machine as its kubelet sees it. */
export interface Machine {
  /** Logical processors. */
  readonly cpus: number;
  /** `MemTotal` of `/proc/meminfo`: what the VM has, less what its kernel took at boot. */
  readonly memoryBytes: number;
  /** Size of the file system of `/var/lib/kubelet`, less what its format took. */
  readonly ephemeralStorageBytes: number;
}

/** Quantities as they stand in a Node's status, by resource: `cpu`, `memory`, `ephemeral-storage`, `pods`. */
export interface NodeAmounts {
  readonly capacity: Readonly<Record<string, string>>;
  readonly allocatable: Readonly<Record<string, string>>;
}

/**
 * What a kubelet of the newest version would report of that machine, by its own code.
 * @param kubeletNode the program of tools/kubernetes-1.37/main.go
 * @param config a KubeletConfiguration, as YAML
 * @throws Error with kubelet's reason where it would not start: a field that it does not know, a value that is not allowed, more reserved
 * than there is
 */
export function nodeAmounts(kubeletNode: string, config: string, machine: Machine): NodeAmounts {
  const { code, stdout, stderr } = report(kubeletNode, config, machine);
  if (code !== 0) throw new Error(`kubelet: ${stderr.trim()}`);
  return JSON.parse(stdout) as NodeAmounts;
}

/** What kubelet says of its configuration on a machine that has room for every reservation. */
export function kubeletVerdict(kubeletNode: string, config: string): Verdict {
  const { code, stderr } = report(kubeletNode, config, { cpus: 1024, memoryBytes: 2 ** 44, ephemeralStorageBytes: 2 ** 50 });
  return { ...(code !== 0 && { refused: stderr.trim() }), warnings: [] };
}

function report(kubeletNode: string, config: string, { cpus, memoryBytes, ephemeralStorageBytes }: Machine): ReturnType<typeof run> {
  return withFiles({ 'config.yaml': config }, (folder) =>
    run(kubeletNode, [
      `-config=${join(folder, 'config.yaml')}`,
      `-cpus=${cpus}`,
      `-memory=${memoryBytes}`,
      `-ephemeral-storage=${ephemeralStorageBytes}`,
    ]),
  );
}
