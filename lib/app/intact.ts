import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { REPORT_SCHEMA } from '../report';
import type { Report } from '../report';
import { CONFIGURATION, DECLARATIONS, KUBERNETES_MANIFEST, MANIFEST, MANIFESTS, REPORT, STAGING, VALUES } from './layout';
import { digestOf, treeOf } from './tree';

export type Intactness =
  | { readonly intact: true }
  | {
      readonly intact: false;
      /** False where there is no such folder. */
      readonly verifiable: boolean;
      /** One clause for each difference. */
      readonly reasons: readonly string[];
    };

/**
 * Whether an output folder is, byte for byte, what one finished run wrote, and every input it read is still the same.
 * A pipeline asks before it applies anything.
 *
 * @param folder the output folder, such as `cdktf.out`
 */
export function verifyIntact(folder: string): Intactness {
  if (!(statSync(folder, { throwIfNoEntry: false })?.isDirectory() ?? false)) return unverifiable(`no folder at ${folder}; run the synthesis first`);
  const root = realpathSync(folder);
  if (!existsSync(join(root, REPORT))) return refused([`no ${REPORT} in ${folder}: no run of Strata has ended there; run the synthesis again`]);

  const report = readReport(join(root, REPORT));
  if (report === undefined) return refused([`${REPORT} cannot be read as a report of this version; run the synthesis again`]);
  if (report.committed !== true) return refused([`the last synthesis was stopped, or had no commit (${REPORT} says \`"committed": false\`)`]);

  const reasons = [
    ...(Object.hasOwn(report.files, MANIFEST) ? [] : [`${REPORT} does not list ${MANIFEST}`]),
    ...differences(root, report.files, ''),
    ...differences(root, report.inputs, 'input '),
    ...unlisted(root, report.files),
  ];
  return reasons.length === 0 ? { intact: true } : refused(reasons);
}

/** Files that Terraform, kubectl or `strata verify` would take and that the report does not list. */
export function unlisted(root: string, files: Readonly<Record<string, string>>): string[] {
  return treeOf(root, { followLinks: true, skip: (name) => name === '.terraform' || STAGING.test(name) })
    .files.filter(
      (path) =>
        path === DECLARATIONS ||
        CONFIGURATION.test(path) ||
        VALUES.test(path) ||
        (path.startsWith(`${MANIFESTS}/`) && KUBERNETES_MANIFEST.test(path)),
    )
    .filter((path) => !Object.hasOwn(files, path))
    .map((path) =>
      VALUES.test(path)
        ? `${path} was not written by the last synthesis, and Terraform takes values from it that nobody proved; give them by TF_VAR_... or -var-file`
        : `${path} was not written by the last synthesis`,
    );
}

function differences(root: string, digests: Readonly<Record<string, string>>, what: string): string[] {
  return Object.entries(digests).flatMap(([path, wanted]) => {
    const found = digestOf(join(root, path));
    if (found === undefined) return [`${what}${path} is missing`];
    return found === wanted ? [] : [`${what}${path} has changed since the last synthesis`];
  });
}

function readReport(file: string): Pick<Report, 'committed' | 'files' | 'inputs'> | undefined {
  try {
    const report = JSON.parse(readFileSync(file, 'utf8')) as Partial<Report> | null;
    if (report?.schema !== REPORT_SCHEMA || !isDigests(report.files) || !isDigests(report.inputs)) return undefined;
    return { committed: report.committed === true, files: report.files, inputs: report.inputs };
  } catch {
    return undefined;
  }
}

function isDigests(x: unknown): x is Record<string, string> {
  return typeof x === 'object' && x !== null && Object.values(x).every((value) => typeof value === 'string');
}

function unverifiable(reason: string): Intactness {
  return { intact: false, verifiable: false, reasons: [reason] };
}

function refused(reasons: readonly string[]): Intactness {
  return { intact: false, verifiable: true, reasons };
}
