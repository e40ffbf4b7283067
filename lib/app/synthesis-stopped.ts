import type { Finding } from '../report';
import { withoutStack } from './plain-error';

/** The synthesis found what must not be written. The findings have been printed; the message only says where. */
export class SynthesisStopped extends Error {
  /** Every finding of the run, errors first. */
  public readonly findings: readonly Finding[];

  public constructor(findings: readonly Finding[], report: string) {
    super(`synthesis stopped, nothing was written: see the findings above, or ${report}`);
    this.name = 'SynthesisStopped';
    this.findings = findings;
    withoutStack(this);
  }
}
