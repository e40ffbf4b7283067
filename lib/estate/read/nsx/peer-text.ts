/** The word that NSX has for no restriction, in any case. */
export function isAny(text: unknown): boolean {
  return typeof text === 'string' && text.toUpperCase() === 'ANY';
}

/** Whether a text is an address of either family, two with a dash between, or one with the length of its prefix. */
export function isAddress(text: unknown): text is string {
  return typeof text === 'string' && ADDRESS.test(text);
}

const ADDRESS = /^(\d+(\.\d+){3}|[\da-f]*(:[\da-f.]*)+)([-/][\da-f.:]+)?$/i;
