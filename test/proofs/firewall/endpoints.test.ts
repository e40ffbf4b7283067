import { endpointsOf, viewOf, type Endpoint } from '../../../lib/proofs/firewall';
import { Interval } from '../../../lib/units';
import { aMachine, aModule, anEstate, aPortGroup, aProvider, aStack, token, type EstateParts } from '../../support/estate';
import { all, anNsxMachine, aSegment, aTag, MANAGER, members, recorded, some } from '../../support/nsx';

const ledger = aSegment('ledger');
const face = aPortGroup('ledger-face', { segment: ledger.id });
const vlan = aPortGroup('vlan-7');
const web = aTag('tier', 'web');

function endpoints(parts: EstateParts): readonly Endpoint[] {
  return endpointsOf(anEstate(parts), MANAGER);
}

function one(parts: EstateParts): Endpoint {
  const [first, ...others] = endpoints(parts);
  expect(others).toEqual([]);
  return first!;
}

describe('VMs as the firewall sees them', () => {
  test('a VM of the app is on the segment whose face it joins, or that it joins itself, and has the tags that the app gives it', () => {
    const db = aMachine('db', undefined, { networks: [face.id] });
    const tagged = anNsxMachine('db-tags', { machine: db.id, tags: all(web) });
    const seen = one({ machines: [db], portGroups: [face], nsx: { segments: [ledger], nsxMachines: [tagged] } });
    expect(seen).toMatchObject({ id: db.id, ids: [db.id, tagged.id], name: 'db', tags: { items: [web], complete: true }, elsewhere: 'no' });
    expect(seen.segments).toEqual({ ids: [ledger.id], complete: true });
    expect(one({ machines: [aMachine('db', undefined, { networks: [ledger.id] })], nsx: { segments: [ledger] } }).segments.ids).toEqual([ledger.id]);
  });

  test('a VM of the app that nobody tags has no tags; one of others has tags that nobody knows', () => {
    expect(one({ machines: [aMachine('db', undefined)] }).tags).toEqual({ items: [], complete: true });
    expect(one({ machines: [aMachine('db', undefined, { origin: 'surroundings' })] }).tags.complete).toBe(false);
    expect(one({ machines: [aMachine('db', undefined, { origin: 'looked-up' })] }).tags.complete).toBe(false);
  });

  test('tags of the app replace those that are recorded', () => {
    const db = aMachine('db', undefined);
    const before = recorded(anNsxMachine('db-then', { machine: db.id, tags: all(aTag('', 'old')), externalId: '50-1' }));
    const now = anNsxMachine('db-tags', { machine: db.id, tags: all(web) });
    expect(one({ machines: [db], nsx: { nsxMachines: [before, now] } })).toMatchObject({ tags: { items: [web] }, externalId: '50-1' });
    const theirs = { ...db, origin: 'surroundings' as const };
    expect(one({ machines: [theirs], nsx: { nsxMachines: [before] } }).tags).toEqual({ items: [aTag('', 'old')], complete: true });
    expect(one({ machines: [db], nsx: { nsxMachines: [before] } }).tags.items).toEqual([aTag('', 'old')]);
  });

  test('tags of a VM that a token says may be those of any VM that has none', () => {
    const db = aMachine('db', undefined);
    const other = anNsxMachine('some', { machine: token('vm'), tags: all(web) });
    const [seen] = endpoints({ machines: [db], nsx: { nsxMachines: [other] } });
    expect(seen!.tags).toEqual({ items: [], complete: false, unknown: token('vm') });
    const own = anNsxMachine('db-tags', { machine: db.id, tags: all() });
    expect(endpoints({ machines: [db], nsx: { nsxMachines: [own, other] } })[0]!.tags.complete).toBe(true);
    expect(endpoints({ machines: [db], nsx: { nsxMachines: [{ ...other, origin: 'surroundings' }] } })[0]!.tags.complete).toBe(true);
  });

  test('tags that are not all shown, and those of a family, are open', () => {
    const db = aMachine('db', undefined);
    expect(one({ machines: [db], nsx: { nsxMachines: [anNsxMachine('t', { machine: db.id, tags: some(web) })] } }).tags).toMatchObject({
      items: [web],
      complete: false,
    });
    const family = anNsxMachine('t', { machine: db.id, tags: all(web), instances: Interval.between(0, 3) });
    expect(one({ machines: [db], nsx: { nsxMachines: [family] } }).tags.complete).toBe(false);
  });

  test('what another manager knows is not asked', () => {
    const db = aMachine('db', undefined);
    const elsewhere = anNsxMachine('t', { machine: db.id, tags: all(web), manager: 'nsx-2.example.com' });
    expect(one({ machines: [db], nsx: { nsxMachines: [elsewhere] } }).tags.items).toEqual([]);
    const shouted = anNsxMachine('t', { machine: db.id, tags: all(web), manager: MANAGER.toUpperCase() });
    expect(one({ machines: [db], nsx: { nsxMachines: [shouted] } }).tags.items).toEqual([web]);
  });

  test('a VM that only the manager knows is one too', () => {
    const foreign = recorded(anNsxMachine('foreign', { tags: all(web), segments: members(ledger), externalId: '50-2' }));
    expect(one({ nsx: { segments: [ledger], nsxMachines: [foreign] } })).toMatchObject({
      id: foreign.id,
      tags: { items: [web], complete: true },
      externalId: '50-2',
      segments: { ids: [ledger.id] },
      elsewhere: 'no',
    });
    const gone = recorded(anNsxMachine('gone', { machine: 'site/vsphere_virtual_machine.gone' }));
    expect(endpoints({ nsx: { nsxMachines: [gone] } }).map(({ id }) => id)).toEqual([gone.id]);
  });

  test('a network that is no segment is elsewhere; one that a token says may be any', () => {
    const on = (networks: Parameters<typeof aMachine>[2]): Endpoint =>
      one({ machines: [aMachine('db', undefined, networks)], portGroups: [vlan, face, { ...vlan, id: 'x', origin: 'looked-up', name: token('n') }] });
    expect(on({ networks: [vlan.id] })).toMatchObject({ segments: { ids: [], complete: true }, elsewhere: 'yes' });
    expect(on({ networks: [vlan.id, face.id] })).toMatchObject({ segments: { ids: [ledger.id], complete: true }, elsewhere: 'yes' });
    expect(on({ networks: [token('net')] })).toMatchObject({ segments: { complete: false, unknown: token('net') }, elsewhere: 'maybe' });
    expect(on({ networks: ['x'] })).toMatchObject({ segments: { complete: false, unknown: token('n') }, elsewhere: 'maybe' });
    expect(on({ networks: ['gone'] }).segments.complete).toBe(false);
    expect(on({ networks: [face.id], networksComplete: false })).toMatchObject({
      segments: { ids: [ledger.id], complete: false },
      elsewhere: 'maybe',
    });
    expect(on({ networks: [] })).toMatchObject({ segments: { ids: [], complete: true }, elsewhere: 'no' });
  });

  test('a module that may talk to the manager may tag VMs', () => {
    const hiddenBy = (parts: EstateParts): string | undefined => viewOf(anEstate(parts), MANAGER).hidden?.$unknown.knownBy;
    const nsxt = aProvider({ key: 'nsxt', type: 'nsxt', identity: MANAGER });
    const stack = (providers: readonly string[] | null, ...own: ReturnType<typeof aProvider>[]): EstateParts => ({
      stacks: [aStack({ providers: own, modules: [aModule('m', { providers })] })],
    });
    expect(hiddenBy(stack(null, nsxt))).toBe('site/module.m');
    expect(hiddenBy(stack(null))).toBe('site/module.m');
    expect(hiddenBy(stack(['nsxt'], nsxt))).toBe('site/module.m');
    expect(hiddenBy(stack(['vsphere'], nsxt, aProvider()))).toBeUndefined();
    expect(hiddenBy(stack(['nsxt'], { ...nsxt, identity: 'nsx-2.example.com' }))).toBeUndefined();
    expect(hiddenBy(stack(['nsxt'], { ...nsxt, identity: token('host') }))).toBe('site/module.m');
    const never = aModule('m', { providers: null, instances: Interval.exactly(0) });
    expect(hiddenBy({ stacks: [aStack({ providers: [nsxt], modules: [never] })] })).toBeUndefined();
    const vouched = { id: 'no-policy-in:site/m', kind: 'assumed' as const, statement: 'none', subject: 'site/m' };
    expect(hiddenBy({ ...stack(null, nsxt), premises: [vouched] })).toBeUndefined();
    const seen = viewOf(anEstate({ ...stack(null, nsxt), machines: [aMachine('db', undefined)] }), MANAGER).endpoints[0];
    expect(seen!.tags).toMatchObject({ items: [], complete: false });
  });
});
