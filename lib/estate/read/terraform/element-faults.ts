import type { ReadingFault } from '../../estate';
import { corruptTokensIn } from './corrupt';
import type { Element, StackDocument } from './document';

/** Corrupt tokens in any element of a rendered stack; what cdktf notes under `//` is not output. */
export function corruptTokenFaults(document: StackDocument): ReadingFault[] {
  const found: ReadingFault[] = [];
  if (!document.mayHoldCorruptToken) return found;
  const check = (address: string, value: unknown, path?: string): void => {
    for (const token of corruptTokensIn(value)) {
      found.push({
        kind: 'corrupt-token',
        file: document.file,
        stack: document.stack,
        address,
        ...(path === undefined ? {} : { path }),
        ...(token.attribute === '' ? {} : { attribute: token.attribute }),
        found: token.found,
        detail: 'a token was computed with, or put into a text, before it was resolved',
      });
    }
  };
  for (const [kind, address] of Object.entries(ADDRESSES)) {
    for (const element of document.elements(kind)) {
      const at = address(element);
      check(at, element.labels); // a name may hold a token too
      for (const [key, value] of Object.entries(element.body)) {
        if (key !== '//') check(at, { [key]: value }, element.path);
      }
    }
  }
  for (const kind of document.otherKinds) check(kind, document.raw(kind));
  return found;
}

const ADDRESSES: Readonly<Record<string, (element: Element) => string>> = {
  terraform: () => 'terraform',
  provider: ({ labels, body }) => `provider.${labels[0]!}${typeof body.alias === 'string' ? `.${body.alias}` : ''}`,
  variable: ({ labels }) => `var.${labels[0]!}`,
  locals: () => 'locals',
  data: ({ labels }) => `data.${labels.join('.')}`,
  resource: ({ labels }) => labels.join('.'),
  module: ({ labels }) => `module.${labels[0]!}`,
  output: ({ labels }) => `output.${labels[0]!}`,
  check: ({ labels }) => `check.${labels[0]!}`,
};

/**
 * Outputs that stand for more than one attribute. cdktf notes every output construct under `//`.outputs, but renders
 * those of one name as a single output: where it strips the dots of `t_x.ab.c` and `t_x.a.bc` both become
 * `cross-stack-output-t_xabc`, and whoever asked for the one reads the other.
 */
export function collidingOutputFaults(document: StackDocument): ReadingFault[] {
  const byOutput = new Map<string, string[]>();
  for (const { path, output } of document.outputPaths) byOutput.set(output, [...(byOutput.get(output) ?? []), path]);
  return [...byOutput].flatMap(([output, paths]) =>
    paths.length < 2
      ? []
      : [
          {
            kind: 'colliding-output' as const,
            file: document.file,
            stack: document.stack,
            address: `output.${output}`,
            path: paths[0]!,
            attribute: 'value',
            found: paths.map((path) => path.slice(path.lastIndexOf('/') + 1).replace(/^cross-stack-output-/, '')).join(', '),
            detail: `${paths.length === 2 ? 'two' : paths.length} attributes share the output \`${output}\``,
          },
        ],
  );
}
