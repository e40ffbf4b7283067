import { Construct, type IConstruct } from 'constructs';
import { declare } from '../../estate/declaration';
import { Flow } from '../../estate/flow';
import { recordOrigin } from '../../estate/origin';
import { checkKind, checkProps } from '../check';
import { CONSTRUCT } from '../kind';
import { labelOf, nameOf } from './describe';
import { checkFlow } from './flows';

export interface FlowReachableProps {
  /** Who connects: a machine, a fleet, a network, a tenant. */
  readonly from: IConstruct;

  /** Who is connected to. */
  readonly to: IConstruct;

  readonly flow: Flow;
}

/** The flow gets through every layer between the two. */
export class FlowReachable extends Construct {
  public constructor(scope: Construct, id: string, props: FlowReachableProps) {
    super(scope, id);
    checkProps(this, 'props', props, ['from', 'to', 'flow']);
    recordOrigin(this);

    const from = checkKind(this, 'from', props.from, CONSTRUCT);
    const to = checkKind(this, 'to', props.to, CONSTRUCT);
    const flow = checkFlow(this, 'flow', props.flow);
    declare(this, {
      kind: 'intent',
      of: this.node.path,
      intent: 'flow-reachable',
      statement: `\`${nameOf(from)}\` reaches \`${nameOf(to)}\` by ${Flow.format(flow)}`,
      sides: [
        { label: labelOf(from), of: [from.node.path] },
        { label: labelOf(to), of: [to.node.path] },
      ],
      parameters: { flow },
    });
  }
}
