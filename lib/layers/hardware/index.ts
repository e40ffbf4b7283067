export * from './accelerator';
export * from './cpu-feature';
export * from './cpu-model';
export * from './disk';
export * from './host-model';
export * from './nic';
