import type { PlannedChange } from '../../estate';
import type { Evidence, Verdict } from '../verdict';
import { isReplaced, isUpdated, type PlanView, type Target } from './plan-view';

/** What a cluster lists before and after an apply. */
export interface ListedHosts {
  readonly cluster: PlannedChange;
  readonly before: ReadonlySet<string>;
  readonly after: ReadonlySet<string>;
  /** Whether it may list more afterwards than anybody can tell. */
  readonly open: boolean;
}

/** What goes wrong on a host's way from one place to another, where each place by itself is right. */
export function transferFault(view: PlanView, { key, change: host }: Target, clusters: readonly ListedHosts[]): Verdict | undefined {
  if (host && isReplaced(host)) return undefined;
  const [was, willBe] = [host?.before?.cluster ?? '', host?.after?.cluster ?? ''];
  const left = clusters.find(({ before, after, open }) => !open && before.has(key) && !after.has(key));
  const taken = clusters.find(({ before, after }) => !before.has(key) && after.has(key));
  const name = host ? view.nameOf(host) : `\`${key.split('\0').at(-1)!}\``;
  const taker = taken?.cluster ?? (host && willBe !== '' && willBe !== was ? host : undefined);

  if (left && taker && !(taker.dependsOn ?? []).includes(left.cluster.address)) {
    return {
      verdict: 'refuted',
      subject: view.subjectOf(host ?? taker),
      message: `host ${name} is moved by two resources at once`,
      witness: [
        { label: 'taken out by', text: `\`host_system_ids\` of ${view.nameOf(left.cluster)}` },
        placement(view, taker),
        { label: '', text: 'nothing keeps the one from starting before the other has ended' },
      ],
      remedies: [{ text: 'an apply that takes it out of the one, and a second one that puts it into the other' }],
    };
  }
  if (host && isUpdated(host) && was !== '' && willBe === '') {
    return {
      verdict: 'refuted',
      subject: view.subjectOf(host),
      message: `host ${name} gives up its \`cluster\``,
      witness: [{ label: '', text: 'the provider looks for a cluster without a name then, and ends with an error' }],
      remedies: [{ text: 'its `cluster` kept; or the host taken out of the state and imported again with what it is to say' }],
    };
  }
  return undefined;
}

function placement(view: PlanView, taker: PlannedChange): Evidence {
  const attribute = taker.type === 'vsphere_host' ? 'cluster' : 'host_system_ids';
  return { label: 'put in by', text: `\`${attribute}\` of ${view.nameOf(taker)}` };
}
