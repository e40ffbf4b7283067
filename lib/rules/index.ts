export * from './rule';
export * from './verdict';
export * from './catalogue';
export * from './engine';
