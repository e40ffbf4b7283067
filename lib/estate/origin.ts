import { posix, relative as relativePath, sep } from 'node:path';
import type { IConstruct } from 'constructs';

/** A line of the user's program. */
export interface Frame {
  /** Relative to the working directory, with forward slashes. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Function or class the line stands in, where the engine knows it. */
  readonly function?: string;
}

const ORIGIN = 'strata:origin';
const FRAMES_KEPT = 3;
const DEPTH = 40;

/** Notes where a construct is made. The stack is turned into text only when a finding asks for it. */
export function recordOrigin(construct: IConstruct, trace: Error = traceHere()): void {
  construct.node.addMetadata(ORIGIN, trace);
}

/** The calls that lead here, deep enough to reach the user's code from inside a layer. */
export function traceHere(): Error {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = DEPTH;
  const trace = new Error();
  Error.stackTraceLimit = limit;
  return trace;
}

/**
 * The lines of the user's own code that made a construct, innermost first, at most three: those of the construct
 * itself, or of the nearest construct above it that has any.
 *
 * @param isOwn whether a file (absolute path) is the user's, and not a library's
 */
export function originOf(construct: IConstruct, isOwn: (file: string) => boolean, workingDirectory: string): Frame[] {
  for (const scope of [...construct.node.scopes].reverse()) {
    for (const entry of scope.node.metadata) {
      if (entry.type !== ORIGIN) continue;
      const frames = userFrames((entry.data as Error).stack ?? '', isOwn, workingDirectory);
      if (frames.length > 0) return frames;
    }
  }
  return [];
}

function userFrames(stack: string, isOwn: (file: string) => boolean, workingDirectory: string): Frame[] {
  const frames: Frame[] = [];
  for (const text of stack.split('\n')) {
    const match =
      /^\s*at (?:(?:async )?(?:new )?(?<name>.+?) \()?(?:file:\/\/)?(?<file>\/.+?|[A-Za-z]:[\\/].+?):(?<line>\d+):(?<column>\d+)\)?$/.exec(text);
    if (!match?.groups || !isOwn(match.groups.file!)) continue;
    const name = match.groups.name;
    const file = relative(workingDirectory, match.groups.file!);
    const named = name !== undefined && name !== 'Object.<anonymous>' && name !== '<anonymous>';
    if (!named && frames.at(-1)?.file === file) continue; // a loader's wrapper around the module
    frames.push({
      file,
      line: Number(match.groups.line),
      column: Number(match.groups.column),
      ...(named ? { function: name } : {}),
    });
    if (frames.length === FRAMES_KEPT) break;
  }
  return frames;
}

function relative(from: string, file: string): string {
  return relativePath(from, file).split(sep).join(posix.sep);
}
