import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { StrataApp } from '../app';
import type { StrataAppConfig } from '../app';
import { MANIFESTS, STACKS } from '../app/layout';
import { treeOf } from '../app/tree';
import type { Estate } from '../estate';
import { inOrder } from '../report';
import type { Finding } from '../report';

export type SynthesizeOptions = Omit<StrataAppConfig, 'outdir' | 'hclOutput' | 'gate'>;

/** What an app would write, and what Strata has to say about it. */
export interface Synthesized {
  /** Terraform JSON by the id of the stack, without the version of cdktf. */
  readonly stacks: Readonly<Record<string, unknown>>;
  /** Objects by the name of the file, such as `web.k8s.yaml`; those of a cluster in its folder, such as `prod/50-shop.k8s.yaml`. */
  readonly manifests: Readonly<Record<string, readonly unknown[]>>;
  /** Errors first; failed validations and error annotations are among them. */
  readonly findings: readonly Finding[];
  readonly estate: Estate;
}

/**
 * Synthesises an app in a test. Findings are returned, not thrown; nothing is written but to a temporary folder, which
 * is removed. Snapshots of the result are the same in any folder.
 *
 * @param build makes stacks and charts, and whatever else `StrataApp` takes: `app.assume(...)`, `app.addRules(...)`
 * @throws TypeError when `build` returns a promise: what it makes later would not be judged
 * @throws what `build`, a construct or a rule throws
 */
export function synthesize(build: (app: StrataApp) => void, options: SynthesizeOptions = {}): Synthesized {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'strata-')));
  try {
    const app = new StrataApp({ ...options, outdir: join(folder, 'out') });
    refusePromise(build(app));
    const staging = join(folder, 'staging');
    mkdirSync(staging);
    // Paths to state start from where the output would be.
    const { faults, verdicts, estate } = app._examine(staging, join(process.cwd(), 'cdktf.out'));
    return { stacks: stacksIn(staging), manifests: manifestsIn(staging), findings: inOrder([...faults, ...verdicts]), estate };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function refusePromise(built: unknown): void {
  if (typeof (built as { then?: unknown } | null | undefined)?.then !== 'function') return;
  (built as PromiseLike<unknown>).then(undefined, () => undefined); // its failure would come after the test
  throw new TypeError(
    'synthesize: the function that builds the app returned a promise, and what it makes after its first `await` would not be judged; ' +
      'await what it needs before, and pass a function that is not async',
  );
}

function stacksIn(folder: string): Record<string, unknown> {
  const files = treeOf(join(folder, STACKS)).files.filter((path) => /^[^/]+\/cdk\.tf\.json$/.test(path));
  return Object.fromEntries(
    files.map((path) => {
      const json = JSON.parse(readFileSync(join(folder, STACKS, path), 'utf8')) as { '//'?: { metadata?: { version?: string } } };
      delete json['//']?.metadata?.version;
      return [path.split('/')[0]!, json];
    }),
  );
}

function manifestsIn(folder: string): Record<string, unknown[]> {
  const manifests = join(folder, MANIFESTS);
  if (!existsSync(manifests)) return {};
  return Object.fromEntries(
    treeOf(manifests)
      .files.filter((path) => path.endsWith('.yaml'))
      .map((path) => [
        path,
        // cdk8s writes YAML 1.1.
        parseAllDocuments(readFileSync(join(manifests, path), 'utf8'), { version: '1.1' })
          .map((document) => document.toJSON() as unknown)
          .filter((object) => object !== null),
      ]),
  );
}
