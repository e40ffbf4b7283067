import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { synthesize } from 'cdk-strata/testing';
import { parseAllDocuments } from 'yaml';
import { build } from './main';

test('existing manifests pass every rule and are written as they always were', () => {
  const { manifests, findings } = synthesize(build);
  expect(findings).toEqual([]);
  expect(manifests).toMatchSnapshot();
});

test('what the file has is applied as it stands, in the namespace of the chart', () => {
  const { estate } = synthesize(build);
  const written = estate.manifests.map(({ body }) => body);
  for (const document of parseAllDocuments(readFileSync(join(__dirname, 'charts/guestbook.yaml'), 'utf8'))) {
    const object = document.toJS() as { kind: string; metadata: object };
    const placed = object.kind === 'CustomResourceDefinition' ? object : { ...object, metadata: { ...object.metadata, namespace: 'guestbook' } };
    expect(written).toContainEqual(placed);
  }
});
