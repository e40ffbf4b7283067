/** A name such as `acme:rates/table@0.2.0`. */
export interface InterfaceName {
  /** Without the version. */
  readonly name: string;
  readonly version?: { readonly major: number; readonly minor: number; readonly patch: number; readonly pre: string };
}

export function interfaceName(text: string): InterfaceName {
  const match = /^(?<name>[^@]+)@(?<major>\d+)\.(?<minor>\d+)\.(?<patch>\d+)(?:-(?<pre>[^+]+))?(?:\+.*)?$/.exec(text);
  if (!match?.groups) return { name: text };
  const { name, major, minor, patch, pre = '' } = match.groups;
  return { name: name!, version: { major: Number(major), minor: Number(minor), patch: Number(patch), pre } };
}

/**
 * Whether what exports one name may stand in for the import of another: the same version, or one that semantic versioning takes as
 * compatible, as `wac plug` and Wasmtime do. Whether the types agree is another question.
 *
 * https://github.com/WebAssembly/component-model/blob/main/design/mvp/Explainer.md#canonical-interface-name
 */
export function standsIn(exported: string, imported: string): boolean {
  if (exported === imported) return true;
  const [a, b] = [interfaceName(exported), interfaceName(imported)];
  if (a.name !== b.name || !a.version || !b.version || a.version.pre !== '' || b.version.pre !== '') return false;
  if (a.version.major !== b.version.major) return false;
  if (a.version.major > 0) return true;
  return a.version.minor === b.version.minor && (a.version.minor > 0 || a.version.patch === b.version.patch);
}

/** Newer versions first. */
export function byVersion(one: string, other: string): number {
  const [a, b] = [interfaceName(one).version, interfaceName(other).version];
  if (!a || !b) return 0;
  return b.major - a.major || b.minor - a.minor || b.patch - a.patch;
}
