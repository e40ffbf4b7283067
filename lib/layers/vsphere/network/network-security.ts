import { Token } from 'cdktf';
import type { Construct } from 'constructs';
import { declare } from '../../../estate/declaration';
import { checkFlag, got, ifGiven } from '../../check';
import { ConstructError } from '../../construct-error';

/** What a network lets a virtual machine do with its layer 2 address. Each lets it see or take traffic of others. */
export interface NetworkSecurityProps {
  /**
   * Whether a machine may see the traffic of all others on the network.
   * @default false
   */
  readonly allowPromiscuous?: boolean;

  /**
   * Whether a machine may send under another MAC address than its own.
   * @default false
   */
  readonly allowForgedTransmits?: boolean;

  /**
   * Whether a machine may change its MAC address.
   * @default false
   */
  readonly allowMacChanges?: boolean;

  /**
   * Why a machine on the network needs what is allowed: a nested hypervisor, a virtual router that shares an address. Terraform
   * never sees it.
   * @default - not stated: what is allowed has no reason
   */
  readonly securityException?: string;
}

/** The three permissions as a resource takes them. */
export interface NetworkSecurityConfig {
  readonly allowPromiscuous?: boolean;
  readonly allowForgedTransmits?: boolean;
  readonly allowMacChanges?: boolean;
}

/** Nothing is allowed. */
export const REFUSED: NetworkSecurityConfig = { allowPromiscuous: false, allowForgedTransmits: false, allowMacChanges: false };

/** The permissions, where `otherwise` stands for what is left out. */
export function securityConfig(construct: Construct, props: NetworkSecurityProps, otherwise: NetworkSecurityConfig): NetworkSecurityConfig {
  const permission = (what: keyof NetworkSecurityConfig): boolean | undefined =>
    ifGiven(props[what] ?? otherwise[what], (allowed) => checkFlag(construct, what, allowed));
  return {
    allowPromiscuous: permission('allowPromiscuous'),
    allowForgedTransmits: permission('allowForgedTransmits'),
    allowMacChanges: permission('allowMacChanges'),
  };
}

/**
 * Declares why a network allows what it does.
 *
 * @throws when there is a reason and nothing is allowed, or the reason is no text known at synthesis
 */
export function declareException(construct: Construct, of: string, reason: string | undefined, effective: NetworkSecurityConfig): void {
  if (reason === undefined) return;
  if (typeof reason !== 'string' || reason.trim() === '' || Token.isUnresolved(reason)) {
    throw new ConstructError(construct, `securityException must be a text known at synthesis that says why, got ${got(reason)}`);
  }
  if (Object.values(effective).every((allowed) => allowed === false)) {
    throw new ConstructError(
      construct,
      'securityException is given and nothing is excepted; leave it out, or set allowPromiscuous, allowForgedTransmits or allowMacChanges',
    );
  }
  declare(construct, { kind: 'security-exception', of, reason });
}
