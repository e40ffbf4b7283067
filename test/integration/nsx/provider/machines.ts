import type { Scenario } from './scenario';

const OVERLAY = '/infra/sites/default/enforcement-points/default/transport-zones/overlay';

export const MACHINES: Scenario = {
  name: 'tags of machines and of their ports',
  seeds: [
    { path: '/infra/segments/seg', display_name: 'seg', transport_zone_path: OVERLAY },
    { path: '/infra/segments/seg/ports/p1', attachment: { id: 'vif-1' } },
    {
      resource_type: 'VirtualMachine',
      external_id: '5010',
      display_name: 'web-01',
      compute_ids: ['externalId:5010', 'instanceUuid:50107a5c', 'biosUuid:42102f3a'],
    },
    { resource_type: 'VirtualMachine', external_id: '5011', display_name: 'db-01', compute_ids: ['instanceUuid:50117a5c', 'biosUuid:42112f3a'] },
    { resource_type: 'VirtualNetworkInterface', owner_vm_id: '5010', lport_attachment_id: 'vif-1' },
  ],
  data: { nsxt_policy_vm: { web: { display_name: 'web-01' }, db: { bios_id: '42112f3a' } } },
  resource: {
    nsxt_policy_vm_tags: {
      web: {
        instance_id: '${data.nsxt_policy_vm.web.id}',
        tag: [
          { scope: 'tier', tag: 'web' },
          { scope: 'env', tag: 'live' },
        ],
        port: { segment_path: '/infra/segments/seg', tag: { scope: 'port', tag: '1' } },
      },
      db: { instance_id: '${data.nsxt_policy_vm.db.instance_id}', tag: { scope: 'tier', tag: 'db' } },
    },
  },
  api: {
    '/infra/realized-state/virtual-machines': {
      results: [
        {
          external_id: '5010',
          tags: [
            { scope: 'env', tag: 'live' },
            { scope: 'tier', tag: 'web' },
          ],
        },
        { external_id: '5011', tags: [{ scope: 'tier', tag: 'db' }] },
      ],
    },
    '/infra/segments/seg/ports/p1': { tags: [{ scope: 'port', tag: '1' }] },
  },
  updated: {
    'nsxt_policy_vm_tags.web': { tag: [{ scope: 'tier', tag: 'web' }] },
    'nsxt_policy_vm_tags.db': { instance_id: '${data.nsxt_policy_vm.db.external_id}' },
  },
  replaced: { 'nsxt_policy_vm_tags.web': { port: [] } },
};
