import { BadInput } from '../estate/read';
import { InputError } from '../report';

/**
 * Node prints the stack and every enumerable field of an error that nobody catches. Where the message says all there is to
 * do, and no line of code is at fault, only that is left to print.
 */
export function withoutStack<E extends Error>(error: E): E {
  delete error.cause;
  for (const field of Object.keys(error)) Object.defineProperty(error, field, { enumerable: false });
  Object.defineProperty(error, 'name', { value: error.name, enumerable: false });
  Object.defineProperty(error, 'stack', { value: error.message, enumerable: false });
  return error;
}

/** What was thrown, without its stack where it is about something handed to Strata. */
export function plainly(thrown: unknown): unknown {
  return thrown instanceof InputError || BadInput.isBadInput(thrown) ? withoutStack(thrown) : thrown;
}
