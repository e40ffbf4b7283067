import { BadInput } from '../../../lib/estate/read';
import { parseManifest } from '../../../lib/estate/read/manifests';

const staged = (...objects: (string | undefined)[]) => ({ file: 'manifests/shop.k8s.yaml', objects });

test('every document is an object, with its construct path', () => {
  const text = [
    'apiVersion: v1',
    'kind: Namespace',
    'metadata:',
    '  name: shop',
    '---',
    'apiVersion: v1',
    'kind: List',
    'items: [{kind: Pod}]',
    '---',
    '',
  ].join('\n');
  expect(parseManifest(text, staged('chart/ns'))).toEqual([
    {
      file: 'manifests/shop.k8s.yaml',
      index: 0,
      apiVersion: 'v1',
      kind: 'Namespace',
      name: 'shop',
      path: 'chart/ns',
      body: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } },
    },
    {
      file: 'manifests/shop.k8s.yaml',
      index: 1,
      apiVersion: 'v1',
      kind: 'List',
      name: '',
      body: { apiVersion: 'v1', kind: 'List', items: [{ kind: 'Pod' }] },
    },
  ]);
});

test('numbers that JSON has not stay readable', () => {
  const [object] = parseManifest('apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, namespace: shop}\ndata: {a: .inf, b: -8.1e+298}', staged());
  expect(object).toMatchObject({ namespace: 'shop', body: { data: { a: 'Infinity', b: -8.1e298 } } });
  expect(JSON.parse(JSON.stringify(object))).toEqual(object);
});

test('what is no YAML, or no Kubernetes object, fails with the file', () => {
  for (const text of ['a: [', 'just text', 'kind: Pod']) {
    expect(() => parseManifest(text, staged('chart/x'))).toThrow(/"manifests\/shop\.k8s\.yaml"/);
    try {
      parseManifest(text, staged());
    } catch (error) {
      expect(BadInput.isBadInput(error)).toBe(true);
    }
  }
});

test('YAML is read as kubectl reads it', () => {
  const [object] = parseManifest('apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {a: yes, b: "yes"}', staged());
  expect(object).toMatchObject({ body: { data: { a: true, b: 'yes' } } });
});
