import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { Secret } from 'cdk-strata';
import {
  ContentLibrary,
  ContentLibraryItem,
  Datacenter,
  DatastoreCluster,
  DistributedSwitch,
  EsxiHost,
  Folder,
  HostGroup,
  HostThumbprint,
  PortGroup,
  PrivateVlanMapping,
  ResourcePool,
  Role,
  Tag,
  TagCategory,
  VCenter,
  VcenterCluster,
  VirtualMachine,
} from 'cdk-strata/vsphere';
import { PASSWORD } from './site';

/** What is there already, of every kind, and what is only made from such. */
export class Lookups extends TerraformStack {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    new VCenter(this, 'vcenter', {
      server: 'vc.example.com',
      user: Secret.variable('vcenter_user'),
      password: Secret.variable('vcenter_password'),
    });
    const datacenter = Datacenter.fromLookup(this, 'dc', { name: 'fra1' });
    const cluster = VcenterCluster.fromLookup(this, 'compute', { name: 'compute', datacenter });
    EsxiHost.fromLookup(this, 'esx', { hostname: 'esx-1.example.com', datacenter });
    HostGroup.fromLookup(this, 'licensed', { name: 'licensed', cluster });
    ResourcePool.fromLookup(this, 'shared', { name: 'shared', on: cluster });

    const { sha1 } = HostThumbprint.fromLookup(this, 'thumbprint', { address: 'spare.example.com', port: 443, trustAnyone: true });
    new EsxiHost(this, 'spare', { hostname: 'spare.example.com', password: PASSWORD, datacenter, thumbprint: sha1 });

    DatastoreCluster.fromLookup(this, 'pod', { name: 'pod', datacenter });
    const category = TagCategory.fromLookup(this, 'owner', { name: 'owner' });
    const tags = [Tag.fromLookup(this, 'bank', { category, name: 'bank' })];
    const parent = Folder.fromLookup(this, 'machines', { type: 'vm', path: '/fra1/vm/prod' });
    new Folder(this, 'banking', { type: 'vm', datacenter, parent, path: 'banking', tags });
    Role.fromLookup(this, 'readers', { label: 'Read-only' });

    const fabric = DistributedSwitch.fromLookup(this, 'fabric', { name: 'fabric', datacenter });
    PortGroup.fromLookup(this, 'legacy', { name: 'legacy', switch: fabric });
    new PrivateVlanMapping(this, 'mapping', { switch: fabric, primary: 200, secondary: 200, type: 'promiscuous' });

    const library = ContentLibrary.fromLookup(this, 'images', { name: 'images' });
    ContentLibraryItem.fromLookup(this, 'rescue', { library, name: 'rescue', type: 'iso' });
    new ContentLibraryItem(this, 'golden', {
      library,
      machine: VirtualMachine.fromLookup(this, 'prototype', { name: 'prototype', datacenter }),
      type: 'vm-template',
    });
  }
}
