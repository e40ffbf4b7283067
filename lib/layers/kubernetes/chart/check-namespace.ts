import type { IConstruct } from 'constructs';
import { Token } from 'cdktf';
import { got } from '../../check';
import { ConstructError } from '../../construct-error';

const LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/**
 * A name of a namespace: a label of DNS (RFC 1123). Manifests are files that nothing fills in later, so that a token is none.
 *
 * @throws when it is not
 */
export function checkNamespace(subject: IConstruct, what: string, name: string): string {
  if (typeof name === 'string' && LABEL.test(name)) return name;
  const repair = Token.isUnresolved(name) ? '; nothing fills a token into a manifest: give the name itself' : ', such as "shop"';
  throw new ConstructError(
    subject,
    `${what} must have 1 to 63 lower-case letters, digits and "-", the first and last of them no "-", got ${got(name)}${repair}`,
  );
}
