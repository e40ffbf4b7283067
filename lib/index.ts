export * from './units';
export { Assume, declare, Flow, recordOrigin } from './estate';
export type { Assumption, Declaration, DeclaredSide, Estate, Frame, HostHardware, Premise } from './estate';
export { Secret } from './layers/secret';
export type { Finding, Report } from './report';
export * from './app';
