import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { announce, components, say } from '../lane/components';
import { deploy, terraformWithNsx, variablesOf } from '../lane/deployment';
import { startNsxFor } from '../lane/nsx';
import { renderProgram, SITES, type Rendered } from '../lane/program';
import { nsxClient } from '../tools/install';
import type { RunningNsx } from './with-nsx';

announce();

const client = components ? nsxClient() : { missing: 'the lane' };
if ('missing' in client) say(`what the server has is not read by Broadcom's own client: ${client.missing}`);

interface Reading {
  readonly counts: Readonly<Record<string, number>>;
  readonly faults: readonly string[];
}

async function readAll(url: string, types: readonly string[]): Promise<Reading> {
  const script = join(__dirname, '../tools/nsx-client/read-all.py');
  const environment = { ...process.env, PYTHONPATH: 'path' in client ? client.path : '' };
  const { stdout } = await promisify(execFile)('python3', [script, url, ...types], { env: environment, maxBuffer: 1 << 26 });
  return JSON.parse(stdout) as Reading;
}

('path' in client ? describe : describe.skip)("Broadcom's own client", () => {
  let app: Rendered;
  let nsx: RunningNsx;

  beforeAll(async () => {
    app = renderProgram(SITES);
    nsx = await startNsxFor(app);
    const terraform = terraformWithNsx(nsx, variablesOf(app));
    try {
      await deploy(terraform, app);
    } finally {
      terraform.dispose();
    }
  });
  afterAll(async () => {
    await nsx.stop();
    app.dispose();
  });

  test('reads every object of the server once the sites are applied, and takes each for what it is', async () => {
    const there: Record<string, number> = {};
    for (const { resource_type: type } of nsx.server.objects().values()) there[type] = (there[type] ?? 0) + 1;
    const { counts, faults } = await readAll(nsx.plainUrl, Object.keys(there));
    expect(faults).toEqual([]);
    expect(counts).toEqual(there);
    say(`Broadcom's client read ${nsx.server.objects().size} objects of ${Object.keys(there).length} types`);
  });

  test('does not take one for another', async () => {
    const { faults } = await readAll(nsx.plainUrl, ['SecurityPolicy=Tag']);
    expect(faults.length).toBeGreaterThan(0);
  });
});
