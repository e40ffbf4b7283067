export * from './candidate-nodes';
export { labelsOf, meets, type KnownLabels } from './labels';
export * from './nodes-for';
export * from './selectors';
export * from './typical-node';
export { all } from './ternary';
