import type { VsphereEstate } from '../../vsphere';
import type { RecordedObject } from './inventory';
import { KINDS, type Kind } from './kinds';
import { completed } from './record-gaps';
import { SHAPES } from './record-shapes';
import { list, object, optional } from '../shape';

/**
 * The vSphere part of a recorded estate, its ids made unlike those of any other file.
 *
 * @throws ShapeError where a field is not as the estate's schema has it
 */
export function recordedObjects(vsphere: unknown, file: string): Map<Kind, RecordedObject[]> {
  object(Object.fromEntries(KINDS.map((kind) => [kind, optional(list(SHAPES[kind]))]))).check(vsphere, 'vsphere');
  const recorded = new Map<Kind, RecordedObject[]>();
  for (const kind of KINDS) {
    const objects = (vsphere as Partial<VsphereEstate>)[kind] ?? [];
    recorded.set(
      kind,
      objects.map((one) => {
        // Its construct path is one of another program.
        const own = SHAPES[kind].relink(one, (local) => `${file}#${local}`) as Record<string, unknown>;
        delete own.path;
        return completed(kind, { ...own, recordedIn: file } as unknown as RecordedObject);
      }),
    );
  }
  return recorded;
}
