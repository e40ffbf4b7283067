import type { Estate, StorageClass } from '../../../lib/estate';
import { storageClasses } from '../../../lib/rules/configuration/cfg-011-storage-classes';
import { aCluster, anEstate, aStoragePolicy, aVsan, hosts, machines, token, type EstateParts } from '../../support/estate';
import { judged, outcomes, text, undecideds } from '../../support/judge';
import { aKubernetesCluster, aPool, CLUSTER, manifested } from '../../support/kubernetes';

const compute = aCluster('compute', hosts(3), { vsan: aVsan({ enabled: true }) });
const edge = aCluster('edge', []);
const gold = aStoragePolicy('gold', { cluster: compute.id });
const nodes = machines('node', 2, compute);

const aClass = (parameters: Readonly<Record<string, string>>, change: Partial<StorageClass> = {}): StorageClass => ({
  ...manifested('storage.k8s.io/v1', 'StorageClass', 'gold', { namespace: null }),
  provisioner: 'csi.vsphere.vmware.com',
  parameters,
  isDefault: true,
  allowedTopologies: false,
  ...change,
});

function site(each: StorageClass, on = nodes, change: EstateParts = {}): Estate {
  return anEstate({
    clusters: [compute, edge],
    machines: on,
    storagePolicies: [gold],
    kubernetes: { kubernetesClusters: [aKubernetesCluster()], nodePools: [aPool('general', on)], storageClasses: [each] },
    ...change,
  });
}

const byPolicy = aClass({ storagepolicyname: 'gold' });

