import fc from 'fast-check';
import { ESTATE_SCHEMA, isUnknown, NO_NSX, type NsxEstate, type NsxObject } from '../../../../lib/estate';
import { BadInput, surroundingsOf } from '../../../../lib/estate/read';
import { nsxEstate } from './estates';

const FILE = 'theirs.json';
const KINDS = Object.keys(NO_NSX) as (keyof NsxEstate)[];
const IDS = new Set(['s/one', 's/two']);
const record = (nsx: unknown, rest: object = {}): unknown => JSON.parse(JSON.stringify({ schema: ESTATE_SCHEMA, vsphere: {}, nsx, ...rest }));

/** Written without the shapes: every text that is an id of the file, wherever it stands, gets its name. */
function renamed(value: unknown): unknown {
  if (typeof value === 'string') return IDS.has(value) ? `${FILE}#${value}` : value;
  if (typeof value !== 'object' || value === null || isUnknown(value)) return value;
  if (Array.isArray(value)) return value.map(renamed);
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, renamed(one)]));
}

const expected = (object: NsxObject): unknown => {
  const same: Record<string, unknown> = { ...(renamed(object) as object), addresses: [], origin: 'surroundings' };
  delete same.path;
  return same;
};

test('a recorded estate gives the same objects of NSX, under names of the file, by manager', () => {
  fc.assert(
    fc.property(nsxEstate, (nsx) => {
      const records = surroundingsOf(record(nsx), FILE).nsx;
      const managers = new Set(KINDS.flatMap((kind) => nsx[kind].map(({ manager }) => (isUnknown(manager) ? undefined : manager))));
      expect(new Set(records.map(({ manager }) => manager))).toEqual(managers);
      expect(records).toHaveLength(managers.size);
      for (const kind of KINDS) {
        for (const { file, manager, nsx: part } of records) {
          const own = nsx[kind].filter((one) => (isUnknown(one.manager) ? manager === undefined : one.manager === manager));
          expect(file).toBe(FILE);
          expect(JSON.parse(JSON.stringify(part[kind]))).toEqual(JSON.parse(JSON.stringify(own.map(expected))));
        }
      }
    }),
    { numRuns: 200 },
  );
});

test('a field that is left out, or of another type, is refused wherever it stands', () => {
  fc.assert(
    fc.property(
      nsxEstate.filter((nsx) => KINDS.some((kind) => nsx[kind].length > 0)),
      fc.nat(),
      fc.nat(),
      fc.boolean(),
      (nsx, which, key, leftOut) => {
        const content = record(nsx) as { readonly nsx: Record<string, Record<string, unknown>[]> };
        const objects = Object.values(content.nsx).flat();
        const object = objects[which % objects.length]!;
        const fields = Object.keys(object).filter((name) => !['path', 'recordedMembers'].includes(name));
        const name = fields[key % fields.length]!;
        if (leftOut) delete object[name];
        else object[name] = { $wrong: true };
        expect(() => surroundingsOf(content, FILE)).toThrow(BadInput);
      },
    ),
    { numRuns: 100 },
  );
});

test.each<readonly [string, unknown, string]>([
  ['no object', 5, '`nsx` must be an object, got 5'],
  ['a kind that is none', { routers: [] }, '`nsx.routers` must be left out'],
  ['a kind that is no list', { segments: {} }, '`nsx.segments` must be a list, got {}'],
])('an NSX part is refused that is %s', (_, nsx, message) => {
  expect(() => surroundingsOf(record(nsx), FILE)).toThrow(`"theirs.json" is not a recorded estate: ${message}`);
});

test('the form of a term or an entry is one of those there are', () => {
  const base = {
    id: 's/one',
    addresses: [],
    origin: 'owned',
    name: 'n',
    instances: { low: 1, high: 1 },
    manager: 'm',
    policyPath: '/p',
    space: null,
    tags: { items: [], complete: true },
  };
  const service = (entry: unknown): unknown => record({ services: [{ ...base, entries: { items: [entry], complete: true } }] });
  expect(() => surroundingsOf(service({ kind: 'smtp' }), FILE)).toThrow(
    '`nsx.services.0.entries.items.0.kind` must be one of ports, icmp, igmp, ip, ether, algorithm, nested, got "smtp"',
  );
  expect(() => surroundingsOf(service(null), FILE)).toThrow('`nsx.services.0.entries.items.0` must be an object, got null');
  expect(() => surroundingsOf(service({ kind: 'igmp', protocol: 2 }), FILE)).toThrow('`nsx.services.0.entries.items.0.protocol` must be left out');
  expect(surroundingsOf(service({ kind: 'igmp' }), FILE).nsx).toHaveLength(1);
});

test('the managers that are recorded are those of the record; one made before there was NSX has none', () => {
  expect(surroundingsOf(record(undefined), FILE)).toMatchObject({ nsx: [], recordedManagers: [] });
  expect(surroundingsOf(record({}, { recordedManagers: ['nsx.example.com'] }), FILE)).toMatchObject({
    nsx: [],
    recordedManagers: ['nsx.example.com'],
  });
  expect(() => surroundingsOf(record({}, { recordedManagers: [7] }), FILE)).toThrow('`recordedManagers.0` must be a string, got 7');
});

test('a recorded estate names its managers itself', () => {
  expect(() => surroundingsOf(record({}), FILE, 'nsx.example.com')).toThrow(
    '"theirs.json" is a recorded estate, which names its NSX managers itself, got the manager "nsx.example.com"; leave out `manager`',
  );
});
