import { Token } from 'cdktf';
import type { Construct, IConstruct } from 'constructs';
import { checkText, got, ifGiven } from '../check';
import { ConstructError } from '../construct-error';
import { type NsxTag, tagBlocks } from './tag';

/** What every object of NSX has. */
export interface NsxObjectProps {
  /**
   * Name in NSX, of at most 255 characters.
   * @default - the construct id
   */
  readonly name?: string;

  /**
   * What it is for, in at most 1024 characters.
   * @default - none
   */
  readonly description?: string;

  /**
   * Tags of NSX on it.
   * @default - none
   */
  readonly nsxTags?: readonly NsxTag[];

  /**
   * Its id in NSX, the last part of its policy path. Another id makes another object.
   * @default - chosen by the provider
   */
  readonly nsxId?: string;
}

/** The same as a resource takes it. */
export interface NsxObjectConfig {
  readonly displayName: string;
  readonly description?: string;
  readonly tag?: NsxTag[];
  readonly nsxId?: string;
}

/** Longest texts that the provider takes. */
export const LONGEST_NAME = 255;
const LONGEST_DESCRIPTION = 1024;
const LONGEST_ID = 1024;

/**
 * Name, description, tags and id as a resource takes them.
 *
 * @throws when one is empty or too long, or the id can be no part of a path
 */
export function objectConfig(construct: Construct, props: NsxObjectProps): NsxObjectConfig {
  return {
    displayName: checkLength(construct, 'name', props.name ?? construct.node.id, LONGEST_NAME),
    description: ifGiven(props.description, (text) => checkLength(construct, 'description', text, LONGEST_DESCRIPTION)),
    tag: tagBlocks(construct, props.nsxTags),
    nsxId: ifGiven(props.nsxId, (nsxId) => checkNsxId(construct, 'nsxId', nsxId)),
  };
}

/**
 * For what NSX refuses to delete while it is referenced: Terraform changes whatever names it first, and deletes it afterwards, also
 * where it is taken out of the program. With an `nsxId` as well: what makes another object of it changes its path.
 */
export const DELETED_LAST = { lifecycle: { createBeforeDestroy: true } } as const;

/** An id of NSX: one part of a policy path. */
export function checkNsxId(construct: IConstruct | undefined, what: string, value: string): string {
  checkLength(construct, what, value, LONGEST_ID);
  if (Token.isUnresolved(value) || !value.includes('/')) return value;
  throw new ConstructError(construct, `${what} must be one part of a policy path, without "/", got ${got(value)}`);
}

/** A policy path, or a token. */
export function checkPolicyPath(construct: IConstruct | undefined, what: string, value: string): string {
  checkText(construct, what, value);
  if (Token.isUnresolved(value) || /^\/[^/\s]+(?:\/[^/\s]+)*$/.test(value)) return value;
  throw new ConstructError(construct, `${what} must be a policy path, such as "/infra/segments/nodes", got ${got(value)}`);
}

/** A text with at most so many characters. */
export function checkLength(construct: IConstruct | undefined, what: string, value: string, longest: number): string {
  checkText(construct, what, value);
  if (Token.isUnresolved(value) || value.length <= longest) return value;
  throw new ConstructError(construct, `${what} must have at most ${longest} characters, got ${value.length}: ${got(value)}`);
}
