import { Token } from 'cdktf';
import type { IConstruct } from 'constructs';
import { checkProps, got } from '../check';
import { ConstructError } from '../construct-error';

/** A tag of NSX: a text, a scope, or both. vSphere's tags are others, which NSX does not see. */
export interface NsxTag {
  /**
   * What it is about, such as `tier`; at most 128 characters.
   * @default - none
   */
  readonly scope?: string;

  /**
   * Such as `db`; at most 256 characters.
   * @default - none
   */
  readonly tag?: string;
}

/** Longest of each that NSX takes (its API, `Tag`: `scope` and `tag`). */
const LONGEST = { scope: 128, tag: 256 } as const;

/**
 * Tags as a resource takes them, each once.
 *
 * @returns undefined for none
 * @throws when one has neither a scope nor a tag, or is too long
 */
export function tagBlocks(subject: IConstruct, tags: Iterable<NsxTag> | undefined, what = 'nsxTags'): NsxTag[] | undefined {
  if (tags === undefined) return undefined;
  if (typeof tags !== 'object' || tags === null || !(Symbol.iterator in tags)) {
    throw new ConstructError(
      subject,
      `${what} must be a list of tags, got ${got(tags)}; write \`[{ scope: 'tier', tag: 'db' }]\`, also around a single one`,
    );
  }
  const blocks = [...tags].map((tag, index) => checkTag(subject, `${what}[${index}]`, tag));
  const distinct = [...new Map(blocks.map((block) => [tagKey(block), block])).values()];
  return distinct.length === 0 ? undefined : distinct;
}

/** The same text for equal tags. */
export function tagKey({ scope = '', tag = '' }: NsxTag): string {
  return JSON.stringify([scope, tag]);
}

/** A tag that has something in it. */
export function checkTag(subject: IConstruct | undefined, what: string, tag: NsxTag): NsxTag {
  checkProps(subject, what, tag, []);
  const { scope, tag: text } = { scope: part(subject, what, 'scope', tag.scope), tag: part(subject, what, 'tag', tag.tag) };
  if (scope === undefined && text === undefined) {
    throw new ConstructError(subject, `${what} has neither a scope nor a tag; give one such as \`{ scope: 'tier', tag: 'db' }\``);
  }
  return { ...(scope !== undefined && { scope }), ...(text !== undefined && { tag: text }) };
}

function part(subject: IConstruct | undefined, what: string, name: 'scope' | 'tag', value: string | undefined): string | undefined {
  if (value === undefined || value === '' || Token.isUnresolved(value)) return value === '' ? undefined : value;
  if (typeof value !== 'string') throw new ConstructError(subject, `${what}.${name} must be a text, got ${got(value)}`);
  if (value.length <= LONGEST[name]) return value;
  throw new ConstructError(subject, `${what}.${name} must have at most ${LONGEST[name]} characters, got ${value.length}: ${got(value)}`);
}
