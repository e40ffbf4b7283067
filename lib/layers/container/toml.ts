// smol-toml has CommonJS beside its modules, but declares types of the latter only.
// eslint-disable-next-line @typescript-eslint/no-require-imports
const { stringify } = require('smol-toml') as { stringify(content: Readonly<Record<string, unknown>>): string };

/** A file of TOML. */
export function toToml(content: Readonly<Record<string, unknown>>): string {
  return stringify(content);
}
