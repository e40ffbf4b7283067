import { judge, RuleCrash, verdictsOf } from '../../lib/rules';
import type { Rule } from '../../lib/rules';
import { anEstate } from '../support/estate';

const subject = { path: 'a' };
const saying = (returned: unknown): Rule => ({
  id: 'TST-001',
  title: 'a rule',
  decides: 'something',
  why: 'because',
  severity: 'error',
  evidence: 'nothing',
  check: () => returned as [],
});
const refuted = { verdict: 'refuted', subject, message: 'wrong', witness: [], remedies: [] };
const undecided = { verdict: 'undecided', subject, message: 'unclear', reason: 'unknown', decidedBy: 'a value' };

test('a rule may return any iterable of verdicts', () => {
  const verdicts = [{ verdict: 'proved', subject: { path: undefined } }, refuted, undecided];
  expect(judge([saying(verdicts)], anEstate({}))[0]!.verdicts).toEqual(verdicts);
  expect(verdictsOf(saying(new Set(verdicts)), anEstate({}))).toEqual(verdicts);
  expect(verdictsOf(saying([]), anEstate({}))).toEqual([]);
});

test.each([
  ['nothing', undefined, '`check` returned nothing, expected a list of verdicts'],
  ['a text', 'proved', '`check` returned "proved", expected a list'],
  ['one verdict', refuted, '`check` returned {"verdict":"refuted"'],
  ['a promise', Promise.resolve([]), '`check` returned {}, expected a list'],
  ['a hole', [undefined], 'verdict 1 is not one: expected an object, got nothing'],
  [
    'an unknown verdict',
    [refuted, { verdict: 'nope' }],
    "verdict 2 is not one: `verdict`: expected 'proved', 'refuted' or 'undecided', got \"nope\"",
  ],
  ['no subject', [{ verdict: 'proved' }], '`subject`: expected an object such as { path }, got nothing'],
  ['a subject with a number', [{ verdict: 'proved', subject: { path: 1 } }], '`subject.path`: expected a text, got 1'],
  ['no message', [{ ...refuted, message: undefined }], '`message`: expected a text that is not empty, got nothing'],
  ['no witness', [{ ...refuted, witness: undefined }], '`witness`: expected a list, which may be empty, got nothing'],
  ['no remedies', [{ ...refuted, remedies: undefined }], '`remedies`: expected a list, which may be empty, got nothing'],
  ['a severity there is not', [{ ...refuted, severity: 'fatal' }], "`severity`: expected 'error', 'warning' or 'info', got \"fatal\""],
  ['a remedy that is a text', [{ ...refuted, remedies: ['do it'] }], '`remedies[0]`: expected an element of a list of { text }'],
  ['a mend that is no function', [{ ...refuted, remedies: [{ text: 'x', mend: {} }] }], '`remedies[0]`: expected'],
  ['evidence without a label', [{ ...refuted, witness: [{ text: 'x' }] }], '`witness[0]`: expected an element of a list of { label, text }'],
  ['premises that are none', [{ ...refuted, premises: ['x'] }], '`premises[0]`: expected'],
  ['no reason', [{ ...undecided, reason: undefined }], '`reason`: expected a text that is not empty, got nothing'],
  ['nothing that would decide it', [{ ...undecided, decidedBy: '' }], '`decidedBy`: expected a text that is not empty, got ""'],
])('a rule that returns %s fails under its own name', (_, returned, message) => {
  let error: unknown;
  try {
    judge([saying(returned)], anEstate({}));
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toBeInstanceOf(RuleCrash);
  expect(error).toMatchObject({ rule: 'TST-001', message: expect.stringContaining('rule TST-001 crashed: ') });
  expect((error as RuleCrash).message).toContain(message);
});
