import { checkFlag, checkText, got } from '../check';
import { ConstructError } from '../construct-error';

export interface WasmFilesOptions {
  /**
   * Whether nothing may be written there.
   * @default true
   */
  readonly readOnly?: boolean;
}

/** Files that a workload may open, and nothing else: a folder in its container, and the volume that is mounted there. */
export class WasmFiles {
  /** The entries of a ConfigMap as files. */
  public static configMap(mountPath: string, name: string): WasmFiles {
    return new WasmFiles(mountPath, { configMap: { name: checkText(undefined, 'name', name) } }, true);
  }

  /** The entries of a Secret as files. */
  public static secret(mountPath: string, name: string): WasmFiles {
    return new WasmFiles(mountPath, { secret: { secretName: checkText(undefined, 'name', name) } }, true);
  }

  /** A volume that outlives the pod. */
  public static claim(mountPath: string, claimName: string, options: WasmFilesOptions = {}): WasmFiles {
    const readOnly = checkFlag(undefined, 'readOnly', options.readOnly ?? true);
    return new WasmFiles(mountPath, { persistentVolumeClaim: { claimName: checkText(undefined, 'claimName', claimName), readOnly } }, readOnly);
  }

  /** An empty folder that goes with the pod. */
  public static scratch(mountPath: string): WasmFiles {
    return new WasmFiles(mountPath, { emptyDir: {} }, false);
  }

  private constructor(
    /** Absolute, in the container. */
    public readonly mountPath: string,
    /** What a pod calls a volume source, without its name. */
    public readonly volume: Readonly<Record<string, object>>,
    public readonly readOnly: boolean,
  ) {
    checkText(undefined, 'mountPath', mountPath);
    if (!mountPath.startsWith('/') || mountPath.includes(':')) {
      throw new ConstructError(undefined, `mountPath must be an absolute path without a colon, got ${got(mountPath)}; give one such as "/etc/rates"`);
    }
  }
}
