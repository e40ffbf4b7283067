import { isReference } from '../../value';
import { certainlyFails, type Evaluate } from './failures';
import { unknownFrom, unknownIn, type Scope } from './scope';
import type { Expression } from './syntax/ast';
import { madeOf } from './values/marks';
import { causeIn, unmarked, type Evaluated } from './values/evaluated';

/**
 * `try` and `can`: an argument counts where it is certain not to fail, and is passed over where it is certain to. One
 * that is only not decided here makes the result undecided, since Terraform might take either way.
 */
export function attempt(name: 'try' | 'can', given: readonly Expression[], scope: Scope, evaluate: Evaluate): Evaluated {
  const guarded: Scope = { ...scope, guarded: true };
  for (const [i, argument] of given.entries()) {
    const doubts = { count: 0 };
    const value = evaluate(argument, { ...guarded, doubts });
    const inner = unmarked(value);
    // Every object has an `id`; whether it has another attribute its schema says.
    const isOpen = isReference(inner) ? inner.$ref.attribute !== 'id' : causeIn(inner) !== undefined;
    if (doubts.count === 0 && !isOpen) return name === 'can' || value;
    if (doubts.count > 0 && certainlyFails(argument, { ...guarded, silent: true, doubts }, evaluate)) {
      if (name === 'can') return false;
      continue;
    }
    const result = unknownFrom(scope, causeIn(inner) ?? unknownIn(scope, 'function').$unknown);
    // Whether something can be worked out is no secret to Terraform.
    if (name === 'can') return result;
    return madeOf([value, ...given.slice(i + 1).map((other) => evaluate(other, guarded))], result);
  }
  return unknownIn(scope, 'function');
}
