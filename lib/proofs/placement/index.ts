export * from './allowed-hosts';
