export * from './options';
export * from './render';
