import { unknown } from '../../../lib/estate';
import { corruptTokens } from '../../../lib/rules/configuration/cfg-015-corrupt-tokens';
import { anEstate, aResource, aStack } from '../../support/estate';
import { judged, outcomes, text } from '../../support/judge';

const manifests = [{ file: 'manifests/shop.yaml', index: 0, apiVersion: 'v1', kind: 'ConfigMap', name: 'endpoints', namespace: 'shop', body: {} }];
const number = {
  kind: 'corrupt-token' as const,
  file: 'stacks/site/cdk.tf.json',
  stack: 'site',
  path: 'site/vm',
  address: 'vsphere_virtual_machine.vm',
  attribute: 'memory',
  found: '-1.62e+299',
  detail: 'a number token was computed with before Terraform knew it',
};
const marker = {
  kind: 'corrupt-token' as const,
  file: 'manifests/shop.yaml',
  path: 'shop/endpoints',
  attribute: 'data.url',
  found: 'http://${TfToken[TOKEN.0]}:80',
  detail: 'a cdktf token was never resolved',
};

describe('CFG-015', () => {
  test('passes for every stack that is clean, and says nothing of manifests', () => {
    expect(judged(corruptTokens, anEstate({ manifests }))).toEqual([{ verdict: 'proved', subject: { stack: 'site' } }]);
  });

  test('fails on a number in Terraform JSON, by construct and attribute', () => {
    const verdicts = judged(corruptTokens, anEstate({ manifests, faults: [number] }));
    expect(verdicts.map(({ verdict }) => verdict)).toEqual(['refuted']);
    expect(verdicts[0]!.subject).toMatchObject({ path: 'site/vm', attribute: 'memory' });
    expect(text(verdicts[0])).toEqual([
      '`memory` of `site/vm` holds a corrupt token',
      'found: `-1.62e+299`',
      'wrong: a number token was computed with before Terraform knew it',
      'hint: compute with Terraform’s own functions and operators (`Fn`, `Op`), not with JavaScript, on values that Terraform knows',
    ]);
  });

  test('leaves a marker in a manifest to CFG-009', () => {
    expect(outcomes(corruptTokens, anEstate({ manifests, faults: [marker] }))).toEqual(['proved']);
  });

  test('an unknown value is an intact token, never a corrupt one', () => {
    const values = { a: unknown('variable', '${var.x}', 'site/var.x'), b: unknown('computed', '${x_y.z.id}', 'site/x_y.z') };
    expect(outcomes(corruptTokens, anEstate({ stacks: [aStack({ resources: [aResource('x_y', 'z', values)] })] }))).toEqual(['proved']);
  });

  test('other faults are none of its business', () => {
    expect(outcomes(corruptTokens, anEstate({ faults: [{ ...number, kind: 'dangling-reference' }] }))).toEqual(['proved']);
  });
});
