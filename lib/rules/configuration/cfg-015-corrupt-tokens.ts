import type { Estate } from '../../estate';
import type { Rule } from '../rule';
import type { Verdict } from '../verdict';
import { quoted } from '../wording';
import { placeOf, subjectOf } from './faults';
import { manifestFiles } from './manifest-faults';

/**
 * No corrupt token. There is no undecided case: the output is literal text, all of which is read, and whether a marker
 * or an impossible number stands in it needs nobody's answer. An unknown value is an intact token, so it passes. A token
 * that lost its value before it was rendered (`Math.max(token, 5)` is 5) leaves no trace and cannot be found by anyone.
 * What stands in a manifest is for CFG-009.
 */
export const corruptTokens: Rule = {
  id: 'CFG-015',
  title: 'No corrupt token',
  decides: 'No number in any stack is beyond 1e15 in magnitude or not finite, inside a string or outside, and no `TfToken[` or `#{TfToken[` is left.',
  why: 'Arithmetic on a token renders as a number like -1.6e+299, and a token that cdktf never saw as a bare marker: nothing ever replaces either.',
  severity: 'error',
  evidence: 'The attribute and what stands there.',
  sources: ['https://developer.hashicorp.com/terraform/cdktf/concepts/tokens'],
  *check(estate: Estate): Iterable<Verdict> {
    const manifests = manifestFiles(estate);
    const corrupt = estate.faults.filter(({ kind, file }) => kind === 'corrupt-token' && !manifests.has(file));
    const files = new Set(corrupt.map(({ file }) => file));
    for (const fault of corrupt) {
      yield {
        verdict: 'refuted',
        subject: subjectOf(fault),
        key: fault.attribute ?? '',
        message: `${placeOf(fault)} holds a corrupt token`,
        witness: [
          { label: 'found', text: quoted(fault.found) },
          { label: 'wrong', text: fault.detail },
        ],
        remedies: [
          { text: 'compute with Terraform’s own functions and operators (`Fn`, `Op`), not with JavaScript, on values that Terraform knows' },
        ],
      };
    }
    for (const stack of estate.terraform.stacks) if (!files.has(stack.file)) yield { verdict: 'proved', subject: { stack: stack.name } };
  },
};
