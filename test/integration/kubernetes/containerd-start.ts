import { existsSync, mkdtempSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { dumped, logField } from './containerd';
import { isFields, type Fields } from './object';
import { eventually, startProcess } from './process';
import { linesOf, type Verdict } from './run';
import { parse, stringify } from './toml';

/** The one folder that containerd makes wherever its state is. */
const SOCKETS = '/run/containerd';

/** Whether this user may start containerd, which takes no more than the right to that folder. */
export const STARTABLE = process.getuid?.() === 0 || existsSync(SOCKETS);

/** Plugins that would write outside their folder, or serve containers. */
const DISABLED = [
  'io.containerd.internal.v1.opt',
  'io.containerd.nri.v1.nri',
  'io.containerd.podsandbox.controller.v1.podsandbox',
  'io.containerd.runtime.v2.task',
  'io.containerd.shim.v1.manager',
];

/** The plugin that serves CRI: that of 2.2 has its configuration in others, which are enough. */
const CRI = 'io.containerd.grpc.v1.cri';

/**
 * What the CRI plugin says of its part of a configuration as containerd starts, such as a default runtime that is none of the runtimes.
 * It runs for a moment in a folder of its own, with plugins switched off that would write elsewhere.
 * @param config one that `containerdVerdict` takes
 * @throws Error where containerd does not start
 */
export async function containerdStartVerdict(containerd: string, config: string): Promise<Verdict> {
  const hadSockets = existsSync(SOCKETS);
  const folder = mkdtempSync(join(tmpdir(), 'strata-containerd-'));
  const file = join(folder, 'config.toml');
  writeFileSync(file, stringify(contained(parse(dumped(containerd, config).stdout), folder)));
  const running = startProcess(containerd, ['--config', file]);
  let ended = false;
  void running.ended.then(() => (ended = true));
  try {
    const said = (text: string): string | undefined => linesOf(running.log()).find((line) => line.includes(text));
    const doomed = (): string | undefined => (ended ? `it ended: ${linesOf(running.log()).at(-1)}` : undefined);
    await eventually('containerd', async () => said('containerd successfully booted'), { doomed, seconds: 30 });
    const line = said('invalid plugin config');
    return { ...(line !== undefined && { refused: logField(line, 'error') ?? line }), warnings: [] };
  } finally {
    await running.stop();
    rmSync(folder, { recursive: true, force: true });
    if (!hadSockets && existsSync(SOCKETS)) rmdirSync(SOCKETS);
  }
}

/** The same configuration with every place in that folder. */
function contained(dump: Fields, folder: string): Record<string, unknown> {
  const plugins = dump.plugins as Fields;
  const cri = plugins[CRI] as Fields;
  const cni = isFields(cri.cni) ? { ...cri, cni: { ...cri.cni, conf_dir: join(folder, 'net.d') } } : cri;
  return {
    ...dump,
    root: join(folder, 'root'),
    state: join(folder, 'state'),
    grpc: { address: join(folder, 'socket') },
    ttrpc: {},
    debug: {},
    metrics: {},
    imports: [],
    disabled_plugins: [...DISABLED, ...('cni' in cri ? [] : [CRI])],
    plugins: { ...plugins, [CRI]: cni },
  };
}
