export * from './engines';
export * from './hosts';
export * from './memory';
