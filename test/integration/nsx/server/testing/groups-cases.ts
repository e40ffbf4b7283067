import type { Case } from './case';
import { GROUP, condition, conjunction, addresses, nested, joined } from './shapes';

/** Expressions of groups. */
export const GROUPS_CASES: readonly Case[] = [
  { refusal: 'bad-expression', request: ['PATCH', GROUP, { expression: [condition('a'), condition('b')] }] },
  { refusal: 'bad-expression', request: ['PATCH', GROUP, { expression: [conjunction('OR'), condition('a'), condition('b')] }] },
  {
    refusal: 'too-many-conditions',
    request: [
      'PATCH',
      GROUP,
      {
        expression: joined(
          [...'abcdef'].map((each) => condition(each)),
          'OR',
        ),
      },
    ],
  },
  {
    refusal: 'too-many-conditions',
    request: [
      'PATCH',
      GROUP,
      {
        expression: [
          nested(
            ...joined(
              [...'abcdef'].map((each) => condition(each)),
              'AND',
            ),
          ),
        ],
      },
    ],
  },
  {
    refusal: 'mixed-members',
    request: ['PATCH', GROUP, { expression: [nested(...joined([condition('a'), condition('b', { member_type: 'Segment' })], 'AND'))] }],
  },
  { refusal: 'mixed-members', request: ['PATCH', GROUP, { expression: joined([condition('a'), addresses('10.0.0.1')], 'AND') }] },
  { refusal: 'mixed-families', request: ['PATCH', GROUP, { expression: [addresses('10.0.0.1', '2001:db8::1')] }] },
  { refusal: 'no-operator', request: ['PATCH', GROUP, { expression: [condition('a', { operator: null })] }] },
];
