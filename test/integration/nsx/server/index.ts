export { PolicyServer } from './policy-server';
export type { LoggedRequest, PolicyServerOptions } from './policy-server';
export { refusalTable } from './citations';
export { REFUSALS, UNSOURCED } from './refusals';
export type { RefusalClass, RefusalName } from './refusals';
export { BUILT_IN, DEFAULT_SECTION, ENFORCEMENT_POINT, SITE } from './seed';
export type { Seed } from './seed';
