import type { IConstruct } from 'constructs';
import { Flow } from '../../estate/flow';
import { checkKind, checkOneOf } from '../check';
import { ConstructError } from '../construct-error';
import { FLOW } from '../kind';

/** A flow, also one that was written down and not made by `Flow`. */
export function checkFlow(subject: IConstruct, what: string, flow: Flow): Flow {
  const { protocol, firstPort, lastPort } = checkKind(subject, what, flow, FLOW);
  checkOneOf(subject, `protocol of ${what}`, protocol, ['tcp', 'udp', 'sctp']);
  try {
    return Flow[protocol](firstPort, lastPort);
  } catch (cause) {
    throw new ConstructError(subject, `${what}: ${(cause as Error).message}`);
  }
}
