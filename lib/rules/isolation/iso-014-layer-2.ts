import {
  isUnder,
  isUnknown,
  unknown,
  type Estate,
  type Field,
  type NetworkSecurity,
  type PortGroup,
  type Premise,
  type StandardPortGroup,
  type StandardSwitch,
  type Unknown,
} from '../../estate';
import { isDefault, settingPremises } from '../left-out';
import { Mend } from '../mend';
import type { Rule } from '../rule';
import { subjectOf } from '../subjects';
import type { Evidence, Verdict } from '../verdict';
import { count, knownOnlyTo, listed, listedNames, quoted, quotedName } from '../wording';
import { SETTINGS, type Setting } from './layer-2-settings';

/**
 * What the app's networks let a VM do with its layer 2 address. A switch counts beside its port groups: what it accepts is
 * inherited by every port group that somebody adds. Of networks that are only looked up, those on which the app has VMs count,
 * and are spoken of once.
 */
export const layer2: Rule = {
  id: 'ISO-014',
  title: 'Networks refuse foreign MAC addresses',
  decides: 'Port groups and switches refuse promiscuous mode, forged transmits and MAC changes, unless it is declared why a VM needs them.',
  why: 'A VM that may take any MAC address receives the frames of its neighbours, and in promiscuous mode sees them all: no firewall above layer 2 notices.',
  severity: 'error',
  evidence: 'The network, what it accepts, and whether the program or the provider says so.',
  sources: [
    'https://docs.vmware.com/en/VMware-vSphere/6.5/com.vmware.vsphere.networking.doc/GUID-62914CF2-A6A8-4DCC-90A9-8CD4BBF50017.html',
    'https://docs.vmware.com/en/VMware-vSphere/7.0/com.vmware.vsphere.networking.doc/GUID-E9A41435-4081-47D9-9B34-48CABE7BF60C.html',
    'https://docs.vmware.com/en/VMware-vSphere/6.5/com.vmware.vsphere.networking.doc/GUID-891147DD-3E2E-45A1-9B50-7717C3443DD7.html',
  ],
  *check(estate: Estate): Iterable<Verdict> {
    const { switches, portGroups, standardSwitches, standardPortGroups, machines } = estate.vsphere;
    for (const each of switches) if (each.origin === 'owned') yield decide(estate, { kind: 'switches', what: 'distributed switch', object: each });
    const used = new Set(machines.filter(({ origin }) => origin === 'owned').flatMap(({ networks }) => networks.filter((id) => !isUnknown(id))));
    const hidden: PortGroup[] = [];
    for (const each of portGroups) {
      if (each.origin !== 'owned' && !used.has(each.id)) continue;
      // Of the face of a segment, NSX decides: by the profiles of the segment.
      if (each.segment !== undefined && !isUnknown(each.segment)) continue;
      if (each.origin !== 'owned' && each.securityException === undefined && SETTINGS.every(({ of }) => isUnknown(each.security[of])))
        hidden.push(each);
      else yield decide(estate, { kind: 'portGroups', what: 'port group', object: each });
    }
    for (const each of standardSwitches) yield decide(estate, { kind: 'standardSwitches', what: 'standard switch', object: each });
    for (const each of standardPortGroups) yield decide(estate, { kind: 'standardPortGroups', what: 'port group', object: each });
    yield* lookedUp(hidden);
  },
};

interface Network {
  readonly kind: 'switches' | 'portGroups' | 'standardSwitches' | 'standardPortGroups';
  readonly what: string;
  readonly object: Estate['vsphere'][Network['kind']][number];
}

