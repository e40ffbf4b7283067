import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Assume, type StrataApp } from 'cdk-strata';
import { synthesize, type Synthesized } from 'cdk-strata/testing';
import { Frankfurt } from '../../../stacks/frankfurt';
import type { KubernetesObject } from './object';

/** What a program would write, and its manifests by cluster. */
export interface Program {
  readonly synthesized: Synthesized;
  /** Files by the folder of their cluster, each in the order in which they are applied. */
  readonly clusters: ReadonlyMap<string, readonly ManifestFile[]>;
}

export interface ManifestFile {
  readonly name: string;
  readonly objects: readonly KubernetesObject[];
}

export function programOf(build: (app: StrataApp) => void): Program {
  const synthesized = synthesize(build);
  const clusters = new Map<string, ManifestFile[]>();
  // By code unit, as `kubectl apply -f` reads a folder.
  for (const name of Object.keys(synthesized.manifests).sort()) {
    const cluster = name.split('/').slice(0, -1).join('/');
    const file = { name, objects: synthesized.manifests[name] as readonly KubernetesObject[] };
    clusters.set(cluster, [...(clusters.get(cluster) ?? []), file]);
  }
  return { synthesized, clusters };
}

/** The reference stack, as stacks/main.ts makes it. */
export function referenceStack(): Program {
  return programOf((app) => {
    app.assume(Assume.estate('surroundings/nsx-export.json'));
    new Frankfurt(app, 'frankfurt');
  });
}

const EXAMPLES = join(__dirname, '../../../examples');

/** Names of the examples; the broken one is to be refused, and writes nothing. */
export function exampleNames(): readonly string[] {
  return readdirSync(EXAMPLES).filter((name) => name !== 'broken' && !name.startsWith('.') && existsSync(join(EXAMPLES, name, 'main.ts')));
}

export async function example(name: string): Promise<Program> {
  const { build } = (await import(join(EXAMPLES, name, 'main.ts'))) as { readonly build: (app: StrataApp) => void };
  return programOf(build);
}
