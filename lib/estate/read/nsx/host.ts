/** The host of an NSX manager as it is told from others: the provider takes it with or without `https://` and the port of that. */
export function hostOf(server: string): string {
  return server
    .replace(/^https:\/\//i, '')
    .replace(/\/+$/, '')
    .replace(/:443$/, '')
    .replace(/\.$/, '');
}