function decide(estate: Estate, { kind, what, object }: Network): Verdict {
  const subject = subjectOf(object);
  const premises = settingPremises(
    estate,
    object,
    SETTINGS.map(({ attribute }) => attribute),
  );
  const security = securityOf(estate, kind, object);
  const accepted = SETTINGS.filter(({ of }) => security[of] === true);
  const open = SETTINGS.filter(({ of }) => isUnknown(security[of]));
  if (accepted.length + open.length === 0) return { verdict: 'proved', subject, premises };
  const reason = 'securityException' in object ? object.securityException : undefined;
  if (reason !== undefined) {
    return { verdict: 'proved', subject, premises: [...premises, ...exceptions(estate, object, `${what} ${quotedName(object)}`, reason)] };
  }
  if (accepted.length > 0) {
    return {
      verdict: 'refuted',
      subject,
      premises,
      key: accepted.map(({ attribute }) => attribute).join(','),
      message: `${what} ${quotedName(object)} accepts ${listed(accepted.map(({ name }) => name))}`,
      witness: accepted.map((setting) => evidence(estate, object, setting)),
      remedies: [
        {
          text: accepted.map(({ attribute }) => quoted(`${attribute} = false`)).join(', '),
          mend: Mend.change(kind, object.id, { security: { ...object.security, ...refused(accepted) } }),
        },
        { text: 'the reason why a VM needs it, as the `securityException` of the network' },
      ],
    };
  }
  const [first] = open;
  return {
    verdict: 'undecided',
    subject,
    premises,
    key: open.map(({ attribute }) => attribute).join(','),
    message: `whether ${what} ${quotedName(object)} refuses ${listed(open.map(({ name }) => name))}`,
    reason: `${listed(open.map(({ attribute }) => quoted(attribute)))} ${open.length === 1 ? 'is' : 'are'} ${knownOnlyTo(security[first!.of] as Unknown)}`,
    decidedBy: listed(open.map(({ attribute }) => quoted(`${attribute} = false`))),
  };
}

/** The declared reason: as the estate states it, or of a record. */
function exceptions(estate: Estate, { id, path }: Network['object'], name: string, reason: string): readonly Premise[] {
  const stated = estate.premises.filter(
    (premise) => premise.id === `security-exception:${premise.subject}` && isUnder(path ?? '', premise.subject ?? ''),
  );
  if (stated.length > 0) return stated;
  const statement = `${name} may see or send under other addresses: ${reason}`;
  return [{ id: `security-exception:${path ?? id}`, kind: 'stated', statement, ...(path === undefined ? {} : { subject: path }) }];
}

/** The security of a network, with what a standard port group leaves to its switch. */
function securityOf(estate: Estate, kind: Network['kind'], object: Network['object']): NetworkSecurity {
  if (kind !== 'standardPortGroups') return (object as Exclude<Network['object'], StandardPortGroup>).security;
  const group = object as StandardPortGroup;
  const on = switchOf(estate, group);
  const inherited = (own: Field<boolean | null>, from: keyof NetworkSecurity): Field<boolean> =>
    own === null ? (from in on ? (on as NetworkSecurity)[from] : (on as Unknown)) : own;
  const { promiscuous, forgedTransmits, macChanges } = group.security;
  return {
    promiscuous: inherited(promiscuous, 'promiscuous'),
    forgedTransmits: inherited(forgedTransmits, 'forgedTransmits'),
    macChanges: inherited(macChanges, 'macChanges'),
  };
}

/** The security of the one switch of its name on its host, or who knows it. */
function switchOf({ vsphere }: Estate, { id, host, switchName }: StandardPortGroup): NetworkSecurity | Unknown {
  if (isUnknown(host)) return host;
  if (isUnknown(switchName)) return switchName;
  const [only, ...others] = vsphere.standardSwitches.filter((each: StandardSwitch) => each.host === host && each.name === switchName);
  return only && others.length === 0 ? only.security : unknown('computed', 'virtual_switch_name', id);
}

function evidence(estate: Estate, object: Network['object'], { attribute, of }: Setting): Evidence {
  if (object.security[of] === null) return { label: 'accepts', text: `${quoted(attribute)} is left to its switch, where it is \`true\`` };
  const by = isDefault(estate, object, attribute) ? 'is left out, for which the provider takes `true`' : 'is `true`';
  return { label: 'accepts', text: `${quoted(attribute)} ${by}` };
}

function refused(settings: readonly Setting[]): Partial<NetworkSecurity> {
  return Object.fromEntries(settings.map(({ of }) => [of, false]));
}

function* lookedUp(networks: readonly PortGroup[]): Iterable<Verdict> {
  const [first] = networks;
  if (!first) return;
  const isOne = networks.length === 1;
  yield {
    verdict: 'undecided',
    subject: subjectOf(first),
    key: 'looked-up',
    message: `whether ${count(networks.length, 'network')} that ${isOne ? 'is' : 'are'} looked up refuse${isOne ? 's' : ''} foreign MAC addresses`,
    reason: `what ${listedNames(networks)} accept${isOne ? 's' : ''} is known only to vCenter`,
    decidedBy: "`app.assume(Assume.value(network, 'allow_promiscuous', false))`, and so for `allow_forged_transmits` and `allow_mac_changes`",
  };
}
