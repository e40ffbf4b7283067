/** How every `strata` command ends, for the pipelines that call it. */
export const Exit = {
  GOOD: 0,
  /** An exception nobody foresaw. */
  CRASH: 1,
  /** An argument or a file that cannot be used. */
  BAD_INPUT: 2,
  UNDECIDED: 3,
  /** Refuted, refused, or changed since it was written. */
  REFUTED: 4,
} as const;

export type ExitCode = (typeof Exit)[keyof typeof Exit];

export const EXIT_CODES = `
Exit codes:
  ${Exit.GOOD}  good
  ${Exit.REFUTED}  refuted, refused or changed
  ${Exit.UNDECIDED}  undecided
  ${Exit.BAD_INPUT}  bad input: an argument or a file that cannot be used
  ${Exit.CRASH}  a crash: please report it`;
