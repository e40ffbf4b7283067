import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';

import { isFields, type Fields } from './object';
import { linesOf, run, withFiles, type Run, type Verdict } from './run';
import { parse } from './toml';

/**
 * What `containerd config dump` says of a configuration, decoded with the plugins it is built with. A key that it does not know, which it
 * passes over, is refused here. The `options` of a runtime are not looked into: their shim reads them, when a container starts.
 * @param containerd a binary: 2.2 for configuration version 3, 1.7 for version 2
 * @param config one TOML file, whose imports are not there
 */
export function containerdVerdict(containerd: string, config: string): Verdict {
  const { code, stdout, stderr } = dumped(containerd, config);
  const lines = linesOf(stderr);
  if (code !== 0) return { refused: lines.at(-1) ?? `exit ${code}`, warnings: [] };
  const [sent, dump] = [parse(config), parse(stdout)];
  const unknown = [...unknownKeys(lines), ...unknownPlugins(containerd, sent), ...lostKeys(sent, dump)];
  return {
    ...(unknown.length > 0 && { refused: `not known: ${unknown.join(', ')}` }),
    warnings: lines.filter(isWarning).map((line) => logField(line, 'msg') ?? line),
  };
}

/** The whole configuration, with every default. */
export function dumped(containerd: string, config: string): Run {
  return withFiles({ 'config.toml': config }, (folder) => run(containerd, ['--config', join(folder, 'config.toml'), 'config', 'dump']));
}

/** 2.2 says so itself. */
function unknownKeys(lines: readonly string[]): readonly string[] {
  return lines
    .filter((line) => line.includes('Ignoring unknown key'))
    .map((line) => [logField(line, 'plugin'), logField(line, 'key')].filter((piece) => piece !== undefined).join(' '));
}

/** A table of a plugin that is not built in is kept by 2.2 and dropped by 1.7, and does nothing in either. */
function unknownPlugins(containerd: string, { plugins }: Fields): readonly string[] {
  const { stdout } = run(containerd, ['config', 'default']);
  const known = parse(stdout).plugins as Fields;
  return isFields(plugins) ? Object.keys(plugins).filter((plugin) => !(plugin in known)) : [];
}

/** 1.7 passes over a key silently: it is not in what it dumps. */
function lostKeys({ imports: _imports, ...kept }: Fields, dump: Fields): readonly string[] {
  return lost(kept, dump, []);
}

function lost(sent: unknown, dump: unknown, path: readonly string[]): readonly string[] {
  if (isFields(sent) && isFields(dump)) return Object.keys(sent).flatMap((key) => lost(sent[key], dump[key], [...path, key]));
  return isDeepStrictEqual(sent, dump) ? [] : [path.join(' ')];
}

/** Every file of an older version than the newest is migrated, which is no fault of its. */
function isWarning(line: string): boolean {
  return line.includes('level=warning') && !line.includes('Configuration migrated') && !line.includes('Ignoring unknown key');
}

/** Of a line as logrus writes it: `key=value` or `key="va\"lue"`. */
export function logField(line: string, name: string): string | undefined {
  const match = new RegExp(`(?:^| )${name}=(?:"((?:[^"\\\\]|\\\\.)*)"|(\\S*))`).exec(line);
  return match ? (match[1]?.replace(/\\(.)/g, '$1') ?? match[2]) : undefined;
}
