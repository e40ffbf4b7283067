import type { Size } from 'cdk8s';
import { checkKind, checkProps, checkWhole, ifGiven } from '../check';
import { SIZE } from '../kind';

/** What a pod costs beside its containers: the scheduler sets it aside, and the limits of the pod have it added. */
export interface RuntimeOverhead {
  /**
   * CPU in thousandths of a core.
   * @default - none
   */
  readonly cpuMillis?: number;

  /**
   * Memory.
   * @default - none
   */
  readonly memory?: Size;
}

export function checkOverhead(overhead: RuntimeOverhead): RuntimeOverhead {
  checkProps(undefined, 'overhead', overhead, []);
  ifGiven(overhead.cpuMillis, (millis) => checkWhole(undefined, 'overhead.cpuMillis', millis, { low: 0 }));
  ifGiven(overhead.memory, (memory) => checkKind(undefined, 'overhead.memory', memory, SIZE));
  return overhead;
}
