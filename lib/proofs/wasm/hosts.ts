import type { WasmArtifact, WasmEngineFacts, WasmExtern } from '../../estate';
import type { Ternary } from '../../units';
import { compareVersions } from './engines';

/** Whether the host gives what an import wants. */
export interface Given {
  readonly gives: Ternary;
  readonly source?: string;
  /** Why not, or why nobody can say. */
  readonly note?: string;
}

const RUNWASI = 'https://github.com/containerd/runwasi/blob/main/crates/containerd-shim-wasmtime/src/instance.rs';
const WASMTIME_WASI = 'https://docs.rs/crate/wasmtime-wasi/36.0.7/source/src/p2/wit/world.wit';

/** https://github.com/WebAssembly/WASI/blob/main/legacy/preview1/docs.md */
const PREVIEW_1: ReadonlySet<string> = new Set(
  [
    'args_get args_sizes_get clock_res_get clock_time_get environ_get environ_sizes_get fd_advise fd_allocate fd_close fd_datasync',
    'fd_fdstat_get fd_fdstat_set_flags fd_fdstat_set_rights fd_filestat_get fd_filestat_set_size fd_filestat_set_times fd_pread',
    'fd_prestat_dir_name fd_prestat_get fd_pwrite fd_read fd_readdir fd_renumber fd_seek fd_sync fd_tell fd_write',
    'path_create_directory path_filestat_get path_filestat_set_times path_link path_open path_readlink path_remove_directory path_rename',
    'path_symlink path_unlink_file poll_oneoff proc_exit proc_raise random_get sched_yield sock_accept sock_recv sock_send sock_shutdown',
  ]
    .join(' ')
    .split(' '),
);

/** Interfaces of the world `wasi:cli/imports` of WASI 0.2, by their packages. */
const PREVIEW_2: Readonly<Record<string, readonly string[]>> = {
  cli: [
    ...['environment', 'exit', 'stdin', 'stdout', 'stderr'],
    ...['terminal-input', 'terminal-output', 'terminal-stdin', 'terminal-stdout', 'terminal-stderr'],
  ],
  clocks: ['wall-clock', 'monotonic-clock'],
  filesystem: ['types', 'preopens'],
  io: ['error', 'poll', 'streams'],
  random: ['random', 'insecure', 'insecure-seed'],
  sockets: ['network', 'instance-network', 'tcp', 'tcp-create-socket', 'udp', 'udp-create-socket', 'ip-name-lookup'],
};
const HTTP = ['types', 'outgoing-handler'];
/** The last version of WASI 0.2 that Wasmtime 36 has; functions of later ones are not in it. */
const NEWEST_0_2 = 6;

const PACKAGE = /^wasi:(?<package>[a-z-]+)\/(?<interface>[a-z0-9-]+)@0\.2\.(?<patch>\d+)$/;

/**
 * Whether the host that an engine is gives what an artifact imports. An interface that only names types is given by any: its types are those
 * of whoever uses them.
 */
export function givenBy({ name, version }: WasmEngineFacts, artifact: WasmArtifact, wanted: WasmExtern): Given {
  if (wanted.typesOnly === true) return { gives: 'yes', source: 'https://github.com/WebAssembly/component-model/blob/main/design/mvp/Subtyping.md' };
  if (name === 'wasmtime') return artifact.kind === 'module' ? toModule(wanted) : toComponent(version, artifact, wanted.name);
  if (name === 'spin' && artifact.kind === 'component' && standardInterface(wanted.name) === 'cli') {
    return { gives: 'yes', source: 'https://spinframework.dev/v3/wasm-languages#wasi-support' };
  }
  return { gives: 'maybe', note: `what ${name} gives to ${artifact.kind === 'module' ? 'core modules' : 'components'} has no entry here` };
}

/** The shim links WASI preview 1 to a core module, and nothing else. */
function toModule({ name, kind }: WasmExtern): Given {
  const [module, ...rest] = name.split('.');
  const isWasi = module === 'wasi_snapshot_preview1' && kind === 'function' && PREVIEW_1.has(rest.join('.'));
  if (isWasi) return { gives: 'yes', source: RUNWASI };
  const note =
    module === 'wasi_snapshot_preview1' ? 'WASI preview 1 has no such thing' : 'the shim gives core modules WASI preview 1 and nothing else';
  return { gives: 'no', source: RUNWASI, note };
}

function toComponent(version: string | undefined, { exports }: WasmArtifact, name: string): Given {
  const standard = standardInterface(name);
  if (standard === undefined) {
    if (name.startsWith('wasi:'))
      return { gives: 'maybe', source: RUNWASI, note: 'the shim gives components WASI 0.2; of other versions and proposals nothing is published' };
    return { gives: 'no', source: RUNWASI, note: 'the shim gives components WASI 0.2 and nothing else' };
  }
  const patch = Number(PACKAGE.exec(name)!.groups!.patch);
  if (patch > NEWEST_0_2 || version === undefined || compareVersions(version, '36.0.0') < 0) {
    return { gives: 'maybe', source: WASMTIME_WASI, note: `of Wasmtime 36 and later it is known that they have WASI 0.2.${NEWEST_0_2}` };
  }
  const serves = exports.some((each) => each.name.startsWith('wasi:http/incoming-handler@'));
  if (standard === 'http' && !serves) {
    return {
      gives: 'maybe',
      source: RUNWASI,
      note: 'the shim gives `wasi:http` to a component that exports `wasi:http/incoming-handler`; of others nothing is published',
    };
  }
  return { gives: 'yes', source: standard === 'http' ? RUNWASI : WASMTIME_WASI };
}

function standardInterface(name: string): 'cli' | 'http' | undefined {
  const { package: of, interface: which } = PACKAGE.exec(name)?.groups ?? {};
  if (of === 'http') return HTTP.includes(which!) ? 'http' : undefined;
  return of !== undefined && Object.hasOwn(PREVIEW_2, of) && PREVIEW_2[of]!.includes(which!) ? 'cli' : undefined;
}
