import { checkText, got } from '../check';
import { ConstructError } from '../construct-error';

/** Where settings of the CRI plugin stand, by the version of the configuration (containerd, docs/cri/config.md and docs/cri/registry.md). */
export const PLUGINS = {
  2: { runtimes: 'io.containerd.grpc.v1.cri', images: 'io.containerd.grpc.v1.cri' },
  3: { runtimes: 'io.containerd.cri.v1.runtime', images: 'io.containerd.cri.v1.images' },
} as const;

const VERSION = /^(?:1\.[67]|2\.\d+)(?:\.\d+)?$/;

/** @throws when it is no version that Strata writes a configuration for */
export function checkContainerdVersion(version: string): string {
  checkText(undefined, 'version', version);
  if (VERSION.test(version)) return version;
  throw new ConstructError(undefined, `version must be 1.6, 1.7 or 2.x of containerd, got ${got(version)}; give one such as "2.1" or "1.7.27"`);
}

/**
 * Version 3 came with containerd 2.0, which still takes version 2.
 *
 * @throws when the version of containerd does not read it
 */
export function checkConfigVersion(configVersion: 2 | 3 | undefined, version: string): 2 | 3 {
  const own = version.startsWith('1.') ? 2 : 3;
  if (configVersion === undefined) return own;
  if (![2, 3].includes(configVersion)) throw new ConstructError(undefined, `configVersion must be 2 or 3, got ${got(configVersion)}`);
  if (configVersion === 3 && own === 2) {
    throw new ConstructError(
      undefined,
      `containerd ${version} reads configuration version 2, got 3; leave configVersion out, or take containerd 2.x`,
    );
  }
  return configVersion;
}
