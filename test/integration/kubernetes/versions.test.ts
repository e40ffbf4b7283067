import { availabilityOf, isNamespaced, NEWEST_MINOR } from '../../../lib/proofs/kubernetes-api';
import { APIS } from '../../../lib/proofs/kubernetes-api/table';
import { announce, describeWith, kubernetes } from '../lane/components';
import { withApiServer, type ApiServer } from './api-server';

announce();

/** As `kubectl api-resources` lists them. */
interface Served {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

/** Gates without which some APIs are not served, whatever is switched on (pkg/registry, `rest` of lifecycle and scheduling), and what these need. */
const GATES = { CompositePodGroup: true, EvictionRequestAPI: true, GenericWorkload: true, TopologyAwareWorkloadScheduling: true };

async function served({ client }: ApiServer): Promise<readonly Served[]> {
  const { groups } = (await client.get('/apis')).body as {
    readonly groups: readonly { readonly versions: readonly { readonly groupVersion: string }[] }[];
  };
  const all = [
    { groupVersion: 'v1', path: '/api/v1' },
    ...groups.flatMap(({ versions }) => versions).map(({ groupVersion }) => ({ groupVersion, path: `/apis/${groupVersion}` })),
  ];
  const lists = await Promise.all(
    all.map(async ({ groupVersion, path }) => {
      const { resources } = (await client.get(path)).body as {
        readonly resources: readonly { readonly name: string; readonly kind: string; readonly namespaced: boolean }[];
      };
      return resources.filter(({ name }) => !name.includes('/')).map(({ kind, namespaced }) => ({ apiVersion: groupVersion, kind, namespaced }));
    }),
  );
  return lists.flat();
}

const nameOf = ({ apiVersion, kind }: Pick<Served, 'apiVersion' | 'kind'>): string => `${apiVersion} ${kind}`;

const tabled = [...new Map(APIS.map(([apiVersion, kind]) => [`${apiVersion} ${kind}`, { apiVersion, kind }])).values()];

describeWith(kubernetes.etcd, kubernetes.apiServer)('the table of APIs', () => {
  let byDefault: readonly Served[];
  let withAll: readonly Served[];

  beforeAll(async () => {
    byDefault = await withApiServer(kubernetes, async (server) => {
      expect((await server.client.get('/version')).body).toMatchObject({ minor: String(NEWEST_MINOR) });
      return served(server);
    });
    withAll = await withApiServer(kubernetes, served, { apis: ['api/all'], featureGates: GATES });
  });

  test('says what the API server serves by default, and no more', () => {
    const said = tabled.filter(({ apiVersion, kind }) => availabilityOf(apiVersion, kind, NEWEST_MINOR).is === 'served').map(nameOf);
    expect(said.sort()).toEqual([...new Set(byDefault.map(nameOf))].sort());
  });

  test('says what lies in namespaces', () => {
    expect(withAll.filter(({ apiVersion, kind, namespaced }) => isNamespaced(apiVersion, kind) !== namespaced)).toEqual([]);
  });

  test('says what is served once all is switched on, with its gates, and no more', () => {
    const said = tabled
      .filter(({ apiVersion, kind }) => availabilityOf(apiVersion, kind, NEWEST_MINOR, { 'api/all': true }).is === 'served')
      .map(nameOf);
    expect(said.sort()).toEqual([...new Set(withAll.map(nameOf))].sort());
  });
});
