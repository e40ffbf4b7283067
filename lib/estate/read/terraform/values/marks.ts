import type { Unknown } from '../../../value';
import {
  Configured,
  isList,
  isObject,
  Namespace,
  ResourceFamily,
  ResourceObject,
  Sensitive,
  sensitive,
  SetValue,
  UndecidedMember,
  type Evaluated,
} from './evaluated';

type Whole = ResourceObject | ResourceFamily | Namespace;

/** Whether a value is, or has inside, something marked sensitive. */
export function isMarked(value: Evaluated): boolean {
  const wholes: Whole[] = [];
  return holdsMark(value, wholes) || wholes.some((whole) => whole.isMarked());
}

/**
 * What is not decided, made of parts that are moved but not looked into. Marked where one of them is; beside whole
 * objects it stays open which of their attributes is asked for, since only some of those are marked.
 */
export function madeOf(parts: readonly Evaluated[], result: Unknown): Evaluated {
  const wholes: Whole[] = [];
  if (parts.map((part) => holdsMark(part, wholes)).includes(true)) return sensitive(result);
  const marked = wholes.filter((whole) => whole.isMarked());
  return marked.length === 0 ? result : attributeOfOne(marked, result, true);
}

function attributeOfOne(objects: readonly Whole[], result: Unknown, isWhole: boolean): UndecidedMember {
  return new UndecidedMember(
    (name) => {
      if (/^\d+$/.test(name)) return attributeOfOne(objects, result, isWhole);
      const isAttributeMarked = objects.some((each) => isMarked(each instanceof Namespace ? each.member(name) : each.attribute(name)));
      return isAttributeMarked ? sensitive(result) : attributeOfOne(objects, result, false);
    },
    () => result,
    isWhole ? () => true : undefined,
  );
}

/** Whether there is a mark beside those of whole objects, which are gathered instead. */
function holdsMark(value: Evaluated, wholes: Whole[]): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (value instanceof Sensitive) return true;
  if (value instanceof ResourceObject || value instanceof ResourceFamily || value instanceof Namespace) {
    wholes.push(value);
    return false;
  }
  if (value instanceof Configured) return holdsMark(value.value, wholes);
  if (value instanceof SetValue) return value.items.some((item) => holdsMark(item, wholes));
  return (isList(value) || isObject(value)) && Object.values(value).some((each: Evaluated) => holdsMark(each, wholes));
}
