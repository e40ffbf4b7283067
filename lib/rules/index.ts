export * from './rule';
export * from './verdict';
export * from './catalogue';
export * from './engine';
export { premisesOf } from './premises';
