import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, lastLine, onPath, type Tool } from './build';

/** What cloud-init imports for its schema check. */
const MODULES = [
  'jsonschema==4.26.0',
  'PyYAML==6.0.3',
  'configobj==5.0.9',
  'jinja2==3.1.6',
  'jsonpatch==1.33',
  'requests==2.32.5',
  'oauthlib==3.3.1',
  'pyserial==3.5',
];

/** Names the folder, so that other modules or another script make another one. */
const RECIPE = 1;

/**
 * As it is on the PATH, else the package of the Debian release this runs on, unpacked into the cache and not installed: PyPI has no
 * cloud-init, only the modules it needs.
 */
export function cloudInit(): Tool {
  const there = onPath('cloud-init');
  if (there) return there;
  const folder = join(cacheFolder(), `cloud-init-debian-${RECIPE}`);
  const path = join(folder, 'cloud-init');
  if (existsSync(path)) return { path };
  const absent = ['apt-get', 'dpkg', 'python3'].find((program) => !onPath(program));
  if (absent) return { missing: `cloud-init: neither it nor ${absent} is on the PATH` };

  const unfinished = `${folder}.${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  try {
    const reason = unpack(unfinished);
    if (reason) return { missing: `cloud-init: ${reason}` };
    writeFileSync(join(unfinished, 'cloud-init'), script(folder), { mode: 0o755 });
    if (!existsSync(folder)) renameSync(unfinished, folder);
    return { path };
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

/** Why it failed; undefined where it did not. */
function unpack(folder: string): string | undefined {
  const steps: (readonly [string, () => readonly string[]])[] = [
    ['apt-get', () => ['download', 'cloud-init']],
    ['dpkg', () => ['-x', readdirSync(folder).find((file) => file.endsWith('.deb'))!, 'root']],
    ['python3', () => ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--target', 'modules', ...MODULES]],
  ];
  for (const [program, parameters] of steps) {
    const run = spawnSync(program, parameters(), { cwd: folder, encoding: 'utf8', timeout: 5 * 60 * 1000 });
    if (run.status !== 0) return `${program} failed: ${lastLine(run.stderr) ?? run.error?.message ?? `exit ${run.status}`}`;
  }
  return undefined;
}

function script(folder: string): string {
  const path = [join(folder, 'root/usr/lib/python3/dist-packages'), join(folder, 'modules')].join(':');
  return `#!/bin/sh\nPYTHONPATH='${path}' exec python3 -m cloudinit.cmd.main "$@"\n`;
}
