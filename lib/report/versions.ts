import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Packages whose version decides what is rendered. */
const RENDERERS = ['cdktf', 'cdk8s', 'constructs'] as const;

/** Version of this package. */
export function ownVersion(): string {
  return versionIn(join(__dirname, '..', '..', 'package.json'));
}

/** Versions that the output depends on, by package; `node` is the major version. */
export function versionsInUse(): Record<string, string> {
  return {
    'cdk-strata': ownVersion(),
    ...Object.fromEntries(RENDERERS.map((name) => [name, versionIn(require.resolve(`${name}/package.json`))])),
    node: process.versions.node.split('.')[0]!,
  };
}

function versionIn(file: string): string {
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
