import { Fn, Token } from 'cdktf';
import type { IConstruct } from 'constructs';
import { isCorrupt } from '../../../estate/read/terraform/corrupt';
import { ConstructError } from '../../construct-error';

/** A text as base64: encoded here where it is known, else by Terraform, so that tokens in it survive. */
export function base64Of(construct: IConstruct, what: string, text: string): string {
  checkSound(construct, what, text);
  return Token.isUnresolved(text) ? Fn.base64encode(argument(text)) : Buffer.from(text, 'utf8').toString('base64');
}

/** Texts by name, as base64 of a JSON object, likewise. */
export function base64OfJson(construct: IConstruct, what: string, texts: Readonly<Record<string, string>>): string {
  for (const text of Object.values(texts)) checkSound(construct, what, text);
  if (!Object.values(texts).some((text) => Token.isUnresolved(text))) return Buffer.from(JSON.stringify(texts), 'utf8').toString('base64');
  return Fn.base64encode(Fn.jsonencode(Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, argument(text)]))));
}

/** A token in a text, as cdktf writes it. */
const TOKEN = /(\$\{TfToken\[[^\]]*\]\})/;

/** A damaged token would be out of sight in base64. */
function checkSound(construct: IConstruct, what: string, text: string): void {
  if (!text.split(TOKEN).some((part) => !TOKEN.test(part) && isCorrupt(part))) return;
  throw new ConstructError(
    construct,
    `${what} holds a damaged Terraform token: a number or a list was put into a text; put in \`Fn.tostring(...)\` or \`Fn.join(...)\` of it`,
  );
}

/** A text as the argument of a function: cdktf makes a mess of one that mixes tokens with what needs escaping. */
function argument(text: string): string {
  const parts = text.split(TOKEN).filter((part) => part !== '');
  return parts.length === 1 ? escaped(text) : Fn.join('', parts.map(escaped));
}

/** cdktf escapes no more than line feeds, and `${` in a way that fails after another `$`. */
function escaped(part: string): string {
  if (TOKEN.test(part)) return part;
  return part
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('\r', '\\r')
    .replaceAll(/([$%])\{/g, '$1\\u007b');
}
