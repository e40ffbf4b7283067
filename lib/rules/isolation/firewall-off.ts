import { isUnknown, type Estate } from '../../estate';
import type { FirewallView } from '../../proofs/firewall';
import { Premises } from '../premises';
import type { Evidence, Refuted, Remedy } from '../verdict';
import { quoted } from '../wording';
import { ownRules } from './own-policies';
import { tenantVnics } from './tenant-vnics';

type Finding = Pick<Refuted, 'premises' | 'remedies'> & { readonly evidence: Evidence };

/** What a record that says that the distributed firewall is off shows; undefined for any other. */
export function firewallOff({ manager, isRecorded, gaps: [gap] }: FirewallView): Finding | undefined {
  if (isRecorded || gap?.is !== 'off' || isUnknown(manager)) return undefined;
  const remedy: Remedy = { text: `the distributed firewall of ${quoted(manager)} switched on, and an export that shows it` };
  return {
    premises: [Premises.firewallRecorded(manager)],
    evidence: { label: 'off', text: `the distributed firewall of ${quoted(manager)}: \`enable_firewall\` is false in ${quoted(gap.file)}` },
    remedies: [remedy],
  };
}

/** Of a firewall that is off nothing is enforced: said once, where the app has rules there or tenants are on its segments. */
export function nothingEnforced(estate: Estate, view: FirewallView): Refuted | undefined {
  const off = firewallOff(view);
  const [rules] = off ? ownRules(estate, view) : [];
  const vnic = off && !rules ? tenantVnics(estate, view).find(({ vnic: { segment } }) => segment) : undefined;
  if (!off || !(rules ?? vnic)) return undefined;
  const { evidence, ...finding } = off;
  return {
    verdict: 'refuted',
    subject: rules?.subject ?? { path: vnic!.tenant.path },
    key: `off:${String(view.manager)}`,
    message: 'no rule of the distributed firewall is enforced: it is off',
    witness: [evidence],
    ...finding,
  };
}
