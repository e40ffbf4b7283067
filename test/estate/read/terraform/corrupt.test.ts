import * as fc from 'fast-check';
import { corruptTokensIn } from '../../../../lib/estate/read/terraform';
import { readStack, resourceOf } from './render';

describe('corrupt tokens', () => {
  it.each([
    ['a number token', -1.8881545897087503e289],
    ['a number over 1e15', 1.1e15],
    ['what JSON makes of a number too large for it', JSON.parse('1e999')],
    ['what is left of a number token after a division', -2.6e-289],
    ['a number token in a text', 'x--1.6219124425182767e+299'],
    ['a short one in a text', 'x--8.1e+298'],
    ['a number without a token, but as large', '1.2e+20'],
    ['a number without a point', 'size: 1e+21'],
    ['an unresolved text', 'http://${TfToken[TOKEN.0]}:80'],
    ['an unresolved list', '#{TfToken[TOKEN.2]}'],
    ['a bare marker', 'TfToken[TOKEN.7]'],
  ])('finds %s', (_, value) => {
    expect(corruptTokensIn({ a: [{ b: value }] })).toEqual([{ attribute: 'a.0.b', found: String(value) }]);
  });

  it.each([
    ['a serial number', '20240101123456789012'],
    ['a UUID', '4e10e21a-e+b2-4e21-9e45-1e100e200e30'],
    ['base64 that happens to hold an exponent', 'QmFzZTY0aGVyZQ1e+21aGVyZQ=='],
    ['a petabyte in bytes', 1e15],
    ['a small fraction', 1e-9],
    ['a small exponent in a text', 'about 1.5e+3 hosts'],
    ['a version', '1.2.3+build.5'],
    ['text about tokens', 'TfToken is a word'],
  ])('lets %s pass', (_, value) => {
    expect(corruptTokensIn({ a: value })).toEqual([]);
  });

  it('finds a token in a key, and names the key', () => {
    expect(corruptTokensIn({ labels: { '${TfToken[TOKEN.1]}': 'x' } })).toEqual([
      { attribute: 'labels.${TfToken[TOKEN.1]}', found: '${TfToken[TOKEN.1]}' },
    ]);
  });

  it('finds every token, not the first only', () => {
    expect(corruptTokensIn([1e300, 'ok', { a: 'TfToken[TOKEN.1]', b: 2e300 }]).map((token) => token.attribute)).toEqual(['0', '2.a', '2.b']);
  });

  it('cuts a long text down to what is around the token', () => {
    const [token] = corruptTokensIn({ script: `${'a'.repeat(500)} 8.1e+298 ${'b'.repeat(500)}` });
    expect(token!.found).toContain('8.1e+298');
    expect(token!.found.length).toBeLessThan(120);
  });

  it('finds a number token wherever it is put into JSON, and nothing in JSON without one', () => {
    const innocent = fc.jsonValue({ maxDepth: 3 }).filter((value) => !/e[+-]\d|\d{16}/i.test(JSON.stringify(value)));
    fc.assert(
      fc.property(innocent, fc.integer({ min: 1, max: 9 }), (value, n) => {
        expect(corruptTokensIn(value)).toEqual([]);
        const token = -1.8881545897087503e289 * n;
        expect(corruptTokensIn({ value, at: [`host-${token}`] })).toEqual([{ attribute: 'at.0', found: `host-${token}` }]);
      }),
    );
  });
});

describe('corrupt tokens in rendered Terraform', () => {
  const notes = { metadata: { path: 'main/fleet/vm', uniqueId: 'vm' } };

  it('are faults that name construct and attribute, and make the value unknown', () => {
    const { stack, faults } = readStack({
      resource: { vsphere_virtual_machine: { vm: { '//': notes, num_cpus: -1.62e299, disk: [{ label: 'x--8.1e+298', size: 40 }], name: 'vm' } } },
    });
    expect(faults).toEqual([
      expect.objectContaining({
        kind: 'corrupt-token',
        file: 'stacks/main/cdk.tf.json',
        stack: 'main',
        address: 'vsphere_virtual_machine.vm',
        path: 'main/fleet/vm',
        attribute: 'num_cpus',
        found: '-1.62e+299',
      }),
      expect.objectContaining({ kind: 'corrupt-token', attribute: 'disk.0.label', found: 'x--8.1e+298' }),
    ]);
    expect(resourceOf(stack, 'vsphere_virtual_machine.vm').values).toEqual({
      num_cpus: { $unknown: { reason: 'corrupt', expression: '-1.62e+299', knownBy: 'main/vsphere_virtual_machine.vm' } },
      disk: [{ label: { $unknown: { reason: 'corrupt', expression: 'x--8.1e+298', knownBy: 'main/vsphere_virtual_machine.vm' } }, size: 40 }],
      name: 'vm',
    });
  });

  it('are found in every kind of block, and in what Terraform alone minds', () => {
    const token = '${TfToken[TOKEN.0]}';
    const { faults } = readStack({
      terraform: { backend: { s3: { bucket: token } } },
      provider: { vsphere: [{ alias: 'west', user: token }] },
      variable: { v: { default: token } },
      locals: { l: token },
      data: { t_d: { d: { name: token } } },
      resource: { t_r: { r: { count: token } } },
      module: { m: { source: token } },
      output: { o: { value: token } },
      moved: [{ from: token, to: 'x' }],
    });
    expect(faults.filter((fault) => fault.kind === 'corrupt-token').map((fault) => [fault.address, fault.attribute])).toEqual([
      ['terraform', 'backend.s3.bucket'],
      ['provider.vsphere.west', 'user'],
      ['var.v', 'default'],
      ['locals', 'l'],
      ['data.t_d.d', 'name'],
      ['t_r.r', 'count'],
      ['module.m', 'source'],
      ['output.o', 'value'],
      ['moved', '0.from'],
    ]);
  });

  it('are not looked for in what cdktf notes beside the output', () => {
    const { faults } = readStack({ '//': { metadata: { version: 'TfToken[TOKEN.0]' } }, resource: { t_r: { r: { '//': { note: 1e300 }, a: 1 } } } });
    expect(faults).toEqual([]);
  });
});
