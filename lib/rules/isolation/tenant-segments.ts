import { indexOf, isUnknown, type Estate, type ObjectId, type PortGroup, type Segment, type Tenant, type Unknown } from '../../estate';
import { endpointsOf, type Endpoint } from '../../proofs/firewall';

/** A segment that tenants are on. */
export interface TenantSegment {
  readonly segment: Segment;
  readonly tenants: readonly Tenant[];
}

/** Something of a tenant of which nobody can say which segment it is, or is on. */
export interface HiddenSegment {
  readonly tenant: Tenant;
  readonly object: Endpoint['object'] | PortGroup;
  readonly because?: Unknown;
}

/** The segments of declared tenants: those they name, those whose faces in vCenter they name, and those their machines are on. */
export function tenantSegments(estate: Estate): { readonly segments: readonly TenantSegment[]; readonly hidden: readonly HiddenSegment[] } {
  const { objects } = indexOf(estate);
  const byId = new Map(estate.nsx.segments.map((each) => [each.id, each]));
  const machines = new Map(allEndpoints(estate).flatMap((each) => each.ids.map((id) => [id, each])));
  const tenantsOf = new Map<Segment, Tenant[]>();
  const hidden: HiddenSegment[] = [];
  for (const tenant of estate.tenants) {
    const ids = new Set<ObjectId>(tenant.networks.ids);
    for (const id of tenant.networks.ids) {
      const object = objects.get(id) as PortGroup | undefined;
      const face = object?.segment;
      if (face === undefined) continue;
      if (isUnknown(face)) hidden.push({ tenant, object: object!, because: face });
      else ids.add(face);
    }
    for (const id of tenant.machines.ids) {
      const endpoint = machines.get(id);
      if (!endpoint) continue;
      for (const segment of endpoint.segments.ids) ids.add(segment);
      const { complete, unknown } = endpoint.segments;
      if (!complete && byId.size > 0) hidden.push({ tenant, object: endpoint.object, ...(unknown && { because: unknown }) });
    }
    for (const id of ids) {
      const segment = byId.get(id);
      if (segment) tenantsOf.set(segment, [...(tenantsOf.get(segment) ?? []), tenant]);
    }
  }
  return { segments: [...tenantsOf].map(([segment, tenants]) => ({ segment, tenants })), hidden };
}

/** The VMs of every manager that is spoken of. */
function allEndpoints(estate: Estate): readonly Endpoint[] {
  const managers = new Map([...estate.nsx.segments, ...estate.nsx.nsxMachines].map(({ manager }) => [JSON.stringify(manager), manager]));
  return [...managers.values()].flatMap((manager) => endpointsOf(estate, manager));
}
