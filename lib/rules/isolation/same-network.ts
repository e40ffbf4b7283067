import { indexOf, isUnknown, mayBeSame, type Estate, type PortGroup, type Segment, type Unknown } from '../../estate';
import { isSegment } from './networks';

/** Whether two networks, not both made by the app, may be one: what tells them apart is a token, or left out of a lookup. */
export function mayBeOneNetwork(estate: Estate, a: PortGroup | Segment, b: PortGroup | Segment): boolean {
  if (a.origin === 'owned' && b.origin === 'owned') return false;
  if (isSegment(a) && isSegment(b)) return mayBeOneSegment(a, b);
  if (isSegment(a) || isSegment(b)) return mayBeFace(isSegment(a) ? b : a);
  const { objects } = indexOf(estate);
  const switches = new Map(estate.vsphere.switches.map((each) => [each.id, each]));
  // A network is told by its switch as a switch is by its datacenter.
  const onSwitch = (group: PortGroup) => ({ ...group, datacenter: group.switch });
  return mayBeSame(onSwitch(a), onSwitch(b), (id) => {
    const one = switches.get(id);
    const others = [...switches.values()].filter((other) => one && other !== one && mayBeSame(one, other, (each) => objects.get(each)));
    return others.length > 0 ? undefined : one;
  });
}

/** Two segments of one manager, one of which is looked up or recorded, where neither its name nor its path tells them apart. */
function mayBeOneSegment(a: Segment, b: Segment): boolean {
  const differ = (field: 'manager' | 'name' | 'policyPath'): boolean => !isUnknown(a[field]) && !isUnknown(b[field]) && a[field] !== b[field];
  return !differ('manager') && !differ('name') && !differ('policyPath');
}

/** A lookup in vCenter of which nobody knows whether it finds a segment. */
function mayBeFace(network: PortGroup | Segment): boolean {
  return !isSegment(network) && isUnknown(network.segment ?? null);
}

/** What may tell two networks apart, and is not known. */
export function openIdentity(a: PortGroup | Segment, b: PortGroup | Segment): { what: string; unknown: Unknown } | undefined {
  const fields: readonly (readonly [string, (network: PortGroup | Segment) => unknown])[] = [
    ['the vCenter', (each) => (isSegment(each) ? undefined : each.vcenter)],
    ['the NSX manager', (each) => (isSegment(each) ? each.manager : undefined)],
    ['the segment behind it', (each) => (isSegment(each) ? undefined : each.segment)],
    ['its name', (each) => each.name],
    ['its switch', (each) => (isSegment(each) ? undefined : each.switch)],
    ['its path', (each) => (isSegment(each) ? each.policyPath : undefined)],
  ];
  for (const [what, of] of fields) {
    const open = [of(a), of(b)].find((each): each is Unknown => each !== undefined && isUnknown(each as Unknown));
    if (open) return { what, unknown: open };
  }
  return undefined;
}
