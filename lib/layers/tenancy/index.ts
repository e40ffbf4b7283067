export * from './dedicated-hosts';
export * from './flow-reachable';
export * from './isolation-level';
export * from './pod-isolation';
export * from './survives-failures';
export * from './tenant';
export * from './tenants-isolated';
