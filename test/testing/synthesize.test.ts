import { existsSync, readdirSync } from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import { ApiObject, Chart } from 'cdk8s';
import { Annotations } from 'cdktf';
import { Construct } from 'constructs';
import type { StrataApp } from '../../lib/app';
import { synthesize } from '../../lib/testing';
import type { Synthesized } from '../../lib/testing';
import { NO_BAD_INPUT, Stack } from '../app/programs';
import { temporaryFolder } from '../app/trees';

afterEach(() => jest.restoreAllMocks());

function example(input = 'good'): Synthesized {
  return synthesize((app) => {
    app.addRules(NO_BAD_INPUT);
    new Stack(app, 'a', input);
    const chart = new Chart(app.kubernetes, 'web');
    new ApiObject(chart, 'one', { apiVersion: 'v1', kind: 'ConfigMap' });
    new ApiObject(chart, 'two', { apiVersion: 'v1', kind: 'ConfigMap', data: { mode: '0755' } });
  });
}

describe('synthesize', () => {
  test('gives stacks, manifests, findings and the estate', () => {
    const { stacks, manifests, findings, estate } = example();
    expect(stacks).toEqual({
      a: {
        '//': { metadata: { backend: 'local', stackName: 'a' }, outputs: {} },
        resource: { terraform_data: { data: { '//': { metadata: { path: 'a/data', uniqueId: 'data' } }, input: 'good' } } },
        terraform: { backend: { local: { path: '../../../terraform.a.tfstate' } } },
      },
    });
    expect(manifests).toMatchObject({ 'web.k8s.yaml': [{ kind: 'ConfigMap' }, { kind: 'ConfigMap', data: { mode: '0755' } }] });
    expect(findings).toEqual([]);
    expect(estate.terraform.stacks.map(({ name }) => name)).toEqual(['a']);
    expect(estate.manifests).toHaveLength(2);
  });

  test('returns findings, those of constructs too, and throws none', () => {
    const { findings } = synthesize((app) => {
      app.addRules(NO_BAD_INPUT);
      Annotations.of(new Stack(app, 'a', 'bad')).addError('annotated');
      new Construct(app, 'orphan').node.addValidation({ validate: () => ['invalid'] });
    });
    expect(findings.map(({ rule }) => rule).sort()).toEqual(['ANNOTATION', 'TST-001', 'VALIDATION']);
    expect(findings.every(({ source }) => source[0]!.file === 'test/app/programs.ts' || source[0]!.file === 'test/testing/synthesize.test.ts')).toBe(
      true,
    );
  });

  test('is the same in any folder', () => {
    const here = example();
    jest.spyOn(process, 'cwd').mockReturnValue(temporaryFolder());
    const there = example();
    expect({ ...there, estate: undefined }).toEqual({ ...here, estate: undefined });
    expect(JSON.stringify(there.estate)).toEqual(JSON.stringify(here.estate));
  });

  test('writes nothing but to a temporary folder, and removes that', () => {
    const folder = temporaryFolder();
    jest.spyOn(process, 'cwd').mockReturnValue(folder);
    const temporary = temporaryFolder();
    jest.spyOn(os, 'tmpdir').mockReturnValue(temporary); // the usual one is other processes' too
    const during: string[][] = [];
    example('bad');
    expect(() =>
      synthesize(() => {
        during.push(readdirSync(temporary));
        throw new Error('in build');
      }),
    ).toThrow('in build');
    expect(readdirSync(folder)).toEqual([]);
    expect(existsSync(join(folder, 'cdktf.out'))).toBe(false);
    expect(during).toEqual([[expect.stringMatching(/^strata-/)]]);
    expect(readdirSync(temporary)).toEqual([]);
  });

  test('gives what could be rendered where a construct cannot be', () => {
    const { findings } = synthesize((app) => {
      const stack = new Stack(app, 'a');
      stack.node.addValidation({ validate: () => ['invalid'] });
      stack.toTerraform = () => {
        throw new Error('boom');
      };
    });
    expect(findings.map(({ message }) => message).sort()).toEqual(['invalid', 'the output cannot be rendered: boom']);
  });

  test('refuses a function that is async: what it makes later would not be judged', async () => {
    const late = async (app: StrataApp): Promise<void> => {
      await Promise.resolve();
      new Stack(app, 'late', 'bad');
      throw new Error('nobody sees this');
    };
    expect(() => synthesize(late)).toThrow(/returned a promise.*not async/);
    expect(() => synthesize((app) => new Stack(app, 'a'))).not.toThrow();
    await new Promise(setImmediate);
  });
});
