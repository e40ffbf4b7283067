import type { Finding } from '../report';

/** The synthesis found what must not be written. The findings have been printed; the message only says how many. */
export class SynthesisStopped extends Error {
  /** Every finding of the run, errors first. */
  public readonly findings!: readonly Finding[];

  public constructor(findings: readonly Finding[], report: string) {
    super(`synthesis stopped, nothing was written: see the findings above, or ${report}`);
    this.name = 'SynthesisStopped';
    // Node prints `stack` and every enumerable field of an error that nobody catches: neither helps here.
    Object.defineProperty(this, 'name', { enumerable: false });
    Object.defineProperty(this, 'stack', { value: this.message, enumerable: false });
    Object.defineProperty(this, 'findings', { value: findings, enumerable: false });
  }
}
