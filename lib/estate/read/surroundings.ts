import { readFileSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { ESTATE_SCHEMA } from '../estate';
import type { Premise } from '../premise';
import type { Field } from '../value';
import { BadInput } from './error';
import type { RecordedNsx } from './nsx/recorded';
import { isExport, readNsxExport, recordedNsx, type ExportGap } from './nsx-export';
import { list, object, oneOf, optional, ShapeError, text } from './shape';
import { recordedObjects, type Kind, type RecordedObject } from './vsphere';

/** What others own, from a recorded estate or from an export of an NSX manager. */
export interface Surroundings {
  /** Relative to the working directory, with forward slashes. */
  readonly file: string;
  /** Of vSphere. */
  readonly objects: ReadonlyMap<Kind, readonly RecordedObject[]>;
  /** Of NSX, by manager. */
  readonly nsx: readonly RecordedNsx[];
  /**
   * Hosts of the NSX managers of which all that others own of the distributed firewall is recorded; unknown for an export that has all
   * of it and does not say of which manager.
   */
  readonly recordedManagers: readonly Field<string>[];
  /** Why an export has not all of it, by the manager that it is of where somebody says so. */
  readonly firewallGap?: ExportGap;
  readonly premises: readonly Premise[];
}

const premises = optional(
  list(
    object({
      id: text,
      kind: oneOf('assumed', 'stated', 'constant', 'provider-default', 'closed-scope'),
      statement: text,
      subject: optional(text),
      source: optional(text),
    }),
  ),
);

/**
 * Reads what others own. Of a recorded estate, the schema, the vSphere and NSX parts and the premises are used.
 *
 * @param file as the user named it
 * @param manager host of the NSX manager that an export is of
 * @throws BadInput where the file cannot be read, is neither a recorded estate nor an NSX export, or has a field that is not as it must be
 */
export function readSurroundings(file: string, workingDirectory: string, manager?: string): Surroundings {
  const absolute = resolve(workingDirectory, file);
  const name = relative(workingDirectory, absolute).split(sep).join('/');
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(absolute, 'utf8'));
  } catch (cause) {
    const why =
      cause instanceof SyntaxError ? 'it is not JSON' : (cause as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : String(cause);
    throw new BadInput(`cannot read the recorded estate "${name}": ${why}; Assume.estate takes a path relative to the working directory`);
  }
  return surroundingsOf(content, name, manager);
}

/** @param manager host of the NSX manager that an export is of */
export function surroundingsOf(content: unknown, file: string, manager?: string): Surroundings {
  const { schema } = (content ?? {}) as { readonly schema?: unknown };
  if (schema === undefined && isExport(content)) return faultsOf(`"${file}" is not an export of NSX`, () => exported(content, file, manager));
  if (schema !== ESTATE_SCHEMA) {
    throw new BadInput(
      `"${file}" is not a recorded estate: \`schema\` must be "${ESTATE_SCHEMA}", got ${JSON.stringify(schema) ?? 'nothing'}; nor is it an export of the NSX ` +
        'Policy API, which has lists such as `segments`, `domains` and `services`, a tree that begins with `"resource_type": "Infra"`, or `results` of a list call',
    );
  }
  if (manager !== undefined) {
    throw new BadInput(`"${file}" is a recorded estate, which names its NSX managers itself, got the manager "${manager}"; leave out \`manager\``);
  }
  return faultsOf(`"${file}" is not a recorded estate`, () => recorded(content, file));
}

function recorded(content: unknown, file: string): Surroundings {
  const { vsphere, nsx, recordedManagers, premises: own } = content as Readonly<Record<string, unknown>>;
  premises.check(own, 'premises');
  optional(list(text)).check(recordedManagers, 'recordedManagers');
  return {
    file,
    objects: recordedObjects(vsphere, file),
    nsx: recordedNsx(nsx, file),
    recordedManagers: (recordedManagers as readonly string[] | undefined) ?? [],
    premises: [
      premiseOf(file),
      ...((own as readonly Premise[] | undefined) ?? []).map((premise) => ({
        ...premise,
        id: `${file}#${premise.id}`,
        source: premise.source ?? file,
      })),
    ],
  };
}

function exported(content: unknown, file: string, manager: string | undefined): Surroundings {
  const { recorded, ...firewall } = readNsxExport(content, file, manager);
  return { file, objects: new Map(), nsx: [recorded], ...firewall, premises: [premiseOf(file)] };
}

function premiseOf(file: string): Premise {
  return { id: `estate:${file}`, kind: 'assumed', statement: `what \`${file}\` records is what others own`, source: file };
}

function faultsOf<T>(what: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw cause instanceof ShapeError ? new BadInput(`${what}: ${cause.message}`) : cause;
  }
}
