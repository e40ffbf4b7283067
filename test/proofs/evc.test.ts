import { canRun, evcVendor } from '../../lib/proofs/evc';

describe('EVC modes', () => {
  test.each([
    ['intel-sapphirerapids', 'intel-sapphirerapids', 'yes'],
    ['intel-sapphirerapids', 'intel-icelake', 'yes'],
    ['intel-icelake', 'intel-sapphirerapids', 'no'],
    ['amd-zen4', 'amd-zen3', 'yes'],
    ['amd-zen4', 'intel-icelake', 'no'],
    ['amd-zen4', 'amd-greyhound', 'maybe'], // its 3DNow! was left out of later CPUs
    ['amd-zen4', 'amd-greyhound-no3dnow', 'yes'],
    ['amd-greyhound', 'amd-rev-e', 'yes'],
    ['intel-icelake', 'intel-of-later-times', 'maybe'],
    ['other', 'intel-icelake', 'maybe'],
  ])('a CPU of %s in mode %s: %s', (own, mode, answer) => {
    expect(canRun(own, mode)).toBe(answer);
  });

  test('name their vendor', () => {
    expect(['intel-merom', 'amd-zen5', 'zen5'].map(evcVendor)).toEqual(['intel', 'amd', undefined]);
  });
});
