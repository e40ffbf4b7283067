import type { IConstruct } from 'constructs';
import { shown } from '../units/shown';
import { corruptTokensIn } from './read/terraform/corrupt';
import type { Value } from './value';

/** A premise that the user takes upon themselves: `app.assume(Assume.closed(cluster))`. It is listed in the report. */
export type Assumption =
  | { readonly kind: 'estate'; readonly file: string; readonly manager?: string }
  | { readonly kind: 'closed'; readonly scope: string }
  | { readonly kind: 'value'; readonly path: string; readonly attribute: string; readonly value: Value }
  | { readonly kind: 'no-policy-in'; readonly module: string };

/** What a recorded estate does not say itself. */
export interface RecordedEstateOptions {
  /**
   * Host of the NSX manager that an export is of, as its provider has it. A recorded estate in Strata's own JSON names its managers itself.
   *
   * @default - the only NSX manager of the app
   */
  readonly manager?: string;
}

export const Assume = {
  /**
   * What others own, from a recorded estate in Strata's own JSON or from an export of the NSX Policy API. The file's digest stands in
   * the report.
   *
   * An export is what `GET /policy/api/v1/infra?filter=...` answers, an answer of a list call, or an object with lists by name as
   * collectors write it: `segments`, `domains`, `services`, ... What it lacks is not taken to be absent.
   *
   * @param file path, relative to the working directory
   */
  estate: (file: string, options: RecordedEstateOptions = {}): Assumption => ({
    kind: 'estate',
    file: checkText('file of Assume.estate', file),
    ...(options.manager !== undefined && { manager: checkHost('manager of Assume.estate', options.manager) }),
  }),

  /**
   * Nothing but this app puts anything into `scope`.
   *
   * @param scope a cluster, a distributed switch, a port group, a segment of NSX, a resource pool, or a construct above some of them,
   * which closes each; owned or looked up. The synthesis refuses one that rendered none of these
   */
  closed: (scope: IConstruct): Assumption => ({ kind: 'closed', scope: pathOf('scope of Assume.closed', scope) }),

  /**
   * What a provider or a variable will say: the value of an attribute that the output leaves open.
   *
   * @param construct the element, or a construct with a single element that has the attribute
   * @param attribute name of the Terraform attribute, such as `num_cpus`
   * @throws when there is no value, or it is or holds a token, which says nothing before Terraform runs
   */
  value: (construct: IConstruct, attribute: string, value: Value): Assumption => ({
    kind: 'value',
    path: pathOf('construct of Assume.value', construct),
    attribute: checkText('attribute of Assume.value', attribute),
    value: checkValue(`value of "${attribute}" in Assume.value`, value),
  }),

  /** The module holds no firewall or network policy, placement rule or workload that a proof would have to know of. */
  noPolicyIn: (module: IConstruct): Assumption => ({ kind: 'no-policy-in', module: pathOf('module of Assume.noPolicyIn', module) }),
} as const;

function pathOf(what: string, construct: IConstruct): string {
  const path: unknown = (construct as IConstruct | undefined)?.node?.path;
  if (typeof path === 'string') return path;
  throw new Error(`${what} must be a construct, got ${shown(construct)}; give the construct itself, not its name`);
}

function checkText(what: string, text: string): string {
  if (typeof text === 'string' && text.trim() !== '') return text;
  throw new Error(`${what} must be a text that is not empty, got ${shown(text)}`);
}

function checkHost(what: string, host: string): string {
  const text = checkText(what, host);
  if (corruptTokensIn(text).length > 0)
    throw new Error(`${what} must be known at synthesis, got a Terraform token; give the host as the provider has it`);
  if (!/[\s/]/.test(text)) return text;
  throw new Error(`${what} must be a host, got ${shown(host)}; give the name or the address alone, such as nsx.example.com`);
}

function checkValue(what: string, value: Value): Value {
  if (value === undefined || typeof value === 'function') {
    throw new Error(`${what} must be what Terraform will find, got ${shown(value)}; give a literal such as 8, or null for nothing`);
  }
  if (corruptTokensIn(value).length === 0) return value;
  throw new Error(`${what} must be known at synthesis, got a Terraform token; give a literal such as 8`);
}
