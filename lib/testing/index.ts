export { synthesize } from './synthesize';
export type { Synthesized, SynthesizeOptions } from './synthesize';
