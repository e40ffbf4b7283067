import type { Estate, ReadingFault } from '../../estate';
import type { Refuted } from '../verdict';
import { quoted } from '../wording';
import { subjectOf } from './faults';
import { manifestSubject } from './secret-manifests';

/** Files of manifests, so that a fault in one is not taken for a fault of a stack. */
export function manifestFiles(estate: Estate): ReadonlySet<string> {
  return new Set(estate.manifests.map(({ file }) => file));
}

/** A fault of a manifest, in the words of its object where that is known. */
export function faultVerdict(estate: Estate, fault: ReadingFault): Refuted | undefined {
  const object = estate.manifests.find(({ file, path }) => file === fault.file && path !== undefined && path === fault.path);
  const subject = { ...subjectOf(fault), ...(object && manifestSubject(object)) };
  const name = quoted(subject.object ?? fault.path ?? fault.file);
  const place = fault.attribute === undefined ? name : `${name}, ${quoted(fault.attribute)}`;
  const found = { label: 'found', text: quoted(fault.found) };
  const refuted = { verdict: 'refuted', subject, key: `${fault.kind}:${fault.attribute ?? ''}` } as const;
  if (fault.kind === 'corrupt-token') {
    return {
      ...refuted,
      message: 'a Terraform value stands in a manifest',
      witness: [{ label: '', text: `${place}: it is known only after apply, and nothing will replace it in the cluster` }, found],
      remedies: [
        { text: 'a literal: a static address for a VM, a name that the program gives' },
        { text: 'or a Secret that Terraform writes into the cluster' },
      ],
    };
  }
  if (fault.kind === 'malformed-object') {
    return {
      ...refuted,
      message: `no API server takes ${name}`,
      witness: [{ label: '', text: `${place}: ${fault.detail}` }, found],
      remedies: [{ text: 'a value of the type that the API has for the field' }],
    };
  }
  return undefined;
}
