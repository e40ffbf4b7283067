export type { Violation } from './check';
export { isAsStrict, levelOf, violationsOf } from './violations';
