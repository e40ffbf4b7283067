import { join } from 'node:path';
import { ApiObject, App, Chart } from 'cdk8s';
import { readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import { renderManifests } from '../../lib/app/manifests';
import { contentOf, temporaryFolder } from './trees';

function configMap(scope: Chart, id: string): ApiObject {
  return new ApiObject(scope, id, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { annotations: { path: `${scope.node.path}/${id}` } } });
}

/** What each document of a rendered file says of its own path. */
function pathsIn(folder: string, file: string): unknown[] {
  return parseAllDocuments(readFileSync(join(folder, file), 'utf8')).map((document) => document.getIn(['metadata', 'annotations', 'path']));
}

describe('renderManifests', () => {
  test('says which construct each document comes from, in the order of the file', () => {
    const app = new App();
    const chart = new Chart(app, 'web');
    const [a, b, c] = ['a', 'b', 'c'].map((id) => configMap(chart, id)) as [ApiObject, ApiObject, ApiObject];
    a.addDependency(c);
    c.addDependency(b);
    const folder = temporaryFolder();
    const [manifest] = renderManifests(app, folder).manifests;
    expect(manifest).toEqual({ file: 'manifests/web.k8s.yaml', objects: ['web/b', 'web/c', 'web/a'] });
    expect(pathsIn(folder, manifest!.file)).toEqual(manifest!.objects);
  });

  test('follows the names that cdk8s gives to charts that depend on each other or lie in each other', () => {
    const app = new App();
    const first = new Chart(app, 'first');
    const second = new Chart(app, 'second');
    const nested = new Chart(second, 'nested');
    [first, second, nested].forEach((chart) => configMap(chart, 'map'));
    first.addDependency(second);
    const folder = temporaryFolder();
    const { manifests } = renderManifests(app, folder);
    expect(manifests.map(({ file }) => file).sort()).toEqual(Object.keys(contentOf(folder)).sort());
    for (const { file, objects } of manifests) expect(pathsIn(folder, file)).toEqual(objects);
  });

  test('writes nothing where there is no chart', () => {
    const folder = temporaryFolder();
    expect(renderManifests(new App(), folder)).toEqual({ manifests: [], faults: [] });
    expect(contentOf(folder)).toEqual({});
  });
});
