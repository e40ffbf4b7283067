import type { Declaration } from '../../declaration';
import type { LockedImage } from '../../image';
import type { ObjectId } from '../../object';
import type { WasmEstate } from '../../wasm';

/** What image lock files record; one file may be used by more than one construct. */
export function declaredImages(declarations: readonly Declaration[]): LockedImage[] {
  const locked = declarations.flatMap((one) => (one.kind === 'image-lock' ? one.images : []));
  return [...new Map(locked.map((image) => [JSON.stringify(image), image])).values()].map(plain);
}

/**
 * Compositions and workloads of WebAssembly.
 *
 * @param workloadsAt the workload objects at and under a construct path
 */
export function declaredWasm(declarations: readonly Declaration[], workloadsAt: (path: string) => readonly ObjectId[]): WasmEstate {
  return {
    compositions: declarations.flatMap((one) =>
      one.kind === 'wasm-composition' ? [plain({ id: one.of, path: one.of, root: one.root, plugs: one.plugs, outcome: one.outcome })] : [],
    ),
    wasmWorkloads: declarations.flatMap((one) => {
      if (one.kind !== 'wasm-workload') return [];
      const { of, artifact, composition, grants, executor } = one;
      return [plain({ path: of, workloads: workloadsAt(of), artifact, ...(composition !== undefined && { composition }), grants, executor })];
    }),
  };
}

/** As it will be read back from a file. */
function plain<T>(facts: T): T {
  return JSON.parse(JSON.stringify(facts)) as T;
}
