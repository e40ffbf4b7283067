import { InputError } from './input-error';
import { readJson } from './json-file';
import { REPORT_SCHEMA } from './report';
import type { Report } from './report';

/**
 * Reads the report of a run.
 *
 * @throws InputError when the file cannot be read or is no report of this version
 */
export function readReport(file: string): Report {
  const report = readJson(file) as Partial<Report> | null;
  if (report?.schema !== REPORT_SCHEMA || !Array.isArray(report.rules) || !Array.isArray(report.findings)) {
    throw new InputError(`${file}: not a report of this version of Strata (${REPORT_SCHEMA}); run the synthesis again`);
  }
  return report as Report;
}
