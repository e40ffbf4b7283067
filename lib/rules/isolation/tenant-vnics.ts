import type { Estate, ObjectId, Tenant } from '../../estate';
import {
  all,
  endpointsOn,
  exists,
  maybe,
  vnicsIn,
  YES,
  type Answer,
  type Doubt,
  type Endpoint,
  type FirewallView,
  type Vnic,
} from '../../proofs/firewall';
import { addTo } from '../../units/multimap';
import { quotedName } from '../wording';
import type { HiddenSegment } from './tenant-segments';

/** A vNIC of a tenant: of a VM, or of every VM on one of its segments. */
export interface TenantVnic {
  readonly vnic: Vnic;
  readonly tenant: Tenant;
  /** Whether it is there, and the tenant's. */
  readonly isOf: Answer;
}

/**
 * The vNICs that a manager protects for tenants, those of whole segments first. A VM is a tenant's if it names it, or a network that the VM
 * is on: then every vNIC of it is.
 */
export function tenantVnics({ tenants, vsphere }: Estate, view: FirewallView): readonly TenantVnic[] {
  const vnics = vnicsIn(view);
  const ofEndpoint = new Map<Endpoint, Vnic[]>();
  for (const vnic of vnics) if (vnic.endpoint) addTo(ofEndpoint, vnic.endpoint, vnic);
  const wholes: TenantVnic[] = [];
  const singles: TenantVnic[] = [];
  for (const tenant of tenants) {
    const own = new Map<Endpoint, Answer>();
    const add = (endpoint: Endpoint, isOf: Answer): void => {
      if (own.get(endpoint)?.is !== 'yes') own.set(endpoint, isOf);
    };
    for (const endpoint of view.endpoints) if (names(tenant, endpoint)) add(endpoint, YES);
    const networks = new Set<unknown>(tenant.networks.ids);
    const faces = new Set(vsphere.portGroups.flatMap(({ id, segment }) => (networks.has(id) ? [segment] : [])));
    for (const vnic of vnics) {
      const { endpoint: known, segment } = vnic;
      if (known || !segment || !(networks.has(segment.id) || faces.has(segment.id))) continue;
      wholes.push({ vnic, tenant, isOf: exists(segment) });
      for (const { endpoint, isOn } of endpointsOn(view, segment.id)) {
        const { unknown } = endpoint.segments;
        add(endpoint, isOn === 'yes' ? YES : maybe(`whether VM ${quotedName(endpoint.object)} is there, and on which network,`, unknown));
      }
    }
    for (const [endpoint, isOf] of own) {
      const there = all([exists(endpoint.object), isOf]);
      for (const vnic of ofEndpoint.get(endpoint) ?? []) singles.push({ vnic, tenant, isOf: there });
    }
  }
  return [...wholes, ...singles];
}

function names({ machines, networks }: Tenant, { ids, object }: Endpoint): boolean {
  if (ids.some((id) => machines.ids.includes(id))) return true;
  const on: readonly unknown[] = 'networks' in object ? object.networks : [];
  return on.some((network) => networks.ids.includes(network as ObjectId));
}

/** Networks of a tenant of which nobody can say which segment they are; its VMs answer for themselves. */
export function hiddenNetworks(hidden: readonly HiddenSegment[], tenant: Tenant): Doubt[] {
  return hidden
    .filter((each) => each.tenant === tenant && 'segment' in each.object)
    .map(({ object, because }): Doubt => ({ about: `which segment network ${quotedName(object)} shows`, ...(because && { unknown: because }) }));
}
