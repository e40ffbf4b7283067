export * from './allowed-hosts';
export * from './gathering';
export * from './matching';
