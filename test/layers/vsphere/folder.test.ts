import { TerraformVariable } from 'cdktf';
import { Datacenter, Folder, type FolderLookup, type FolderProps, type IFolder } from 'cdk-strata/vsphere';
import { folderPathOf } from '../../../lib/layers/vsphere/folder';
import { Lab } from './lab';

const make = (props: FolderProps, lab = new Lab()): Folder => new Folder(lab, 'prod', props);

test('a folder lies in a datacenter, or in another folder by reference', () => {
  const lab = new Lab();
  const prod = make({ type: 'vm', datacenter: lab.datacenter }, lab);
  const web = new Folder(lab, 'web', { parent: prod, path: 'shop/web', tags: [] });
  expect(lab.rendered('vsphere_folder')).toMatchSnapshot();
  expect([web.folderType, web.datacenter]).toEqual(['vm', lab.datacenter]);
  expect(lab.resolve([web.folderPath, web.folderId])).toEqual(['${vsphere_folder.web.path}', '${vsphere_folder.web.id}']);
  expect([Folder.isFolder(web), Folder.isFolder(undefined)]).toEqual([true, false]);
});

test('a folder of datacenters lies at the root, and a datacenter in it', () => {
  const lab = new Lab();
  const emea = new Folder(lab, 'emea', { type: 'datacenter' });
  new Datacenter(lab, 'own', { folder: emea });
  new Datacenter(lab, 'named', { folder: 'apac' });
  expect(lab.rendered('vsphere_folder').emea).toEqual({ path: 'emea', type: 'datacenter' });
  expect(lab.rendered('vsphere_datacenter')).toEqual({
    own: { name: 'own', folder: '/${vsphere_folder.emea.path}' },
    named: { name: 'named', folder: '/apac' },
  });
});

test.each<[string, (lab: Lab) => FolderProps, string]>([
  ['no type', ({ datacenter }) => ({ datacenter }), 'type must be one of vm, host, datastore, network, datacenter, and no parent says it'],
  [
    'a type that there is not',
    ({ datacenter }) => ({ datacenter, type: 'vms' as 'vm' }),
    'type must be one of "vm", "host", "datastore", "network", "datacenter", got "vms"',
  ],
  ['no datacenter', () => ({ type: 'vm' }), 'a folder of type vm needs a datacenter; give datacenter'],
  [
    'datacenters in a datacenter',
    ({ datacenter }) => ({ type: 'datacenter', datacenter }),
    'a folder of datacenters lies in no datacenter; leave datacenter out',
  ],
  [
    'a slash in front',
    ({ datacenter }) => ({ type: 'vm', datacenter, path: '/prod' }),
    'path must be relative, such as "prod/web", got "/prod"; leave out slashes at its ends',
  ],
  [
    'a slash behind',
    ({ datacenter }) => ({ type: 'vm', datacenter, path: 'prod/' }),
    'path must be relative, such as "prod/web", got "prod/"; leave out slashes at its ends',
  ],
  [
    'another type than its parent',
    (lab) => ({ parent: new Folder(lab, 'parent', { type: 'host', datacenter: lab.datacenter }), type: 'vm' }),
    'a folder of type vm cannot lie in lab/parent, which is of type host',
  ],
])('a folder is refused with %s', (_, props, message) => {
  const lab = new Lab();
  expect(() => make(props(lab), lab)).toThrow(`[lab/prod] ${message}`);
});

describe('a folder that exists', () => {
  const look = (props: FolderLookup, lab = new Lab()): IFolder => Folder.fromLookup(lab, 'old', props);

  test.each<[FolderLookup, string]>([
    [{ type: 'vm', path: '/fra1/vm/prod/web' }, 'prod/web'],
    [{ type: 'host', path: '/emea/fra1/host/compute/' }, 'compute'],
    [{ type: 'datacenter', path: '/emea' }, 'emea'],
    [{ type: 'datacenter', path: '/' }, ''],
  ])('is looked up by %j', (props, path) => {
    const lab = new Lab();
    const folder = look(props, lab);
    expect(lab.rendered('data.vsphere_folder').old).toEqual({ path: props.path });
    expect([folder.folderPath, lab.resolve(folder.folderId)]).toEqual([path, '${data.vsphere_folder.old.id}']);
  });

  test.each<[FolderLookup, string]>([
    [{ type: 'vm', path: 'prod/web' }, 'such as "/fra1/vm/prod", got "prod/web"'],
    [{ type: 'vm', path: '/fra1/host/prod' }, 'such as "/fra1/vm/prod", got "/fra1/host/prod"'],
    [{ type: 'datacenter', path: 'emea' }, 'such as "/emea", got "emea"'],
  ])('is refused by %j', (props, message) => {
    expect(() => look(props)).toThrow(`[lab/old] path must be known at synthesis and lead from the root, ${message}`);
  });

  test('is refused by a path that is a token', () => {
    const lab = new Lab();
    const path = new TerraformVariable(lab, 'path', { type: 'string' }).stringValue;
    expect(() => look({ type: 'vm', path }, lab)).toThrow('path must be known at synthesis');
  });

  test('is known by its path', () => {
    const lab = new Lab();
    const folder = Folder.fromAttributes(lab, 'known', { folderPath: 'prod', folderType: 'vm', folderId: 'group-v4' });
    expect([folder.folderPath, folder.folderType, folder.folderId, folder.node.children]).toEqual(['prod', 'vm', 'group-v4', []]);
  });
});

describe('folderPathOf', () => {
  test('takes a text, a folder or nothing', () => {
    const lab = new Lab();
    const own = make({ type: 'vm', datacenter: lab.datacenter }, lab);
    const any = Folder.fromAttributes(lab, 'any', { folderPath: 'any' });
    const paths = ['prod/web', own, any].map((folder) => folderPathOf(lab, folder, 'vm'));
    expect(lab.resolve(paths)).toEqual(['prod/web', '${vsphere_folder.prod.path}', 'any']);
    expect(folderPathOf(lab, undefined, 'vm')).toBeUndefined();
  });

  test('refuses what holds something else, and what is no folder', () => {
    const lab = new Lab();
    const hosts = make({ type: 'host', datacenter: lab.datacenter }, lab);
    expect(() => folderPathOf(lab.datacenter, hosts, 'vm')).toThrow('[lab/dc] folder must be of type vm, got lab/prod, which is of type host');
    expect(() => folderPathOf(lab.datacenter, ' ')).toThrow('[lab/dc] folder must not be empty');
    expect(() => folderPathOf(lab.datacenter, lab.datacenter as never)).toThrow('[lab/dc] folder must be a folder');
  });
});
