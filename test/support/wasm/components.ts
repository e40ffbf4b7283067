import { fromJco, parsed } from './jco';
import { ENGINE } from './modules';

/** A core module in text whose function `cabi_realloc` hands out memory in steps, as lowered lists and texts need it. */
export function core(functions: string, memory = '1 2', imports = ''): string {
  return `(module ${imports}
    (memory (export "memory") ${memory})
    (global $next (mut i32) (i32.const 4096))
    (func (export "cabi_realloc") (param $old i32) (param $size i32) (param $align i32) (param $new i32) (result i32)
      (local $at i32)
      (local.set $at (i32.and (i32.add (global.get $next) (i32.sub (local.get $align) (i32.const 1))) (i32.sub (i32.const 0) (local.get $align))))
      (global.set $next (i32.add (local.get $at) (local.get $new)))
      (local.get $at))
    ${functions})`;
}

/** A real component: a core module in text, and the world it implements. */
export function component(wit: string, world: string, text: string): Uint8Array {
  return fromJco('componentNew', fromJco('componentEmbed', { binary: parsed(text), witSource: wit, world }), []);
}

/** A component of a world whose functions do nothing: enough where only types matter. */
export function dummy(wit: string, world: string): Uint8Array {
  return fromJco('componentNew', fromJco('componentEmbed', { dummy: true, witSource: wit, world }), []);
}

/** What `instantiate` of a transpiled component takes and gives. */
type Instantiate = (
  module: (path: string) => unknown,
  imports: Readonly<Record<string, unknown>>,
) => Readonly<Record<string, (...args: readonly unknown[]) => unknown>>;

/** Runs a component, by its translation into JavaScript and core modules. */
export function instantiated(bytes: Uint8Array, imports: Readonly<Record<string, unknown>>): ReturnType<Instantiate> {
  const { files } = fromJco<{ files: Record<string, Uint8Array> }>('transpile', bytes, {
    name: 'component',
    instantiation: 'sync',
    nodejsCompat: false,
  });
  const script = Buffer.from(files['component.js']!).toString('utf8');
  const instantiate = new Function(`${script.replace(/^export /gm, '')}; return instantiate;`) as () => Instantiate;
  return instantiate()((path) => new ENGINE.Module(Uint8Array.from(files[path]!)), imports);
}
