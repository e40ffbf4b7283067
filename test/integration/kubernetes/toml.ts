import type { Fields } from './object';

// smol-toml has CommonJS beside its modules, but declares types of the latter only.
// eslint-disable-next-line @typescript-eslint/no-require-imports
const toml = require('smol-toml') as { parse(text: string): Fields; stringify(content: Fields): string };

export const { parse, stringify } = toml;
