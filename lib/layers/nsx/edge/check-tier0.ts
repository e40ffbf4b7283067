import { Token } from 'cdktf';
import type { Construct, IConstruct } from 'constructs';
import { ConstructError } from '../../construct-error';
import { enclosingProjectContext, spaceOf } from '../space';
import type { IGateway } from './igateway';

/**
 * That a tier-0 is lent to the project of what hangs on it (NSX Administration Guide, "Networking Features in Projects": what is in a
 * project connects to tier-0 gateways that are assigned to it).
 *
 * @throws when it surely is not: one of several lookups may find the same
 */
export function checkTier0Lent(construct: Construct, what: string, tier0: IGateway): void {
  const project = spaceOf(construct);
  const lent = project?.tier0Gateways;
  if (lent === undefined || enclosingProjectContext(construct).context === undefined) return;
  if ((lent as readonly IGateway[]).some((each) => mayBeOne(each, tier0))) return;
  throw new ConstructError(
    construct,
    `${what} is ${tier0.node.path}, which is none of the tier0Gateways of the project ${project!.node.path}; add it to these, or give one of them`,
  );
}

function mayBeOne(a: IGateway, b: IGateway): boolean {
  if (a === b || a.gatewayPath === b.gatewayPath) return true;
  const [areTokens, isToken] = [[a, b].every(isByToken), [a, b].some(isByToken)];
  if (!areTokens) return isToken;
  const [one, other] = [lookedUpName(a), lookedUpName(b)];
  // The provider takes a name that only begins so, where none is the same.
  return one === undefined || other === undefined || one.startsWith(other) || other.startsWith(one);
}

function isByToken({ gatewayPath }: IGateway): boolean {
  return Token.isUnresolved(gatewayPath);
}

/** Undefined where nobody can tell. */
function lookedUpName(gateway: IConstruct): string | undefined {
  const lookup = gateway.node.tryFindChild('Default') as { readonly displayNameInput?: string } | undefined;
  const name = lookup?.displayNameInput;
  return name === undefined || Token.isUnresolved(name) ? undefined : name;
}
