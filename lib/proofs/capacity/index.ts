export * from './balance';
export * from './constants';
export * from './cpu-ratio';
export * from './maximums';
export * from './memory';
