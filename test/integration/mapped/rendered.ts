import { pascalCase } from './names';

/** Every attribute that a rendered stack sets, named as what constructs map to is. */
export function renderedAttributes(stack: RenderedJson): Set<string> {
  const found = new Set<string>();
  const elements = (section: Elements = {}, mode: string): void => {
    for (const [type, named] of Object.entries(section)) for (const body of Object.values(named)) walk(found, `${mode}${type}`, '', body);
  };
  elements(stack.resource, '');
  elements(stack.data, 'data.');
  for (const [name, bodies] of Object.entries(stack.provider ?? {})) for (const body of bodies) walk(found, `provider.${name}`, '', body);
  return found;
}

type Elements = Readonly<Record<string, Readonly<Record<string, object>>>>;

export interface RenderedJson {
  readonly resource?: Elements;
  readonly data?: Elements;
  readonly provider?: Readonly<Record<string, readonly object[]>>;
}

function walk(found: Set<string>, type: string, block: string, body: unknown): void {
  if (Array.isArray(body)) for (const each of body) walk(found, type, block, each);
  else if (typeof body === 'object' && body !== null) {
    for (const [name, value] of Object.entries(body)) {
      found.add([type, ...(block === '' ? [] : [block]), name].join('.'));
      walk(found, type, block + pascalCase(name), value);
    }
  }
}