describe('CFG-011', () => {
  test('nodes on the cluster whose vSAN the policy is on', () => {
    const [verdict] = judged(storageClasses, site(byPolicy));
    expect(verdict).toMatchObject({ verdict: 'proved', subject: { object: 'gold[StorageClass]' } });
    expect(verdict!.premises!.map(({ statement }) => statement)).toEqual([
      'what follows storage policy `gold` lies on the vSAN of cluster `compute`, which all of its hosts mount',
    ]);
    expect(outcomes(storageClasses, site(aClass({ StoragePolicyName: 'gold' })))).toEqual(['proved']);
  });

  test('a node on another cluster does not reach it', () => {
    const strayed = [nodes[0]!, ...machines('edge-node', 1, edge)];
    expect(text(judged(storageClasses, site(byPolicy, strayed))[0])).toEqual([
      'storage class `gold` of cluster `prod` is on a datastore that not all of its nodes reach',
      'class: follows policy `gold`, on the vSAN of cluster `compute`',
      'elsewhere: `edge-node-1` runs on hosts that do not mount it',
      'hint: a class for each cluster, with `allowedTopologies` for its zone',
      'hint: nodes on `compute` only',
    ]);
    expect(outcomes(storageClasses, site(byPolicy, [{ ...nodes[0]!, cluster: null }]))).toEqual(['refuted']);
  });

  test('a class of another driver, or of no cluster, is not judged', () => {
    expect(judged(storageClasses, site({ ...byPolicy, provisioner: 'nfs.csi.k8s.io' }))).toEqual([]);
    expect(judged(storageClasses, site({ ...byPolicy, cluster: null }))).toEqual([]);
  });

  test('without a policy the driver takes what all nodes share', () => {
    const flat = { clusters: [{ ...compute, vsan: aVsan({ enabled: true }) }, edge] };
    expect(judged(storageClasses, site(aClass({}), nodes, flat))[0]).toMatchObject({ verdict: 'proved', premises: [{ id: 'csi-shared-datastore' }] });
    expect(outcomes(storageClasses, site(aClass({}), nodes, { clusters: [{ ...compute, vsan: aVsan({ enabled: false }) }] }))).toEqual(['undecided']);
    expect(outcomes(storageClasses, site(aClass({}), [...nodes, ...machines('edge-node', 1, edge)], flat))).toEqual(['undecided']);
    const few = { kubernetesClusters: [aKubernetesCluster()], nodePools: [aPool('general', nodes, { replicas: 5 })], storageClasses: [aClass({})] };
    expect(outcomes(storageClasses, site(aClass({}), nodes, { ...flat, kubernetes: few }))).toEqual(['undecided']);
  });

  describe('stays open', () => {
    const open = (estate: Estate): string => undecideds(storageClasses, estate)[0]!.reason;

    test('where its driver or a parameter is a token, or is not read', () => {
      for (const unread of ['provisioner', 'parameters', 'parameters.storagepolicyname', 'allowedTopologies']) {
        const each = aClass({}, { unread: [unread], ...(unread === 'provisioner' && { provisioner: 'TfToken[1]' }) });
        expect(open(site(each))).toBe(`\`${unread}\` of its manifest is a token, or not of the type that the API has`);
      }
      expect(outcomes(storageClasses, site(aClass({ storagepolicyname: 'gold' }, { unread: ['metadata.labels.x'] })))).toEqual(['proved']);
    });

    test('where the cluster of the policy has no vSAN', () => {
      expect(open(site(byPolicy, nodes, { clusters: [{ ...compute, vsan: aVsan({ enabled: false }) }, edge] }))).toContain('which has no vSAN');
      expect(outcomes(storageClasses, site(byPolicy, nodes, { clusters: [{ ...compute, vsan: aVsan({ enabled: token() }) }, edge] }))).toEqual([
        'proved',
      ]);
    });

    test('where the policy is not known, or its cluster is not', () => {
      expect(open(site(aClass({ storagepolicyname: 'silver' })))).toBe('it follows policy `silver`, which the app neither makes nor looks up');
      const bare = aStoragePolicy('gold');
      expect(open(site(byPolicy, nodes, { storagePolicies: [bare] }))).toBe('it follows policy `gold`, on which datastores is not stated');
      const twice = [gold, { ...gold, id: 'other', cluster: edge.id }];
      expect(outcomes(storageClasses, site(byPolicy, nodes, { storagePolicies: twice }))).toEqual(['undecided']);
    });

    test('where a class names a datastore by its URL', () => {
      expect(open(site(aClass({ datastoreurl: 'ds:///vmfs/volumes/1/' })))).toContain('it names its datastore by a URL');
    });

    test('where a token says which cluster a node is on', () => {
      expect(open(site(byPolicy, [{ ...nodes[0]!, cluster: token() }]))).toMatch(/^which cluster `node-1` runs on is/);
    });

    test('where another cluster mounts datastores of others', () => {
      const mesh = { ...edge, vsan: aVsan({ remoteDatastores: { ids: ['d'], complete: true } }) };
      expect(open(site(byPolicy, machines('edge-node', 1, edge), { clusters: [compute, mesh] }))).toContain('as a remote one is not known');
      const looked = { ...edge, vsan: aVsan({ remoteDatastores: { ids: [], complete: false } }) };
      expect(open(site(byPolicy, machines('edge-node', 1, edge), { clusters: [compute, looked] }))).toContain('as a remote one is not known');
    });

    test('where a class is for zones', () => {
      expect(open(site({ ...byPolicy, allowedTopologies: true }, machines('edge-node', 1, edge)))).toContain(
        'which nodes these have is not compared',
      );
    });

    test('where nodes are not stated, or their VMs are of others', () => {
      const kubernetes = (nodePools: Estate['kubernetes']['nodePools']) => ({
        kubernetesClusters: [aKubernetesCluster()],
        nodePools,
        storageClasses: [byPolicy],
      });
      expect(open(site(byPolicy, nodes, { kubernetes: kubernetes([]) }))).toBe('which nodes the cluster has is not stated');
      expect(open(site(byPolicy, nodes, { kubernetes: kubernetes([aPool('general', 3)]) }))).toBe(
        'where the nodes of pool `general` run is not stated',
      );
      expect(judged(storageClasses, site({ ...byPolicy, cluster: `${CLUSTER}-other` }))).toEqual([]);
    });
  });
});
