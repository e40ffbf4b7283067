export * from './dedicated-hosts';
export * from './flow-reachable';
export * from './survives-failures';
export * from './tenant';
export * from './tenants-isolated';
