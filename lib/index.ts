export * from './units';
export { Assume, Flow } from './estate';
export type { Assumption } from './estate';
