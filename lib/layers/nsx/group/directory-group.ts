import type { IConstruct } from 'constructs';
import { checkProps, checkText, got, ifGiven } from '../../check';
import { ConstructError } from '../../construct-error';

/** A group of a directory that NSX is joined to, such as Active Directory. */
export interface DirectoryGroup {
  /** The whole of it, such as `CN=dbas,OU=groups,DC=example,DC=com`. */
  readonly distinguishedName: string;

  /** Of the domain, such as `DC=example,DC=com`. */
  readonly domainBaseDistinguishedName: string;

  /**
   * Its security identifier, such as `S-1-5-21-...`.
   * @default - read from the directory
   */
  readonly sid?: string;
}

/** Groups of a directory as a resource takes them. */
export function extendedCriteria(group: IConstruct, groups: readonly DirectoryGroup[]): { identityGroup: DirectoryGroup[] } {
  if (!Array.isArray(groups) || groups.length === 0) {
    throw new ConstructError(group, `directoryGroups must be a list of at least one, got ${got(groups)}; leave it out where there is none`);
  }
  const identityGroup = (groups as readonly DirectoryGroup[]).map((each, index) => {
    const what = `directoryGroups[${index}]`;
    checkProps(group, what, each, ['distinguishedName', 'domainBaseDistinguishedName']);
    return {
      distinguishedName: checkText(group, `${what}.distinguishedName`, each.distinguishedName),
      domainBaseDistinguishedName: checkText(group, `${what}.domainBaseDistinguishedName`, each.domainBaseDistinguishedName),
      sid: ifGiven(each.sid, (sid) => checkText(group, `${what}.sid`, sid)),
    };
  });
  return { identityGroup };
}
