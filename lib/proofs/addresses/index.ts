export * from './blocks';
export * from './ranges';
