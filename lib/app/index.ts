export { Strata } from './attach';
export type { Attachment, AttachOptions } from './attach';
export { verifyIntact } from './intact';
export type { Intactness } from './intact';
export { StrataApp } from './strata-app';
export type { GateOptions, StrataAppConfig } from './strata-app';
export { SynthesisStopped } from './synthesis-stopped';
