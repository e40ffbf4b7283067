import type { Estate } from '../../estate';
import type { Rule } from '../rule';
import type { Verdict } from '../verdict';
import { quoted } from '../wording';
import { placeOf, subjectOf } from './faults';

/**
 * No corrupt token. There is no undecided case: the output is literal text, all of which is read, and whether a marker
 * or an impossible number stands in it needs nobody's answer. An unknown value is an intact token, so it passes. A token
 * that lost its value before it was rendered (`Math.max(token, 5)` is 5) leaves no trace and cannot be found by anyone.
 */
export const corruptTokens: Rule = {
  id: 'CFG-015',
  title: 'No corrupt token',
  decides:
    'No number in any output is beyond 1e15 in magnitude or not finite, inside a string or outside, and no `TfToken[` or `#{TfToken[` is left.',
  why: 'Arithmetic on a token, or a cdktf token in a cdk8s object, renders as a number like -1.6e+299 or a bare marker, and nothing ever replaces it.',
  severity: 'error',
  evidence: 'The attribute and what stands there.',
  sources: ['https://developer.hashicorp.com/terraform/cdktf/concepts/tokens'],
  *check(estate: Estate): Iterable<Verdict> {
    const corrupt = estate.faults.filter((fault) => fault.kind === 'corrupt-token');
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
          {
            text: fault.file.endsWith('.json')
              ? 'compute with Terraform’s own functions and operators (`Fn`, `Op`), not with JavaScript, on values that Terraform knows'
              : 'a literal: a manifest is written before Terraform knows any value',
          },
        ],
      };
    }
    for (const stack of estate.terraform.stacks) if (!files.has(stack.file)) yield { verdict: 'proved', subject: { stack: stack.name } };
    for (const file of new Set(estate.manifests.map((manifest) => manifest.file)))
      if (!files.has(file)) yield { verdict: 'proved', subject: { object: file } };
  },
};
