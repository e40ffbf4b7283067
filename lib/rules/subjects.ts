import type { EstateObject } from '../estate';
import type { Subject } from './verdict';

/** An object as what a verdict is about. */
export function subjectOf(object: EstateObject, attribute?: string): Subject {
  const [address] = object.addresses;
  return {
    ...(object.path === undefined ? {} : { path: object.path }),
    ...(address === undefined ? {} : { stack: address.stack, address: address.address }),
    ...(attribute === undefined ? {} : { attribute }),
  };
}
