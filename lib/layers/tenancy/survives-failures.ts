import { Construct, type IConstruct } from 'constructs';
import { declare } from '../../estate/declaration';
import { recordOrigin } from '../../estate/origin';
import { checkKind, checkKinds, checkProps } from '../check';
import { ConstructError } from '../construct-error';
import { CONSTRUCT, HOST_FAILURES } from '../kind';
import type { HostFailures } from '../vsphere';
import { labelOf, nameOf } from './describe';
import { listNames } from './endpoints';

export interface SurvivesFailuresProps {
  /** What is to survive, at least one, each once: tenants, fleets, machines. */
  readonly of: readonly IConstruct[];

  readonly failures: HostFailures;
}

/**
 * The services go on after each of the failures, once HA has restarted what it can.
 *
 * @throws when nothing is to survive, or something stands twice
 */
export class SurvivesFailures extends Construct {
  public constructor(scope: Construct, id: string, props: SurvivesFailuresProps) {
    super(scope, id);
    checkProps(this, 'props', props, ['of', 'failures']);
    recordOrigin(this);

    const of = checkKinds(this, 'of', props.of, CONSTRUCT);
    const failures = checkKind(this, 'failures', props.failures, HOST_FAILURES);
    if (of.length === 0) throw new ConstructError(this, 'nothing is named that is to survive; name tenants, fleets or machines');
    const twice = of.find((construct, index) => of.indexOf(construct) !== index);
    if (twice !== undefined) throw new ConstructError(this, `${labelOf(twice)} stands twice; name each once`);

    declare(this, {
      kind: 'intent',
      of: this.node.path,
      intent: 'survives-failures',
      statement: `${listNames(of.map(nameOf))} ${of.length === 1 ? 'survives' : 'survive'} the loss of ${failures.describe()}`,
      sides: of.map((construct) => ({ label: labelOf(construct), of: [construct.node.path] })),
      parameters: { failures: failures.toFacts() },
    });
  }
}
