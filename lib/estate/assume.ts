import type { IConstruct } from 'constructs';
import type { Value } from './value';

/** A premise that the user takes upon themselves: `app.assume(Assume.closed(cluster))`. It is listed in the report. */
export type Assumption =
  | { readonly kind: 'estate'; readonly file: string }
  | { readonly kind: 'closed'; readonly scope: string }
  | { readonly kind: 'value'; readonly path: string; readonly attribute: string; readonly value: Value }
  | { readonly kind: 'no-policy-in'; readonly module: string };

export const Assume = {
  /**
   * What others own, from a recorded estate in Strata's own JSON. The file's digest stands in the report.
   *
   * @param file path, relative to the working directory
   */
  estate: (file: string): Assumption => ({ kind: 'estate', file }),

  /** Nothing but this app puts anything into `scope`: a cluster, a switch, a port group. */
  closed: (scope: IConstruct): Assumption => ({ kind: 'closed', scope: scope.node.path }),

  /**
   * What a provider or a variable will say: the value of an attribute that the output leaves open.
   *
   * @param construct the element, or a construct with a single element that has the attribute
   * @param attribute name of the Terraform attribute, such as `num_cpus`
   */
  value: (construct: IConstruct, attribute: string, value: Value): Assumption => ({ kind: 'value', path: construct.node.path, attribute, value }),

  /** The module holds no firewall or network policy, placement rule or workload that a proof would have to know of. */
  noPolicyIn: (module: IConstruct): Assumption => ({ kind: 'no-policy-in', module: module.node.path }),
} as const;
