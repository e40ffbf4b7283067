import { isCollection, isMap, isScalar, isSeq, parseAllDocuments, Scalar } from 'yaml';
import { objectOf, type Evaluated } from '../values/evaluated';
import { isPlainDecimal } from '../values/numbers';

/** What makes the two parsers differ, or values that depend on more than the text: references, tags, directives, tabs. */
const BEYOND = /[&*!\x00-\x09\x0b-\x1f\x7f]|^(?:%|\.\.\.)|[^\x00-\x7f\p{L}\p{M}\p{N}]/mu;

/** Words that Terraform's parser, which knows YAML 1.1 too, does not take for text. */
const WORDS: ReadonlyMap<string, boolean | null> = new Map<string, boolean | null>([
  ...allCases(true, 'true', 'yes', 'on', 'y'),
  ...allCases(false, 'false', 'no', 'off', 'n'),
  ...allCases(null, 'null', '~', ''),
]);

/** Plain scalars that are texts to every version of YAML: words, paths, and dotted numbers such as addresses. */
const WORDY = /^[\p{L}_/](?:[\p{L}\p{M}\p{N}_ ./@+=-]|:(?=\S))*$|^\d+(?:\.\d+){2,}(?:\/\d+)?$/u;
/** A colon in brackets that the parsers may take for one between key and value, or for a character. */
const CLOSE_COLON = /:(?! )/;

/** The value of a YAML document that leaves no doubt about what Terraform makes of it. */
export function decodeYaml(text: string | undefined): Evaluated | undefined {
  if (text === undefined || BEYOND.test(text)) return undefined;
  const documents = parseAllDocuments(text, { schema: 'failsafe', logLevel: 'silent' });
  const [document, ...others] = [...documents];
  if (!document || others.length > 0 || document.errors.length > 0 || document.warnings.length > 0) return undefined;
  return nodeValue(document.contents, text);
}

function nodeValue(node: unknown, text: string): Evaluated | undefined {
  if (isScalar(node)) return scalarValue(node, text);
  if (isCollection(node) && node.flow && (!node.range || !isBracketed(text.slice(node.range[0], node.range[1])))) return undefined;
  if (isSeq(node)) {
    const items = node.items.map((item) => nodeValue(item, text));
    return items.includes(undefined) ? undefined : (items as Evaluated[]);
  }
  if (!isMap(node)) return undefined;
  const pairs: [string, Evaluated][] = [];
  for (const { key, value: stated } of node.items) {
    const name = nodeValue(key, text);
    const value = nodeValue(stated, text);
    if (typeof name !== 'string' || value === undefined) return undefined;
    pairs.push([name, value]);
  }
  return objectOf(pairs);
}

function isBracketed(source: string): boolean {
  return /^[[{]/.test(source) && !CLOSE_COLON.test(source);
}

function scalarValue({ type, value, range }: Scalar, text: string): Evaluated | undefined {
  if (typeof value !== 'string' || !range) return undefined;
  const source = text.slice(range[0], range[1]);
  switch (type) {
    case Scalar.PLAIN:
      return source.includes('\n') ? undefined : plainValue(source);
    case Scalar.QUOTE_SINGLE:
      return source.includes('\n') ? undefined : value.normalize('NFC');
    case Scalar.QUOTE_DOUBLE:
      return source.includes('\n') || /\\[^"\\nt]/.test(source.replaceAll('\\\\', '')) ? undefined : value.normalize('NFC');
    case Scalar.BLOCK_LITERAL:
      // Terraform's parser ends a text only with a line break that is there, and takes an empty one for null.
      return /^\|-?\n(?: [^\n]*\n|\n)+$/.test(source) && value.trim() !== '' ? value.normalize('NFC') : undefined;
    default:
      return undefined;
  }
}

function plainValue(source: string): Evaluated | undefined {
  const word = WORDS.get(source);
  if (word !== undefined) return word;
  if (isPlainDecimal(source)) return Number(source);
  return WORDY.test(source) ? source.normalize('NFC') : undefined;
}

/** `yes`, `Yes` and `YES`, but not `yEs`. */
function allCases(value: boolean | null, ...words: string[]): [string, boolean | null][] {
  return words.flatMap((word) =>
    [word, word.charAt(0).toUpperCase() + word.slice(1), word.toUpperCase()].map((each): [string, boolean | null] => [each, value]),
  );
}
