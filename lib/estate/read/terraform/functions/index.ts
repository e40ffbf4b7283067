import type { Unknown } from '../../../value';
import { unknownFrom, unknownIn, type Scope } from '../scope';
import { causeIn, causeOf, deeplyUnmarked, Sensitive, sensitive, unmarked, type Evaluated } from '../values/evaluated';
import { isMarked, madeOf } from '../values/marks';
import { ADDRESS_FUNCTIONS } from './addresses';
import { COLLECTION_FUNCTIONS, SHAPE_FUNCTIONS, TYPE_FUNCTIONS } from './collections';
import { ENCODING_FUNCTIONS } from './encoding';
import { FORMAT_FUNCTIONS } from './format';
import { NUMBER_FUNCTIONS } from './numbers';
import { TEXT_FUNCTIONS } from './text';

/**
 * A function of Terraform's. Undefined where Terraform refuses the arguments, or where what it does with them is not
 * done here to the last detail.
 */
export type TerraformFunction = (given: readonly Evaluated[]) => Evaluated | undefined;

/** Functions that need every argument decided through and through. */
const DECIDED: ReadonlyMap<string, TerraformFunction> = new Map(
  Object.entries({
    ...ADDRESS_FUNCTIONS,
    ...COLLECTION_FUNCTIONS,
    ...ENCODING_FUNCTIONS,
    ...FORMAT_FUNCTIONS,
    ...NUMBER_FUNCTIONS,
    ...TEXT_FUNCTIONS,
  }),
);
/** Functions that only move what is inside their arguments, decided or not, sensitive or not. */
const SHAPES: ReadonlyMap<string, TerraformFunction> = new Map(Object.entries(SHAPE_FUNCTIONS));
/** As shapes, but what is sensitive inside makes all of the result so. */
const TYPES: ReadonlyMap<string, TerraformFunction> = new Map(Object.entries(TYPE_FUNCTIONS));

/** Functions whose result depends on the time and machine of a run. */
const RUN_FUNCTIONS: ReadonlySet<string> = new Set(
  (
    'abspath bcrypt file filebase64 filebase64sha256 filebase64sha512 fileexists filemd5 fileset filesha1 filesha256 filesha512 ' +
    'pathexpand plantimestamp templatefile timestamp uuid'
  ).split(' '),
);

/** How many arguments a function takes at most, where it does not check that itself: Terraform refuses a call with more. */
const MOST_ARGUMENTS: ReadonlyMap<string, number> = new Map(
  [
    ['abs alltrue anytrue base64decode base64encode ceil cidrnetmask compact distinct flatten floor jsondecode jsonencode keys length', 1],
    ['one reverse signum sort sum tobool tolist tomap tonumber toset tostring values yamldecode', 1],
    ['cidrhost contains element index pow textdecodebase64 zipmap', 2],
    ['cidrsubnet lookup slice substr', 3],
  ].flatMap(([names, most]) => (names as string).split(' ').map((name): [string, number] => [name, most as number])),
);

/** What these tell of a collection says nothing of what is inside it. */
const SURFACE: ReadonlySet<string> = new Set(['length', 'keys']);
/** What takes the mark off, or tells whether there is one. */
const UNMARKING: ReadonlySet<string> = new Set(['nonsensitive', 'issensitive']);

export function callFunction(name: string, given: readonly Evaluated[], scope: Scope): Evaluated {
  if (name === 'sensitive' && given.length === 1) return sensitive(given[0]!);
  if (name === 'nonsensitive' && given.length === 1) return unmarked(given[0]!);
  const shape = SHAPES.get(name);
  const run = shape ?? TYPES.get(name) ?? DECIDED.get(name);
  if (!run) return undecidedCall(name, given, notEvaluated(name, scope));

  const stripped = given.map((each) =>
    shape ? { value: unmarked(each), wasSensitive: each instanceof Sensitive } : deeplyUnmarked(each, !TYPES.has(name)),
  );
  const values = stripped.map((each) => each.value);
  const cause = values.map(DECIDED.has(name) ? causeIn : causeOf).find((each) => each !== undefined);
  const inside = cause ?? values.map(causeIn).find((each) => each !== undefined);
  const result = cause || given.length > (MOST_ARGUMENTS.get(name) ?? Infinity) ? undefined : run(values);
  if (result === undefined) return undecidedCall(name, given, inside ? unknownFrom(scope, inside) : notEvaluated(name, scope));
  return stripped.some((each) => each.wasSensitive) ? sensitive(result) : result;
}

function notEvaluated(name: string, scope: Scope): Unknown {
  if (RUN_FUNCTIONS.has(name)) return unknownIn(scope, 'run');
  return unknownFrom(scope, { ...unknownIn(scope, 'function').$unknown, lacks: name });
}

/** The result of a function that is not decided: as sensitive as what it is made of. */
export function undecidedCall(name: string, given: readonly Evaluated[], result: Unknown): Evaluated {
  if (UNMARKING.has(name)) return result;
  if (SURFACE.has(name)) return given.some((each) => each instanceof Sensitive) ? sensitive(result) : result;
  if (SHAPES.has(name) || TYPES.has(name)) return madeOf(given, result);
  return given.some(isMarked) ? sensitive(result) : result;
}
