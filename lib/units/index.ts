export * from './cidr';
export * from './interval';
export * from './quantity';
