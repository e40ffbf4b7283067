import { TerraformStack, TerraformVariable } from 'cdktf';
import type { Construct } from 'constructs';
import { VsphereProvider } from '@cdktf/provider-vsphere/lib/provider';

/** Corners of the language, written as Terraform JSON since constructs do not reach them. */
export class Edges extends TerraformStack {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    const password = new TerraformVariable(this, 'vcenter_password', { type: 'string', sensitive: true });
    new VsphereProvider(this, 'vsphere', { vsphereServer: 'vc.example.com', user: 'lane', password: password.stringValue });
    this.expansion();
    this.references();
    this.blocks();
    this.texts();
    this.addOverride('moved', [{ from: 'terraform_data.before', to: 'terraform_data.none' }]);
    this.addOverride('check.names', { assert: [{ condition: '${length(local.keyed) == 3}', error_message: 'three' }] });
  }

  private resource(type: string, name: string, body: Record<string, unknown>): void {
    this.addOverride(`resource.${type}.${name}`, body);
  }

  /** How many there are, and under which keys. */
  private expansion(): void {
    this.addOverride('locals', {
      keyed: { 'with space': 1, 'quo"te': 2, 'dollar$${brace}': 3 },
      servers: { a: { cpus: 2, zones: ['x', 'y'] }, b: { cpus: 4, zones: [] } },
      pairs: '${flatten([for name, server in local.servers : [for zone in server.zones : { name = name, zone = zone }]])}',
      by_pair: '${{for pair in local.pairs : "${pair.name}-${pair.zone}" => pair}}',
    });
    this.resource('terraform_data', 'keyed', { for_each: '${{for key, value in local.keyed : key => value if value != 3}}', input: '${each.value}' });
    this.resource('terraform_data', 'by_pair', { for_each: '${local.by_pair}', input: '${each.value.zone}/${each.key}' });
    this.resource('terraform_data', 'none', { count: 0, input: 'never' });
    this.resource('terraform_data', 'maybe', { count: '${length(local.pairs) > 1 ? 1 : 0}', input: '${count.index}' });
    this.resource('terraform_data', 'text_count', { count: '2', input: '${count.index + 10}' });
    this.resource('terraform_data', 'from_set', { for_each: '${setunion(toset(["b", "a"]), ["c"])}', input: '${each.key}${each.value}' });
    this.resource('terraform_data', 'from_resource', { for_each: '${terraform_data.by_pair}', input: { id: '${each.value.id}', of: '${each.key}' } });
    this.addOverride('data.vsphere_datastore.each', { for_each: '${toset(["one", "two"])}', name: '${each.value}' });
    this.addOverride('data.vsphere_network.counted', { count: 2, name: 'net-${count.index}' });
  }

  /** What an attribute refers to, and how that is written. */
  private references(): void {
    this.resource('vsphere_folder', 'left', { path: 'left', type: 'vm' });
    this.resource('vsphere_folder', 'right', { path: 'right', type: 'vm' });
    // A body may stand in a list, and an attribute's name in a template.
    this.addOverride('resource.vsphere_folder.listed', [
      { path: '${"listed"}', type: 'vm', custom_attributes: { 'a-${length(local.pairs)}': 'x', plain: '${vsphere_folder.left.id}' } },
    ]);
    this.addOverride('data.vsphere_datastore.deferred', {
      name: 'late',
      datacenter_id: '${vsphere_folder.left.id}',
      depends_on: ['vsphere_folder.right'],
    });
    this.resource('terraform_data', 'provisioned', {
      input: '${data.vsphere_datastore.deferred.id}',
      provisioner: [{ 'local-exec': { command: 'true', when: 'create' } }],
      lifecycle: { precondition: [{ condition: '${vsphere_folder.left.path == "left"}', error_message: 'left' }] },
    });
    this.addOverride('locals.chosen', '${length(local.pairs) == 2 ? vsphere_folder.left.id : vsphere_folder.right.id}');
    this.addOverride('locals.table', { left: '${vsphere_folder.left.id}', right: '${vsphere_folder.right.id}' });
    this.resource('terraform_data', 'references', {
      input: {
        plain: '${vsphere_folder.left.id}',
        spaced: '${ vsphere_folder.left.id }',
        grouped: '${(vsphere_folder.left.id)}',
        chosen: '${local.chosen}',
        looked_up: '${local.table["right"]}',
        with_lookup: '${lookup(local.table, "left", "none")}',
        merged: '${merge(local.table, { right = "other" })}',
        first: '${element(terraform_data.text_count[*].id, 1)}',
        one: '${one(terraform_data.maybe[*].id)}',
        none: '${one(terraform_data.none[*].id)}',
        all: '${[for key, each in terraform_data.by_pair : each.id]}',
        values: '${values(terraform_data.by_pair)[*].id}',
        keys: '${keys(terraform_data.by_pair)}',
        counted: '${length(terraform_data.from_set)}',
        concat: '${concat(terraform_data.text_count[*].id, [vsphere_folder.right.id])}',
        nested: [['${vsphere_folder.right.id}'], { deep: '${vsphere_folder.left.path}' }],
        path: '${vsphere_folder.left.path}/${vsphere_folder.right.type}',
        lookup: '${data.vsphere_datastore.each["two"].id}',
        lookups: '${data.vsphere_network.counted[*].id}',
        argument: '${data.vsphere_datastore.each["one"].name}',
        of_output: '${terraform_data.text_count[1].output}',
        tried: '${try(vsphere_folder.left.id, "none")}',
        coalesced: '${coalesce(vsphere_folder.left.id, "none")}',
        in_text: 'folder ${vsphere_folder.left.id}',
        is_there: '${vsphere_folder.left.id != ""}',
      },
    });
    this.addOverride('output.whole', { value: '${terraform_data.text_count}' });
    this.addOverride('output.nothing', { value: null });
    this.addOverride('output.secret', { value: '${var.vcenter_password}-x', sensitive: true });
  }

  /** Blocks that are generated, nested, left empty, or referred to from elsewhere. */
  private blocks(): void {
    const common = { resource_pool_id: 'pool', datastore_id: 'store', guest_id: 'otherLinux64Guest' };
    this.resource('vsphere_virtual_machine', 'nested', {
      ...common,
      name: 'nested',
      clone: [{ template_uuid: 'template' }],
      dynamic: {
        clone: {
          for_each: [],
          content: { template_uuid: 'never' },
        },
        network_interface: [{ for_each: '${toset(["n2", "n1"])}', content: { network_id: '${network_interface.value}' } }],
        disk: [
          { for_each: '${[10, 20]}', iterator: 'size', content: { label: 'disk${size.key}', size: '${size.value}', unit_number: '${size.key}' } },
          { for_each: { z: 30 }, content: { label: '${disk.key}', size: '${disk.value}', unit_number: '${length(local.pairs)}' } },
        ],
      },
    });
    this.resource('vsphere_virtual_machine', 'customised', {
      ...common,
      name: null,
      clone: {
        template_uuid: '${vsphere_virtual_machine.nested.clone[0].template_uuid}',
        customize: {
          linux_options: [{ host_name: 'a', domain: 'example.com' }],
          dynamic: {
            network_interface: {
              for_each: ['192.0.2.1', '192.0.2.2'],
              content: { ipv4_address: '${network_interface.value}', ipv4_netmask: '${network_interface.key + 24}' },
            },
          },
        },
      },
      disk: [{ label: '${vsphere_virtual_machine.nested.disk[0].label}', size: '${vsphere_virtual_machine.nested.disk[1].size}' }],
      network_interface: [{ network_id: '${vsphere_virtual_machine.nested.id}', bandwidth_limit: null }],
      annotation: '${var.vcenter_password}',
      extra_config: { 'guestinfo.a.b': 'plain', number: 5, truth: true },
    });
    this.addOverride('resource.vsphere_virtual_machine.customised.name', 'customised');
    this.resource('vsphere_distributed_virtual_switch', 'fabric', {
      name: 'fabric',
      datacenter_id: 'dc',
      uplinks: ['u1', 'u2'],
      tags: ['t2', 't1', 't2'],
      max_mtu: '9000',
    });
    this.resource('terraform_data', 'of_blocks', {
      input: {
        uplink: '${vsphere_distributed_virtual_switch.fabric.uplinks[1]}',
        uplinks: '${vsphere_distributed_virtual_switch.fabric.uplinks}',
        how_many: '${length(vsphere_distributed_virtual_switch.fabric.uplinks)}',
        mtu: '${vsphere_distributed_virtual_switch.fabric.max_mtu}',
        mtu_text: 'mtu ${vsphere_distributed_virtual_switch.fabric.max_mtu}',
        more: '${vsphere_distributed_virtual_switch.fabric.max_mtu + 1}',
        is_large: '${vsphere_distributed_virtual_switch.fabric.max_mtu > 1500}',
        tags: '${vsphere_distributed_virtual_switch.fabric.tags}',
        sorted: '${sort(vsphere_distributed_virtual_switch.fabric.tags)}',
        disks: '${vsphere_virtual_machine.nested.disk[*].label}',
        sizes: '${[for disk in vsphere_virtual_machine.nested.disk : disk.size]}',
        total: '${sum(vsphere_virtual_machine.nested.disk[*].size)}',
        absent: '${vsphere_virtual_machine.nested.annotation}',
        config: '${vsphere_virtual_machine.customised.extra_config["number"]}',
        block: '${vsphere_virtual_machine.nested.disk[1]}',
        blocks: '${vsphere_virtual_machine.customised.clone}',
        map: '${vsphere_virtual_machine.customised.extra_config}',
      },
    });
  }

  /** What a text is once Terraform has read it. */
  private texts(): void {
    this.resource('terraform_data', 'texts', {
      input: {
        escaped: '$${not.a.reference} and %%{not_a_directive}',
        dollars: '$ $$ 100$',
        directive: '%{ if true }yes%{ else }no%{ endif }',
        loop: '%{ for x in ["a", "b"] }${x},%{ endfor }',
        trimmed: 'a ${~ "b" ~} c',
        quotes: '${"a \\"quoted\\" \\\\ \\u00fc\\n"}',
        composed: 'é',
        key: '${{ "a b" = 1, (upper("c")) = 2, d : 3 }}',
        number: '${1e3}',
        fraction: '${0.1 + 0.2}',
        divided: '${10 / 4}',
        large: '${9007199254740993}',
        text_number: '${"5" + 1}',
        number_text: '${"n" == "n" ? 1 : "x"}',
        truth_text: '${true}-${false}',
        equal: ['${"1" == 1}', '${[1] == [1]}', '${null == null}', '${"a" != "b"}'],
        comment: '${1 /* one */ + 1}',
        mixed_list: '${[1, "a", true]}',
        unified: '${tolist([1, "a", true])}',
        map: '${tomap({ a = 1, b = "x" })}',
        range: '${[for i, x in ["a", "b"] : "${i}${x}"]}',
        set: '${toset(["b", "a", "b"])}',
        empty: ['', '${""}', {}, []],
        path: '${basename(path.module)}',
      },
    });
  }
}
