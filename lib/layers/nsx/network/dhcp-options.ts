import type { Construct } from 'constructs';
import type { Cidr } from '../../../units';
import { checkKind, checkKinds, checkProps, checkTexts, checkWhole } from '../../check';
import { ConstructError } from '../../construct-error';
import { CIDR } from '../../kind';
import { checkAddress } from './addresses';

/** A route that DHCP hands out: option 121. */
export interface DhcpRoute {
  readonly network: Cidr;

  /** Address of the next router. */
  readonly nextHop: string;
}

/** Any other option that DHCP hands out. */
export interface DhcpOption {
  /** From 0 to 255. */
  readonly code: number;

  /** At least one. */
  readonly values: readonly string[];
}

/** What DHCP hands out besides an IPv4 address. */
export interface DhcpOptionsProps {
  /**
   * Routes: option 121.
   * @default - none
   */
  readonly routes?: readonly DhcpRoute[];

  /**
   * Further options, each code once.
   * @default - none
   */
  readonly options?: readonly DhcpOption[];
}

/** Both as the provider takes them. */
export interface DhcpOptionBlocks {
  readonly dhcpOption121?: { readonly network: string; readonly nextHop: string }[];
  readonly dhcpGenericOption?: { readonly code: number; readonly values: string[] }[];
}

const ROUTE = { member: 'nextHop', name: 'a route', repair: 'give its network and nextHop' };
const OPTION = { member: 'code', name: 'an option', repair: "give one such as `{ code: 66, values: ['boot.example.com'] }`" };
const CLASSLESS_ROUTES = 121;

/** @throws when a route or option is not one, an option has no value, or a code stands twice */
export function dhcpOptionBlocks(construct: Construct, what: string, { routes = [], options = [] }: DhcpOptionsProps): DhcpOptionBlocks {
  const routeBlocks = checkKinds(construct, `routes${what}`, routes, ROUTE).map((route, index) => ({
    network: checkKind(construct, `network of routes[${index}]${what}`, route.network, CIDR).toString(),
    nextHop: checkAddress(construct, `nextHop of routes[${index}]${what}`, route.nextHop, 4),
  }));
  const optionBlocks = checkKinds(construct, `options${what}`, options, OPTION).map((option, index) => {
    const at = `options[${index}]${what}`;
    checkProps(construct, at, option, ['code', 'values']);
    const values = checkTexts(construct, `values of ${at}`, option.values);
    if (values.length === 0) throw new ConstructError(construct, `${at} has no value; give one, or leave out the option`);
    return { code: checkWhole(construct, `code of ${at}`, option.code, { low: 0, high: 255 }), values };
  });
  const codes = optionBlocks.map(({ code }) => code);
  const twice = codes.find((code, index) => codes.indexOf(code) !== index);
  if (twice !== undefined) throw new ConstructError(construct, `options${what} name code ${twice} twice; give all of its values at once`);
  if (codes.includes(CLASSLESS_ROUTES)) throw new ConstructError(construct, `options${what} name code 121, which is routes; give it as routes`);
  return {
    ...(routeBlocks.length > 0 && { dhcpOption121: routeBlocks }),
    ...(optionBlocks.length > 0 && { dhcpGenericOption: optionBlocks }),
  };
}
