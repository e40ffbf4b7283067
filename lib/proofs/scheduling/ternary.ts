import type { Ternary } from '../../units';

/** Whether everything holds. */
export function all(answers: Iterable<Ternary>): Ternary {
  let result: Ternary = 'yes';
  for (const answer of answers) {
    if (answer === 'no') return 'no';
    if (answer === 'maybe') result = 'maybe';
  }
  return result;
}

/** Whether anything holds. */
export function some(answers: Iterable<Ternary>): Ternary {
  let result: Ternary = 'no';
  for (const answer of answers) {
    if (answer === 'yes') return 'yes';
    if (answer === 'maybe') result = 'maybe';
  }
  return result;
}

export function not(answer: Ternary): Ternary {
  return answer === 'maybe' ? 'maybe' : answer === 'yes' ? 'no' : 'yes';
}

export function ternary(holds: boolean): Ternary {
  return holds ? 'yes' : 'no';
}
