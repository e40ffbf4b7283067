export * from './cidr';
export * from './interval';
