import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readPlanFile } from '../../lib/app/plan-file';
import { InputError } from '../../lib/report';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'strata-plan-file-'))));
afterEach(() => rmSync(folder, { recursive: true }));

function read(content: Buffer | string): unknown {
  const file = join(folder, 'plan.json');
  writeFileSync(file, content);
  return readPlanFile(file);
}

const TEXT = '{"name":"Zürich"}';

test.each([
  ['UTF-8', Buffer.from(TEXT)],
  ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${TEXT}`)],
  ['UTF-16 as PowerShell writes it', Buffer.from(`\ufeff${TEXT}\r\n`, 'utf16le')],
  ['UTF-16, the other way round', Buffer.from(`\ufeff${TEXT}`, 'utf16le').swap16()],
])('is read in %s', (_, bytes) => {
  expect(read(bytes)).toEqual({ name: 'Zürich' });
});

test('a saved plan is told from what is said of it', () => {
  expect(() => read(Buffer.from('PK\x03\x04...'))).toThrow('is a plan as Terraform saves it; give what `terraform show -json` says of it');
});

test.each(['', '{"password": top-secret}', '{"a":1}\n{"b":"top-secret"}', '{"password":"top-secret'])(
  'what is no JSON is not quoted: %j',
  (content) => {
    let message = '';
    try {
      read(content);
    } catch (error) {
      expect(error).toBeInstanceOf(InputError);
      message = (error as Error).message;
    }
    expect(message).toMatch(/plan\.json: not JSON; give what `terraform show -json` says of a saved plan$/);
  },
);

test('a file that is not there, or is none, is named', () => {
  expect(() => readPlanFile(join(folder, 'none.json'))).toThrow(/none\.json: cannot be read \(ENOENT\)/);
  expect(() => readPlanFile(folder)).toThrow('cannot be read (EISDIR)');
});
