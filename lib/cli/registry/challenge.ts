/** What a registry asks for before it answers: a `WWW-Authenticate` header. */
export interface Challenge {
  readonly scheme: 'basic' | 'bearer';
  readonly parameters: Readonly<Record<string, string>>;
}

/** The challenge in a header; undefined where it is none that Strata can meet. */
export function parseChallenge(header: string | null): Challenge | undefined {
  const match = /^\s*(basic|bearer)\b\s*(.*)$/i.exec(header ?? '');
  if (!match) return undefined;
  const parameters = [...match[2]!.matchAll(/([a-z_]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s,]+))/gi)].map(([, name, quoted, bare]): [string, string] => [
    name!.toLowerCase(),
    bare ?? quoted!.replace(/\\(.)/g, '$1'),
  ]);
  return { scheme: match[1]!.toLowerCase() as Challenge['scheme'], parameters: Object.fromEntries(parameters) };
}
