import { HostFailures } from 'cdk-strata/vsphere';

test.each([
  [HostFailures.any(1), 'any one host', { hosts: 1, rack: false }],
  [HostFailures.any(2), 'any 2 hosts', { hosts: 2, rack: false }],
  [HostFailures.any(1).orRack(), 'any one host or any one rack', { hosts: 1, rack: true }],
])('failures describe themselves', (failures, text, facts) => {
  expect(failures.describe()).toBe(text);
  expect(failures.toFacts()).toEqual(facts);
});

test('orRack makes another value', () => {
  const one = HostFailures.any(1);
  one.orRack();
  expect(one.rack).toBe(false);
});

test.each([0, -1, 1.5, Number.NaN])('%d hosts cannot fail', (hosts) => {
  expect(() => HostFailures.any(hosts)).toThrow(`hosts that fail must be a whole number of at least 1, got ${hosts}`);
});

test.each([
  ['any one host, in whatever racks', HostFailures.any(1), ['a', 'a', 'b'], 1],
  ['the largest rack', HostFailures.any(1).orRack(), ['a', 'b', 'a', 'a', undefined], 3],
  ['more hosts than any rack has', HostFailures.any(3).orRack(), ['a', 'a', 'b'], 3],
  ['hosts whose racks nobody said', HostFailures.any(2).orRack(), [undefined, undefined, undefined], 2],
])('a failure takes at most %s', (_, failures, racks, most) => {
  expect(failures.largest(racks.map((rack) => ({ rack })))).toBe(most);
});
