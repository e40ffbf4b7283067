import { isUnknown, type Estate, type Premise, type Value } from '../../estate';
import { PROVIDER_DEFAULTS, type ProviderDefault } from '../../estate/read';
import { providerDefault } from '../../estate/read/provider-defaults';
import type { Verdict } from '../verdict';
import { count, listed } from '../wording';
import { planViewOf } from './plan-view';
import { planned } from './premises-assumed';
import { notShown, sameValue, shownValue, whyOpen } from './words';

/** What the provider does with attributes that are left out, as it plans them: another version may do otherwise. */
export function* providerDefaults(estate: Estate): Iterable<Verdict> {
  for (const row of PROVIDER_DEFAULTS) {
    const premise = estate.premises.find(({ id }) => id === `provider-default:${row.type}.${row.attribute}`);
    if (premise) yield* decide(estate, row, premise);
  }
}

interface Place {
  readonly stack: string;
  readonly address: string;
  readonly path?: string;
  readonly value: Value | undefined;
}

function* decide(estate: Estate, row: ProviderDefault, premise: Premise): Iterable<Verdict> {
  const places = leftOut(estate, row);
  if (places.length === 0) return;
  const others = places.filter(({ value }) => holds(value, row) === false);
  const open = places.filter(({ value }) => holds(value, row) === undefined);
  const [first] = others.length > 0 ? others : open;
  if (!first) {
    yield { verdict: 'proved', subject: {}, premises: [premise] };
    return;
  }
  const { path, stack, address, value } = first;
  const subject = { ...(path === undefined ? {} : { path }), stack, address, attribute: row.attribute };
  if (others.length === 0) {
    yield notShown(
      subject,
      premise,
      `\`${row.attribute}\` of ${count(open.length, 'resource')}`,
      value === null ? 'the plan shows none, and not what the provider makes of that' : whyOpen(value),
    );
    return;
  }
  yield {
    verdict: 'refuted',
    subject,
    premises: [premise],
    message: `the provider plans another \`${row.attribute}\` than the synthesis took as its default`,
    witness: [
      { label: 'taken as', text: shownValue(row.value) },
      { label: 'planned', text: `${shownValue(value)}, for ${listed(others.map((each) => `\`${each.address}\``))}` },
    ],
    remedies: [{ text: `\`${row.attribute}\` as a literal in the program` }],
  };
}

/** Where the program leaves the attribute out. */
function leftOut(estate: Estate, { type, attribute }: ProviderDefault): Place[] {
  return planned(estate).flatMap(({ resources }) =>
    resources
      .filter((entry) => entry.type === type && (entry.values[attribute] ?? null) === null && providerDefault(entry, attribute) !== undefined)
      .flatMap((entry) =>
        planViewOf(estate)
          .instancesOf(entry)
          .map(({ address, values }) => ({
            stack: entry.stack,
            address,
            ...(entry.path === undefined ? {} : { path: entry.path }),
            value: values[attribute],
          })),
      ),
  );
}

/** An attribute that is planned as none is taken as nothing by the provider. */
function holds(value: Value | undefined, { planned: wanted, value: effect }: ProviderDefault): boolean | undefined {
  if (value === undefined || isUnknown(value)) return undefined;
  const same = sameValue(value, wanted);
  if (same !== false) return same;
  if (value === null) return effect === false || effect === 0 || effect === '' || (Array.isArray(effect) && effect.length === 0) ? true : undefined;
  return sameValue(value, effect);
}
