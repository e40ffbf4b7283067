import type { VmStoragePolicyTagRules } from '@cdktf/provider-vsphere/lib/vm-storage-policy';
import { Token } from 'cdktf';
import type { IConstruct } from 'constructs';
import { got } from '../../check';
import { ConstructError } from '../../construct-error';
import { TAG } from '../../kind';
import { checkKindsHere } from '../connection';
import { type ITag, Tag } from '../access/tags';

/** Which datastores a storage policy takes, by their tags. A datastore must meet every rule of a policy. */
export class TagRule {
  /** Datastores that have one of the tags. */
  public static tagged(...tags: readonly ITag[]): TagRule {
    return new TagRule(true, tags);
  }

  /** Datastores that have none of the tags. */
  public static notTagged(...tags: readonly ITag[]): TagRule {
    return new TagRule(false, tags);
  }

  private constructor(
    /** Whether a datastore must have one of the tags, or none. */
    public readonly tagged: boolean,
    private readonly tags: readonly ITag[],
  ) {}

  /** @internal */
  public _toRule(policy: IConstruct, what: string): VmStoragePolicyTagRules {
    const tags = checkKindsHere(policy, what, this.tags, TAG);
    const category = tags[0]?.category;
    if (category === undefined) {
      throw new ConstructError(policy, `${what} needs at least one tag whose category is known; give category to Tag.fromAttributes`);
    }
    const stranger = tags.find((tag) => tag.category !== category);
    if (stranger !== undefined) {
      throw new ConstructError(
        policy,
        `the tags of a rule are of one category, got ${tags[0]!.node.path} of ${category.node.path} and ${stranger.node.path} of ${stranger.category?.node.path ?? 'none that is known'}; make a rule of each`,
      );
    }
    if (category.categoryName === undefined) {
      throw new ConstructError(policy, `${what} goes by the name of ${category.node.path}, which is not known; give it a categoryName`);
    }
    return {
      tagCategory: category.categoryName,
      tags: tags.map((tag) => nameOf(policy, tag)),
      includeDatastoresWithTags: this.tagged,
    };
  }
}

/** The provider names tags in a policy, and joins the names with commas. */
function nameOf(policy: IConstruct, tag: ITag): string {
  const { tagName, node } = tag;
  if (tagName === undefined) {
    throw new ConstructError(policy, `a rule goes by the name of ${node.path}, which is not known; give it a tagName`);
  }
  const known = Tag.isTag(tag) ? tag.resource.nameInput! : tagName;
  if (Token.isUnresolved(known) || !known.includes(',')) return tagName;
  throw new ConstructError(
    policy,
    `a rule goes by the name of ${node.path}, which is ${got(known)}; a rule cannot tell a comma from the end of a name, so rename it`,
  );
}
