import {
  Datastore,
  DatastoreCluster,
  EsxiHost,
  Folder,
  type IDatastoreCluster,
  NfsDatastore,
  type NfsDatastoreProps,
  Tag,
  TagCategory,
  VmfsDatastore,
  type VmfsDatastoreProps,
} from 'cdk-strata/vsphere';
import { Lab } from '../lab';

const hosts = (lab: Lab): EsxiHost[] => ['a', 'b'].map((id) => EsxiHost.fromAttributes(lab, id, { hostId: `host-${id}` }) as EsxiHost);
const folderOf = (lab: Lab): Folder => new Folder(lab, 'fast', { type: 'datastore', datacenter: lab.datacenter });
const clusterOf = (lab: Lab): IDatastoreCluster => DatastoreCluster.fromAttributes(lab, 'pod', { datastoreClusterId: 'group-p1' });
const tagOf = (lab: Lab): Tag => new Tag(lab, 'gold', { category: new TagCategory(lab, 'tier', { associableTypes: ['Datastore'] }) });

test('a datastore that exists is where machines are put', () => {
  const lab = new Lab();
  const gold = Datastore.fromLookup(lab, 'gold', { name: 'gold', datacenter: lab.datacenter });
  expect(lab.resolve(gold.machineStorage)).toEqual({ datastoreId: '${data.vsphere_datastore.gold.id}' });
  expect(Datastore.fromAttributes(lab, 'known', { datastoreId: 'datastore-1' }).machineStorage).toEqual({ datastoreId: 'datastore-1' });
});

describe('VmfsDatastore', () => {
  const make = (props: Partial<VmfsDatastoreProps>, lab = new Lab()): VmfsDatastore =>
    new VmfsDatastore(lab, 'vmfs', { host: hosts(lab)[0]!, disks: ['naa.1', 'naa.2'], ...props });

  test('renders with nothing optional, and with all', () => {
    const lab = new Lab();
    const plain = make({}, lab);
    new VmfsDatastore(lab, 'in-folder', {
      host: EsxiHost.fromAttributes(lab, 'c', { hostId: 'host-c' }),
      disks: ['naa.3'],
      name: 'fast-01',
      folder: folderOf(lab),
      tags: [tagOf(lab)],
    });
    new VmfsDatastore(lab, 'in-cluster', {
      host: EsxiHost.fromAttributes(lab, 'd', { hostId: 'host-d' }),
      disks: ['naa.4'],
      datastoreCluster: clusterOf(lab),
    });
    expect(lab.rendered('vsphere_vmfs_datastore')).toMatchSnapshot();
    expect(lab.resolve(plain.machineStorage)).toEqual({ datastoreId: '${vsphere_vmfs_datastore.vmfs.id}' });
    expect(VmfsDatastore.isVmfsDatastore(plain)).toBe(true);
  });

  test.each<[string, (lab: Lab) => Partial<VmfsDatastoreProps>, string]>([
    ['no disk', () => ({ disks: [] }), 'disks must name at least one disk, such as "naa.6589cfc000000a3b", got none'],
    ['a disk twice', () => ({ disks: ['naa.1', 'naa.1'] }), 'disks must differ, got "naa.1" for number 1 and number 2'],
    ['one disk as a text', () => ({ disks: 'naa.1' as never }), 'disks must be a list'],
    ['no host', () => ({ host: 'esx-1' as never }), 'host must be an ESXi host, got "esx-1"'],
    [
      'a folder and a cluster',
      (lab) => ({ folder: 'fast', datastoreCluster: clusterOf(lab) }),
      'a datastore lies in a folder or in a datastore cluster; leave folder out, and give it to the cluster',
    ],
    [
      'a folder of machines',
      (lab) => ({ folder: new Folder(lab, 'web', { type: 'vm', datacenter: lab.datacenter }) }),
      'folder must be of type datastore, got lab/web, which is of type vm',
    ],
  ])('is refused with %s', (_, props, message) => {
    const lab = new Lab();
    expect(() => make(props(lab), lab)).toThrow(`[lab/vmfs] ${message}`);
  });
});

describe('NfsDatastore', () => {
  const make = (props: Partial<NfsDatastoreProps>, lab = new Lab()): NfsDatastore =>
    new NfsDatastore(lab, 'nfs', { hosts: hosts(lab), remoteHosts: ['nas-1'], remotePath: '/export/a', ...props });

  test('renders with nothing optional', () => {
    const lab = new Lab();
    const datastore = make({}, lab);
    expect(lab.rendered('vsphere_nas_datastore').nfs).toMatchSnapshot();
    expect(lab.resolve(datastore.machineStorage)).toEqual({ datastoreId: '${vsphere_nas_datastore.nfs.id}' });
    expect(NfsDatastore.isNfsDatastore(datastore)).toBe(true);
  });

  test('renders with all', () => {
    const lab = new Lab();
    make(
      {
        name: 'images',
        version: '4.1',
        remoteHosts: ['nas-1', 'nas-2'],
        security: 'SEC_KRB5I',
        access: 'readOnly',
        folder: 'images',
        tags: [tagOf(lab)],
      },
      lab,
    );
    expect(lab.rendered('vsphere_nas_datastore').nfs).toMatchSnapshot();
  });

  test.each<[string, (lab: Lab) => Partial<NfsDatastoreProps>, string]>([
    ['no host', () => ({ hosts: [] }), 'hosts must have at least one host, got none'],
    [
      'a host twice',
      (lab) => ({ hosts: Array(2).fill(EsxiHost.fromAttributes(lab, 'x', { hostId: 'host-x' })) }),
      'hosts must differ, got "host-x" for number 1 and number 2',
    ],
    ['no server', () => ({ remoteHosts: [] }), 'remoteHosts must name the server, got none'],
    [
      'two servers and NFS 3',
      () => ({ remoteHosts: ['nas-1', 'nas-2'] }),
      "NFS 3 has one server, got nas-1, nas-2; set version to '4.1', or name one",
    ],
    ['a server twice', () => ({ version: '4.1', remoteHosts: ['nas-1', 'nas-1'] }), 'remoteHosts must differ'],
    [
      'security and NFS 3',
      () => ({ security: 'SEC_KRB5' }),
      `NFS 3 has no security type, got "SEC_KRB5"; set version to '4.1', or leave security out`,
    ],
    ['a version that there is not', () => ({ version: '4' as '4.1' }), 'version must be one of "3", "4.1", got "4"'],
    ['an access that there is not', () => ({ access: 'rw' as 'readOnly' }), 'access must be one of "readWrite", "readOnly", got "rw"'],
    ['an empty path', () => ({ remotePath: '' }), 'remotePath must not be empty'],
  ])('is refused with %s', (_, props, message) => {
    const lab = new Lab();
    expect(() => make(props(lab), lab)).toThrow(`[lab/nfs] ${message}`);
  });
});
