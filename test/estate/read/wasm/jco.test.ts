import { askJco } from '../../../../lib/estate/read/wasm/jco';

const EMPTY = Uint8Array.of(0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0);

describe('jco', () => {
  test('answers, refuses, and answers again from a fresh worker', () => {
    expect(askJco('componentWit', [EMPTY])).toEqual({ answer: expect.stringContaining('world root') });
    expect(askJco('componentWit', [EMPTY.slice(0, 5)])).toEqual({ refusal: expect.stringContaining('unexpected end') });
    expect(askJco('componentWit', [EMPTY])).toEqual({ answer: expect.stringContaining('world root') });
  });

  test('a call that poisons it does so for no other', () => {
    expect(askJco('componentEmbed', [{ witPath: 'nowhere' }])).toHaveProperty('refusal');
    expect(askJco('componentWit', [EMPTY])).toHaveProperty('answer');
  });

  test('not installed is told with what to install', () => {
    const missing = (): string => {
      throw new Error('Cannot find module');
    };
    expect(askJco('componentWit', [EMPTY], missing)).toEqual({
      unavailable: expect.stringContaining('npm install --save-dev @bytecodealliance/jco'),
    });
  });
});
