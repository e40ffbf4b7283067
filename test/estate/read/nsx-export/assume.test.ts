import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Token } from 'cdktf';
import { Assume } from '../../../../lib/estate';
import { readSurroundings } from '../../../../lib/estate/read/surroundings';

describe('Assume.estate', () => {
  test('may say which manager an export is of', () => {
    expect(Assume.estate('nsx.json')).toEqual({ kind: 'estate', file: 'nsx.json' });
    expect(Assume.estate('nsx.json', {})).toEqual({ kind: 'estate', file: 'nsx.json' });
    expect(Assume.estate('nsx.json', { manager: 'nsx.example.com' })).toEqual({ kind: 'estate', file: 'nsx.json', manager: 'nsx.example.com' });
  });

  test.each<readonly [unknown, string]>([
    ['', 'manager of Assume.estate must be a text that is not empty, got ""'],
    [7, 'manager of Assume.estate must be a text that is not empty, got 7'],
    ['https://nsx.example.com/', 'manager of Assume.estate must be a host, got "https://nsx.example.com/"; give the name or the address alone'],
    [Token.asString({ resolve: () => 'x' }), 'manager of Assume.estate must be known at synthesis, got a Terraform token'],
  ])('refuses a manager that is no host: %j', (manager, message) => {
    expect(() => Assume.estate('nsx.json', { manager: manager as string })).toThrow(message);
  });
});

test('an export is read from a file, as a premise', () => {
  const folder = mkdtempSync(join(tmpdir(), 'strata-'));
  try {
    writeFileSync(join(folder, 'nsx.json'), JSON.stringify({ segments: [{ id: 'a' }] }));
    const { file, nsx, objects, premises } = readSurroundings('./nsx.json', folder, 'nsx.example.com');
    expect([file, [...objects]]).toEqual(['nsx.json', []]);
    expect(nsx).toMatchObject([{ file: 'nsx.json', manager: 'nsx.example.com', nsx: { segments: [{ id: 'nsx.json#/infra/segments/a' }] } }]);
    expect(premises).toEqual([
      { id: 'estate:nsx.json', kind: 'assumed', statement: 'what `nsx.json` records is what others own', source: 'nsx.json' },
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
