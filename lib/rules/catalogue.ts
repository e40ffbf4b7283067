import type { Rule } from './rule';

/** Every rule that comes with Strata. Adding one is a file and a line here. */
export const CATALOGUE: readonly Rule[] = [];
