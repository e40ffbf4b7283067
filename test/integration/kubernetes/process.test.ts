import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { eventually, freePorts, startProcess } from './process';

/** Runs in a shell that says its process id first. */
function shell(script: string): ReturnType<typeof startProcess> {
  return startProcess('/bin/sh', ['-c', `echo "pid $$"; ${script}`]);
}

async function idOf(running: { log(): string }): Promise<number> {
  return eventually('the process id', async () => (/pid (\d+)/.test(running.log()) ? Number(/pid (\d+)/.exec(running.log())![1]) : undefined));
}

function runs(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch {
    return false;
  }
}

describe('a process', () => {
  test('says what it wrote and how it ended', async () => {
    const running = shell('echo out; echo err >&2; exit 3');
    expect(await running.ended).toBe(3);
    expect(running.log()).toContain('out\n');
    expect(running.log()).toContain('err\n');
    await running.stop();
  });

  test('is stopped, also where it does not want to be', async () => {
    const running = shell('trap "" TERM INT HUP; while :; do sleep 1; done');
    const id = await idOf(running);
    expect(runs(id)).toBe(true);
    await running.stop();
    expect(runs(id)).toBe(false);
  });

  test('ends when the one that started it is killed', async () => {
    const script = `
      const { startProcess } = require(${JSON.stringify(join(__dirname, 'process.ts'))});
      const running = startProcess('/bin/sh', ['-c', 'echo $$; exec sleep 600']);
      setInterval(() => {
        if (!running.log().includes('\\n')) return;
        require('node:fs').writeSync(1, running.log());
        process.kill(process.pid, 'SIGKILL');
      }, 10);`;
    const { signal, stdout } = spawnSync(process.execPath, ['--import', 'tsx', '-e', script], { encoding: 'utf8' });
    expect(signal).toBe('SIGKILL');
    await eventually('its end', async () => (runs(Number(stdout)) ? undefined : true), { seconds: 5 });
  });

  test('that is not there ends at once', async () => {
    const running = startProcess('/no/such/program', []);
    expect(await running.ended).toBe(127);
    expect(running.log()).toContain('/no/such/program');
  });
});

describe('what is asked for again and again', () => {
  test('is what comes in the end', async () => {
    const answers = [undefined, new Error('not yet'), 'here'];
    const ask = async (): Promise<string | undefined> => {
      const answer = answers.shift();
      if (answer instanceof Error) throw answer;
      return answer;
    };
    expect(await eventually('it', ask)).toBe('here');
  });

  test('is given up with the last reason, or where it can never come', async () => {
    const never = (): Promise<undefined> => Promise.reject(new Error('away'));
    await expect(eventually('it', never, { seconds: 0.2 })).rejects.toThrow('it: not within 0.2 seconds: away');
    await expect(eventually('it', never, { doomed: () => 'it ended' })).rejects.toThrow('it: it ended');
  });
});

test('free ports are different ones', async () => {
  const ports = await freePorts(5);
  expect(new Set(ports).size).toBe(5);
});
