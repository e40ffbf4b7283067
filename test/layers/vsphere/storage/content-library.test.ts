import { Size } from 'cdk8s';
import { Construct } from 'constructs';
import { Secret } from 'cdk-strata';
import {
  ContentLibrary,
  ContentLibraryItem,
  type ContentLibraryItemProps,
  type ContentLibraryProps,
  Datastore,
  LibraryPublication,
  LibrarySubscription,
  VCenter,
} from 'cdk-strata/vsphere';
import { Lab } from '../lab';
import { Room } from '../room';

const library = (lab: Lab, props: Partial<ContentLibraryProps> = {}, id = 'images'): ContentLibrary =>
  new ContentLibrary(lab, id, { storage: Datastore.fromAttributes(lab, `${id}-store`, { datastoreId: 'datastore-1' }), ...props });
const password = Secret.variable('library_password');

class Machine extends Construct {
  public readonly machineUuid = 'uuid-vm';
  public readonly machineName = 'vm';
}

describe('ContentLibrary', () => {
  test('is local, published or subscribed', () => {
    const lab = new Lab();
    const local = library(lab);
    library(lab, { name: 'Open', description: 'For all', publication: LibraryPublication.open() }, 'open');
    const closed = library(lab, { publication: LibraryPublication.withPassword(password) }, 'closed');
    library(lab, { subscription: LibrarySubscription.of({ url: 'https://vc2/lib.json' }) }, 'follower');
    const all = { url: 'https://vc2/lib.json', password, automaticSync: true, onDemand: false };
    library(lab, { subscription: LibrarySubscription.of(all) }, 'full');
    expect(lab.rendered('vsphere_content_library')).toMatchSnapshot();
    expect(lab.resolve(closed.publishUrl)).toBe('${vsphere_content_library.closed.publication[0].publish_url}');
    expect(ContentLibrary.isContentLibrary(local)).toBe(true);
  });

  test.each<[string, Partial<ContentLibraryProps>, string]>([
    [
      'both',
      { publication: LibraryPublication.open(), subscription: LibrarySubscription.of({ url: 'u' }) },
      'a library that subscribes to another cannot be published; leave publication or subscription out',
    ],
    [
      'a password in clear',
      { publication: LibraryPublication.withPassword('hunter2' as never) },
      'the password of publication must be a Secret, got a string',
    ],
    ['an empty url', { subscription: LibrarySubscription.of({ url: '' }) }, 'url of subscription must not be empty'],
    ['a url for a subscription', { subscription: 'https://vc2' as never }, 'subscription must be a LibrarySubscription, got "https://vc2"'],
    ['a word for a publication', { publication: 'open' as never }, 'publication must be a LibraryPublication, got "open"'],
    ['no datastore', { storage: 'gold' as never }, 'storage must be a datastore, got "gold"'],
  ])('is refused with %s', (_, props, message) => {
    expect(() => library(new Lab(), props)).toThrow(`[lab/images] ${message}`);
  });

  test('is looked up or known', () => {
    const lab = new Lab();
    const old = ContentLibrary.fromLookup(lab, 'old', { name: 'Old' });
    expect(lab.rendered('data.vsphere_content_library').old).toEqual({ name: 'Old' });
    expect(lab.resolve(old.libraryId)).toBe('${data.vsphere_content_library.old.id}');
    expect(ContentLibrary.fromAttributes(lab, 'known', { libraryId: 'uuid' }).libraryId).toBe('uuid');
  });
});

describe('ContentLibraryItem', () => {
  const make = (props: Partial<ContentLibraryItemProps>, lab = new Lab()): ContentLibraryItem =>
    new ContentLibraryItem(lab, 'item', { library: ContentLibrary.fromAttributes(lab, 'lib', { libraryId: 'uuid-lib' }), ...props });

  test('is made of a file or a machine', () => {
    const lab = new Lab();
    const images = library(lab);
    const item = new ContentLibraryItem(lab, 'ubuntu', { library: images, fileUrl: 'https://images.example.com/ubuntu.ova' });
    new ContentLibraryItem(lab, 'iso', { library: images, name: 'Ubuntu', description: 'Installer', fileUrl: 'https://images.example.com/u.ISO' });
    new ContentLibraryItem(lab, 'template', { library: images, machine: new Machine(lab, 'vm'), type: 'vm-template' });
    expect(lab.rendered('vsphere_content_library_item')).toMatchSnapshot();
    expect(lab.resolve(item.libraryItemId)).toBe('${vsphere_content_library_item.ubuntu.id}');
    expect(ContentLibraryItem.isContentLibraryItem(item)).toBe(true);
  });

  test.each<[string, (lab: Lab) => Partial<ContentLibraryItemProps>, string]>([
    ['nothing', () => ({}), 'an item is made of a file or of a machine, got neither; give fileUrl or machine'],
    [
      'a file and a machine',
      (lab) => ({ fileUrl: 'u', machine: new Machine(lab, 'vm') }),
      'an item is made of a file or of a machine, got both; give fileUrl or machine',
    ],
    [
      'an image of a machine',
      (lab) => ({ machine: new Machine(lab, 'vm'), type: 'iso' }),
      'an ISO image is made of a file, got a machine; give fileUrl',
    ],
    [
      'a template of a file',
      () => ({ fileUrl: 'u.ova', type: 'vm-template' }),
      "a template of type 'vm-template' is made of a machine, got a file; give machine, or set type to 'ovf'",
    ],
    ['a type that there is not', () => ({ fileUrl: 'u', type: 'ova' as 'ovf' }), 'type must be one of "ovf", "iso", "vm-template", got "ova"'],
  ])('is refused of %s', (_, props, message) => {
    const lab = new Lab();
    expect(() => make(props(lab), lab)).toThrow(`[lab/item] ${message}`);
  });

  test('is looked up or known', () => {
    const lab = new Lab();
    const images = ContentLibrary.fromLookup(lab, 'images', { name: 'Images' });
    const old = ContentLibraryItem.fromLookup(lab, 'old', { library: images, name: 'Ubuntu', type: 'ovf' });
    expect(lab.rendered('data.vsphere_content_library_item').old).toEqual({
      name: 'Ubuntu',
      type: 'ovf',
      library_id: '${data.vsphere_content_library.images.id}',
    });
    expect(lab.resolve(old.libraryItemId)).toBe('${data.vsphere_content_library_item.old.id}');
    expect(ContentLibraryItem.fromAttributes(lab, 'known', { libraryItemId: 'uuid' }).libraryItemId).toBe('uuid');
  });
});

test('a machine takes no item of another vCenter', () => {
  const room = new Room();
  const other = new VCenter(room, 'other', {
    alias: 'other',
    server: 'other.example.com',
    user: Secret.environment(),
    password: Secret.environment(),
  });
  const library = ContentLibrary.fromLookup(other, 'library', { name: 'images' });
  const template = ContentLibraryItem.fromLookup(other, 'item', { library, name: 'debian', type: 'ovf' });
  expect(() => room.machine({ template, firmware: 'efi', disk: Size.gibibytes(10) })).toThrow(
    '[lab/web] template is lab/other/item, of the vCenter "other.example.com"',
  );
});
