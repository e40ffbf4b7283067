import { synthesize } from 'cdk-strata/testing';
import { build } from './main';

test('the first stack passes every rule and renders what it always did', () => {
  const { stacks, findings } = synthesize(build);
  expect(findings).toEqual([]);
  expect(stacks).toMatchSnapshot();
});
