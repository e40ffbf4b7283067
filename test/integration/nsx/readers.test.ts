import type { StateJson } from '../differential/plan-json';
import { announce, describeLane, say } from '../lane/components';
import { deploy, terraformWithNsx, variablesOf } from '../lane/deployment';
import { startNsxFor } from '../lane/nsx';
import { programs, renderProgram, SITES } from '../lane/program';
import { compareReaders, openIn, type ReaderComparison } from './readers/compare';
import { recordedEstate, renderedEstate } from './readers/estates';

announce();

const PROGRAMS = [...programs(), SITES].filter(({ name }) => name.includes('nsx') || name === 'reference stack' || name === 'sites');

/** Where the two readers say different things of what is the same. */
const ALIKE: readonly { readonly where: RegExp; readonly why: string }[] = [
  {
    where: /^segments .* transportZone: the output has null, the record "/,
    why: 'the output says which zone a program names; NSX gives a segment of a project its default one',
  },
  { where: /^nsxMachines .* space: .* the record null$/, why: 'a record has a machine beside all spaces; the output has its tags in a project' },
  {
    where: /^groups .* expression (terms|operators): the output has [01] .*(identities|\(\[\]\))/,
    why: 'the output has directory users only; a record that leaves out the other terms does not say that there are none',
  },
  {
    where: /^securityPolicies .* ipVersion: the output has "NONE", the record "IPV4_IPV6"$/,
    why: 'rules for frames have no version of IP: the API leaves it out, and the reader of records takes that for both',
  },
  { where: /^firewallExclusions .* name:/, why: 'a member of the exclusion list has no name: one takes that of the object, the other its id' },
];

const met = new Set<string>();

describeLane.each(PROGRAMS)('what the output of the $name says of NSX', (program) => {
  let comparison: ReaderComparison;

  beforeAll(async () => {
    const app = renderProgram(program);
    const nsx = await startNsxFor(app);
    const terraform = terraformWithNsx(nsx, variablesOf(app));
    try {
      const before = recordedEstate(nsx.server);
      const { views } = await deploy(terraform, app);
      const states = new Map([...views].map(([name, { state }]) => [name, state as StateJson]));
      comparison = compareReaders(renderedEstate(app, states), recordedEstate(nsx.server), before);
    } finally {
      terraform.dispose();
      await nsx.stop();
      app.dispose();
    }
    const { objects, fields } = comparison.compared;
    say(`${program.name}: ${objects} objects of NSX, ${fields} fields of them as the server's own record has them`);
  });

  test('is what a record of the manager says once it is applied', () => {
    const known = ALIKE.filter(({ where }) => comparison.differences.some((difference) => where.test(difference)));
    expect(comparison.differences.filter((difference) => !known.some(({ where }) => where.test(difference)))).toEqual([]);
    for (const { why } of known) met.add(why);
    expect(comparison.compared.objects).toBeGreaterThan(3);
  });

  test('leaves open what the list names, each with its reason', () => {
    expect(openIn(comparison)).toMatchSnapshot();
  });
});

describeLane('what the readers are allowed to differ in', () => {
  test('is met by some program', () => expect(ALIKE.filter(({ why }) => !met.has(why))).toEqual([]));
});
