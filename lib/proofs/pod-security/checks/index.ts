import type { Check } from '../check';
import { allowPrivilegeEscalation } from './allow-privilege-escalation';
import { appArmor } from './app-armor';
import { capabilitiesBaseline } from './capabilities-baseline';
import { capabilitiesRestricted } from './capabilities-restricted';
import { hostNamespaces } from './host-namespaces';
import { hostPathVolumes } from './host-path-volumes';
import { hostPorts } from './host-ports';
import { hostProbes } from './host-probes';
import { privileged } from './privileged';
import { procMount, procMountRestricted } from './proc-mount';
import { restrictedVolumes } from './restricted-volumes';
import { runAsNonRoot, runAsUser } from './run-as-non-root';
import { seLinux } from './se-linux';
import { seccompBaseline, seccompRestricted } from './seccomp';
import { sysctls } from './sysctls';
import { windowsHostProcess } from './windows-host-process';

/** Every check, the most telling first: what a pod shares with its node before how it runs within. */
export const CHECKS: readonly Check[] = [
  privileged,
  hostNamespaces,
  hostPathVolumes,
  windowsHostProcess,
  capabilitiesBaseline,
  hostPorts,
  hostProbes,
  procMount,
  appArmor,
  seLinux,
  seccompBaseline,
  sysctls,
  restrictedVolumes,
  capabilitiesRestricted,
  allowPrivilegeEscalation,
  runAsNonRoot,
  runAsUser,
  seccompRestricted,
  procMountRestricted,
];
