import { isReference, isUnder, isUnknown, type Assumption, type Estate, type Value } from '../../estate';
import type { Verdict } from '../verdict';
import { planViewOf } from './plan-view';
import { notShown, sameValue, shownValue, whyOpen } from './words';

type AssumedValue = Extract<Assumption, { readonly kind: 'value' }>;

/** Values that the user stated with `Assume.value`, against what is planned or was looked up. */
export function* assumedValues(estate: Estate): Iterable<Verdict> {
  for (const assumption of estate.plan!.assumptions) {
    if (assumption.kind !== 'value' || isReference(assumption.value)) continue;
    for (const place of [...resourcesMeant(estate, assumption), ...variablesMeant(estate, assumption)]) yield decide(estate, assumption, place);
  }
}

interface Place {
  readonly path?: string;
  readonly stack: string;
  readonly address: string;
  /** What the plan has; undefined where it has nothing. */
  readonly value: Value | undefined;
}

function decide(estate: Estate, { path, attribute, value }: AssumedValue, place: Place): Verdict {
  const premise = estate.premises.find(({ id }) => id === `value:${path}.${attribute}`)!;
  const { stack, address } = place;
  const subject = { ...(place.path === undefined ? {} : { path: place.path }), stack, address, attribute };
  if (place.value === undefined || isUnknown(place.value)) return notShown(subject, premise, `\`${attribute}\` of \`${path}\``, whyOpen(place.value));
  const same = sameValue(place.value, value);
  if (same === true) return { verdict: 'proved', subject, premises: [premise] };
  if (same === undefined) return notShown(subject, premise, `\`${attribute}\` of \`${path}\``, 'the plan knows only a part of it');
  return {
    verdict: 'refuted',
    subject,
    premises: [premise],
    message: `\`${attribute}\` of \`${path}\` is not what the synthesis assumed`,
    witness: [
      { label: 'assumed', text: shownValue(value) },
      { label: 'planned', text: shownValue(place.value) },
    ],
    remedies: [{ text: 'the planned value in `Assume.value`, and a new synthesis' }],
  };
}

/** As the synthesis understood it: the element at the path, else the one below it that has the attribute. */
function resourcesMeant(estate: Estate, { path, attribute }: AssumedValue): Place[] {
  const entries = planned(estate).flatMap(({ resources }) => resources);
  const exact = entries.filter((entry) => entry.path === path);
  const meant = exact.length > 0 ? exact : entries.filter((entry) => isUnder(entry.path ?? '', path) && Object.hasOwn(entry.values, attribute));
  return meant.flatMap((entry) => {
    const standing = planViewOf(estate).instancesOf(entry);
    // A plan says nothing of a data source that it could not read yet.
    const places = standing.length === 0 && entry.mode === 'data' ? [{ address: entry.address, values: {} }] : standing;
    return places.map(({ address, values }) => ({ ...pathOf(entry), stack: entry.stack, address, value: values[attribute] }));
  });
}

function variablesMeant(estate: Estate, { path, attribute }: AssumedValue): Place[] {
  if (attribute !== 'value') return [];
  return planned(estate).flatMap(({ name: stack, variables }) =>
    variables
      .filter((variable) => variable.path !== undefined && isUnder(variable.path, path))
      .map((variable) => ({
        ...pathOf(variable),
        stack,
        address: `var.${variable.name}`,
        value: estate.plan!.plans.find((plan) => plan.stack === stack)!.variables.find(({ name }) => name === variable.name)?.value,
      })),
  );
}

/** The stacks that a plan is given of. */
export function planned(estate: Estate): Estate['terraform']['stacks'] {
  return estate.terraform.stacks.filter(({ name }) => estate.plan!.plans.some(({ stack }) => stack === name));
}

function pathOf({ path }: { readonly path?: string }): { path?: string } {
  return path === undefined ? {} : { path };
}
