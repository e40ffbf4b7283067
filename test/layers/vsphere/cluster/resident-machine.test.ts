import { Size } from 'cdk8s';
import { Fn, Token } from 'cdktf';
import { ResidentMachine, type ResidentMachineProps } from 'cdk-strata/vsphere';

const memory = Size.gibibytes(21);

test('a machine of any kind is one, and reserves nothing', () => {
  expect(ResidentMachine.of({ name: 'vc', cpus: 4, memory }).toFacts()).toEqual({
    name: 'vc',
    count: 1,
    cpus: 4,
    memoryMiB: 21504,
    cpuReservationMhz: 0,
    memoryReservationMiB: 0,
  });
});

test('it may be several, with reservations', () => {
  expect(
    ResidentMachine.of({ name: 'proxy', count: 2, cpus: 8, memory, cpuReservationMhz: 1000, memoryReservation: Size.mebibytes(512) }).toFacts(),
  ).toMatchObject({ count: 2, cpuReservationMhz: 1000, memoryReservationMiB: 512 });
});

test.each([
  ['small', 4, 16],
  ['medium', 6, 24],
  ['large', 12, 48],
] as const)('a %s NSX manager has %i vCPUs and %i GiB', (size, cpus, gib) => {
  const facts = ResidentMachine.nsxManager({ size, cpuReservationMhz: 0, memoryReservation: Size.gibibytes(0) }).toFacts();
  expect(facts).toMatchObject({ name: 'NSX manager', count: 3, cpus, memoryMiB: gib * 1024, cpuReservationMhz: 0, memoryReservationMiB: 0 });
  expect(facts.source).toMatch(/^https:\/\/docs\.vmware\.com\//);
});

test.each([
  ['small', 2, 4],
  ['medium', 4, 8],
  ['large', 8, 32],
  ['xlarge', 16, 64],
] as const)('a %s NSX Edge has %i vCPUs and %i GiB, all reserved', (size, cpus, gib) => {
  const facts = ResidentMachine.nsxEdge({ size, count: 2, cpuReservationMhz: 8000 }).toFacts();
  expect(facts).toMatchObject({ count: 2, cpus, memoryMiB: gib * 1024, cpuReservationMhz: 8000, memoryReservationMiB: gib * 1024 });
  expect(facts.source).toMatch(/^https:\/\/docs\.vmware\.com\//);
});

test('an NSX Edge may reserve less', () => {
  const edge = ResidentMachine.nsxEdge({ size: 'large', count: 2, cpuReservationMhz: 0, memoryReservation: Size.gibibytes(16) });
  expect(edge.toFacts()).toMatchObject({ memoryReservationMiB: 16384 });
});

test('agents of the cluster services are three, or fewer', () => {
  expect(ResidentMachine.vcls().toFacts()).toMatchObject({ count: 3, cpus: 1, memoryMiB: 128, cpuReservationMhz: 100, memoryReservationMiB: 100 });
  expect(ResidentMachine.vcls(2).toFacts()).toMatchObject({ count: 2 });
  expect(() => ResidentMachine.vcls(4)).toThrow('count must be a whole number from 1 to 3, got 4');
});

test.each<[Partial<ResidentMachineProps>, string]>([
  [{ name: '' }, 'name must not be empty'],
  [{ name: Fn.upper('x') }, 'name must be known at synthesis, got a Terraform token; give it in the program'],
  [{ count: 0 }, 'count must be a whole number of at least 1, got 0'],
  [{ cpus: 0.5 }, 'cpus must be a whole number of at least 1, got 0.5'],
  [{ cpus: Token.asNumber('${var.x}') }, 'cpus must be known at synthesis'],
  [{ memory: Size.kibibytes(1) }, 'memory must be a whole number of MiB'],
  [{ cpuReservationMhz: -1 }, 'cpuReservationMhz must be a whole number of at least 0, got -1'],
  [{ memoryReservation: Size.gibibytes(22) }, 'memoryReservation must not exceed memory, got 22528 MiB and 21504 MiB'],
])('%j is refused', (props, message) => {
  expect(() => ResidentMachine.of({ name: 'vc', cpus: 4, memory, ...props })).toThrow(message);
});

test('presets ask for what no vendor documents, also of who checks no types', () => {
  expect(() => ResidentMachine.nsxManager({ size: 'medium' } as never)).toThrow(
    'cpuReservationMhz must be a whole number of at least 0, got undefined',
  );
  expect(() => ResidentMachine.nsxManager({ size: 'medium', cpuReservationMhz: 0 } as never)).toThrow(
    'memoryReservation must be a Size, got undefined',
  );
  expect(() => ResidentMachine.nsxEdge({ size: 'huge' as 'large', count: 1, cpuReservationMhz: 0 })).toThrow('size must be one of "small", "medium"');
});
