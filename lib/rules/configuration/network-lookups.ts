import { isReference, isUnknown, type Estate, type PortGroup, type ResourceInstance, type Unknown, type Value } from '../../estate';
import { blocksOf } from '../blocks';
import { Premises } from '../premises';
import type { Subject, Verdict } from '../verdict';
import { knownOnlyTo, quoted } from '../wording';

const SWITCH = 'distributed_virtual_switch_uuid';
const ON_A_SWITCH = 'DistributedVirtualPortgroup';

/** Whether each network that is looked up is told from others of its name. */
export function* networkLookups({ terraform, vsphere }: Estate): Iterable<Verdict> {
  const faces = new Map(
    vsphere.portGroups
      .filter(({ segment }) => segment !== undefined && !isUnknown(segment))
      .flatMap((face) => face.addresses.map(({ stack, address }) => [`${stack}/${address}`, face])),
  );
  for (const { resources } of terraform.stacks) {
    for (const entry of resources) {
      if (entry.mode !== 'data' || entry.type !== 'vsphere_network' || entry.instances.high === 0) continue;
      yield decide(entry, faces.get(`${entry.stack}/${entry.address}`));
    }
  }
}

function decide(entry: ResourceInstance, face: PortGroup | undefined): Verdict {
  const { stack, address, path, values } = entry;
  const subject: Subject = { ...(path !== undefined && { path }), stack, address, attribute: SWITCH };
  const named = values[SWITCH] ?? null;
  const open = tokenOf(named);
  if (named !== null && named !== '' && !open) return { verdict: 'proved', subject };
  const kind = kindOf(values.filter);
  if (kind === 'other') return { verdict: 'proved', subject };
  const name = typeof values.name === 'string' ? quoted(values.name) : quoted(path ?? address);
  // Its switch is chosen in NSX. Where the name finds several after all, the plan fails.
  if (face && kind === undefined) return { verdict: 'proved', subject, premises: [Premises.segmentSwitch(face)] };
  const hidden = open ?? (isUnknown(kind) ? kind : undefined);
  if (hidden) {
    return {
      verdict: 'undecided',
      subject,
      key: 'lookup',
      message: `whether the lookup of network ${name} names its switch`,
      reason: `its ${open ? 'switch' : 'kind'} is ${knownOnlyTo(hidden)}`,
      decidedBy: `${quoted(SWITCH)} of a switch that the app has or looks up`,
    };
  }
  return {
    verdict: 'refuted',
    severity: 'warning',
    subject,
    key: 'lookup',
    message: `network ${name} is looked up by its name alone`,
    witness: [
      {
        label: 'lookup',
        text: `${quoted(SWITCH)} is left out${kind === ON_A_SWITCH ? `, and the filter asks for any ${quoted(ON_A_SWITCH)}` : ', and no filter says which kind of network is meant'}`,
      },
      {
        label: 'means',
        text:
          kind === ON_A_SWITCH
            ? 'the first port group of the name that vCenter lists, whatever its switch'
            : 'whatever has the name; where two networks have it, the plan fails',
      },
    ],
    remedies: [{ text: `${quoted(SWITCH)}, or for a network of no distributed switch a filter with \`network_type\` "Network" or "OpaqueNetwork"` }],
  };
}

/** What hides whether anything is named. What another object computes, or a lookup finds, is not nothing. */
function tokenOf(value: Value): Unknown | undefined {
  return isUnknown(value) && value.$unknown.reason !== 'computed' && value.$unknown.reason !== 'data-source' ? value : undefined;
}

/** The kind of network that a filter asks for. */
function kindOf(filter: Value | undefined): 'other' | typeof ON_A_SWITCH | Unknown | undefined {
  if (isUnknown(filter ?? null)) return filter as Unknown;
  const types = blocksOf(filter).map(({ network_type: type }) => type ?? null);
  const hidden = types.find((type) => isUnknown(type));
  if (hidden !== undefined) return hidden as Unknown;
  // The provider takes the first of several filters, and a reference is a text that nobody knows yet.
  const [type] = types;
  if (type === undefined || type === null || types.length > 1 || isReference(type)) return undefined;
  return type === ON_A_SWITCH ? ON_A_SWITCH : 'other';
}
