import type { ReadingFault } from '../../estate';
import type { Subject } from '../verdict';
import { quoted } from '../wording';

/** Where a fault of the rendered output stands. */
export function subjectOf(fault: ReadingFault): Subject {
  return {
    ...(fault.path === undefined ? {} : { path: fault.path }),
    ...(fault.stack === undefined ? {} : { stack: fault.stack }),
    ...(fault.address === undefined ? {} : { address: fault.address }),
    ...(fault.attribute === undefined ? {} : { attribute: fault.attribute }),
  };
}

/** "`attribute` of `path`", or as much of it as is known. */
export function placeOf(fault: ReadingFault): string {
  const holder = quoted(fault.path ?? fault.address ?? fault.file);
  return fault.attribute === undefined ? holder : `${quoted(fault.attribute)} of ${holder}`;
}
