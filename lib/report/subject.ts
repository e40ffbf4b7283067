import type { Subject } from '../rules';

/** A subject in one line, by the name that is nearest to the user's program: construct path, Terraform address, object. */
export function nameOfSubject(subject: Subject): string {
  const { path, stack, address, object, attribute } = subject;
  const name = path ?? (address === undefined ? undefined : stack === undefined ? address : `${stack}/${address}`) ?? object ?? stack ?? 'the app';
  return attribute === undefined ? name : `${name}, ${attribute}`;
}

/** The same subject with its fields in one order and nothing beside them, so that equal subjects are equal text. */
export function plainSubject({ path, stack, address, object, attribute }: Subject): Subject {
  return {
    ...(path === undefined ? {} : { path }),
    ...(stack === undefined ? {} : { stack }),
    ...(address === undefined ? {} : { address }),
    ...(object === undefined ? {} : { object }),
    ...(attribute === undefined ? {} : { attribute }),
  };
}
