import { readFileSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { ESTATE_SCHEMA } from '../estate';
import type { Premise } from '../premise';
import { BadInput } from './error';
import { list, object, oneOf, optional, text } from './vsphere/shape';
import { recordedObjects, ShapeError, type Kind, type RecordedObject } from './vsphere';

/** What others own, from a recorded estate. */
export interface Surroundings {
  /** Relative to the working directory, with forward slashes. */
  readonly file: string;
  readonly objects: ReadonlyMap<Kind, readonly RecordedObject[]>;
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
 * Reads a recorded estate. Of it, the schema, the vSphere part and the premises are used.
 *
 * @param file as the user named it
 * @throws BadInput where the file cannot be read or is not of the estate's schema
 */
export function readSurroundings(file: string, workingDirectory: string): Surroundings {
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
  return surroundingsOf(content, name);
}

export function surroundingsOf(content: unknown, file: string): Surroundings {
  const recorded = content as { readonly schema?: unknown; readonly vsphere?: unknown; readonly premises?: readonly Premise[] } | null;
  if (typeof recorded !== 'object' || recorded === null || recorded.schema !== ESTATE_SCHEMA) {
    throw new BadInput(
      `"${file}" is not a recorded estate: \`schema\` must be "${ESTATE_SCHEMA}", got ${JSON.stringify(recorded?.schema) ?? 'nothing'}`,
    );
  }
  try {
    premises.check(recorded.premises, 'premises');
    return {
      file,
      objects: recordedObjects(recorded.vsphere, file),
      premises: [
        { id: `estate:${file}`, kind: 'assumed', statement: `what \`${file}\` records is what others own`, source: file },
        ...(recorded.premises ?? []).map((premise) => ({ ...premise, id: `${file}#${premise.id}`, source: premise.source ?? file })),
      ],
    };
  } catch (cause) {
    throw cause instanceof ShapeError ? new BadInput(`"${file}" is not a recorded estate: ${cause.message}`) : cause;
  }
}
