export * from './lock-file';
export * from './locked-image';
export * from './reference';
