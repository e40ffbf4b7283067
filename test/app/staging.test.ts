import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, utimesSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { createStaging, removeLeftovers } from '../../lib/app/staging';
import { temporaryFolder } from './trees';

const host = hostname().replace(/[^A-Za-z0-9.]/g, '_');

function output(): string {
  const out = join(temporaryFolder(), 'cdktf.out');
  mkdirSync(out);
  return out;
}

function leftover(out: string, pid: number, on = host, place = dirname(out)): string {
  const path = join(place, `.cdktf.out.staging-${pid}-${on}-AbCdEf`);
  mkdirSync(join(path, 'rendered'), { recursive: true });
  return path;
}

describe('the staging folder', () => {
  test('stands beside the output, on its file system', () => {
    const out = output();
    const staging = createStaging(out);
    expect(dirname(staging)).toBe(dirname(out));
    expect(readdirSync(out)).toEqual([]);
  });

  test('is removed by the next run once its own is dead, wherever it was', () => {
    const out = output();
    const dead = spawnSync(process.execPath, ['-e', '']).pid;
    leftover(out, dead);
    leftover(out, dead, host, out);
    removeLeftovers(out);
    expect(readdirSync(dirname(out))).toEqual(['cdktf.out']);
    expect(readdirSync(out)).toEqual([]);
  });

  test('of a run that is alive is left, another process or this one', () => {
    const out = output();
    const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)']);
    try {
      leftover(out, child.pid!);
      createStaging(out);
      removeLeftovers(out);
      expect(readdirSync(dirname(out))).toHaveLength(3);
    } finally {
      child.kill('SIGKILL');
    }
  });

  test('that is older than the process whose number it bears is a leftover', () => {
    const out = output();
    const path = leftover(out, process.pid);
    utimesSync(path, new Date(0), new Date(0));
    removeLeftovers(out);
    expect(readdirSync(dirname(out))).toEqual(['cdktf.out']);
  });

  test('of another machine is left for a day', () => {
    const out = output();
    const path = leftover(out, 1, 'other-host');
    removeLeftovers(out);
    expect(readdirSync(dirname(out))).toHaveLength(2);
    utimesSync(path, new Date(0), new Date(0));
    removeLeftovers(out);
    expect(readdirSync(dirname(out))).toEqual(['cdktf.out']);
  });

  test('of another output in the same place, and any other file, is left', () => {
    const out = output();
    mkdirSync(join(dirname(out), '.other.out.staging-1-x-AbCdEf'));
    mkdirSync(join(dirname(out), '.cdktf.out.staging-mine'));
    removeLeftovers(out);
    expect(readdirSync(dirname(out))).toHaveLength(3);
  });
});
