export * from './allowed-hosts';
export * from './matching';
