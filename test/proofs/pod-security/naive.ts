import type { PodTemplate } from '../../../lib/estate';

/**
 * The Pod Security Standards as a table over paths: every field of a pod is visited, and each visit is held against the table. Whatever must
 * stand is looked up container by container. It shares nothing with the checks but the standard.
 */
export function naivelyMeets(pod: PodTemplate, level: 'privileged' | 'baseline' | 'restricted', minor: number): boolean {
  if (level === 'privileged') return true;
  const restricted = level === 'restricted';
  const { spec } = pod;
  const windows = spec.os?.name === 'windows';
  const relaxed = minor >= 35 && spec.hostUsers === false;
  const all = [...(spec.initContainers ?? []), ...spec.containers, ...(spec.ephemeralContainers ?? [])];
  for (const [path, value] of leaves({ annotations: pod.annotations, spec })) {
    const last = path.split('.').at(-1)!;
    if (/^spec\.host(Network|PID|IPC)$/.test(path) && value === true) return false;
    if (/securityContext\.privileged$|windowsOptions\.hostProcess$/.test(path) && value === true) return false;
    if (/^spec\.volumes\.\d+\.source$/.test(path) && !restricted && value === 'hostPath') return false;
    if (/ports\.\d+\.hostPort$/.test(path) && value !== 0) return false;
    if (/(Probe|postStart|preStop)\.(httpGet|tcpSocket)\.host$/.test(path) && value !== '' && minor >= 34) return false;
    if (/^annotations\.container\.apparmor\./.test(path) && !/^$|^runtime\/default$|^localhost\//.test(String(value))) return false;
    if (/appArmorProfile\.type$/.test(path) && !/^(RuntimeDefault|Localhost)$/.test(String(value))) return false;
    if (/seccompProfile\.type$/.test(path) && !(restricted && windows) && !/^(RuntimeDefault|Localhost)$/.test(String(value))) return false;
    if (last === 'appArmorProfile' || (last === 'seccompProfile' && !(restricted && windows))) return false; // of no type
    if (/seLinuxOptions\.(user|role)$/.test(path) && value !== '') return false;
    if (/seLinuxOptions\.type$/.test(path) && !new RegExp(`^$|^container_(init_|kvm_|${minor >= 31 ? 'engine_' : ''})?t$`).test(String(value)))
      return false;
    if (last === 'procMount' && value !== 'Default' && (restricted || !relaxed)) return false;
    if (/sysctls\.\d+\.name$/.test(path) && !safeSysctl(String(value), minor)) return false;
    if (/capabilities\.add\.\d+$/.test(path)) {
      if (restricted && !windows && value !== 'NET_BIND_SERVICE') return false;
      if (!restricted && !DEFAULTS.has(String(value))) return false;
    }
    if (restricted && last === 'runAsUser' && value === 0 && !relaxed) return false;
    if (restricted && last === 'runAsNonRoot' && value === false && !relaxed) return false;
  }
  if (!restricted) return true;
  const volumes = spec.volumes ?? [];
  if (volumes.some(({ source }) => !RESTRICTED_VOLUMES.test(source) && !(source === 'image' && minor >= 33))) return false;
  return all.every(({ securityContext: own = {} }) => {
    const of = { ...spec.securityContext, ...own };
    return (
      (windows || (own.allowPrivilegeEscalation === false && (own.capabilities?.drop ?? []).includes('ALL') && of.seccompProfile !== undefined)) &&
      (relaxed || of.runAsNonRoot === true)
    );
  });
}

const DEFAULTS = new Set(
  'AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE SETFCAP SETGID SETPCAP SETUID SYS_CHROOT'.split(' '),
);
const RESTRICTED_VOLUMES = /^(configMap|csi|downwardAPI|emptyDir|ephemeral|persistentVolumeClaim|projected|secret)$/;

function safeSysctl(name: string, minor: number): boolean {
  if (name === 'kernel.shm_rmid_forced') return true;
  const [, rest = ''] = /^net\.ipv4\.(.*)$/.exec(name) ?? [];
  if (/^(ip_local_port_range|tcp_syncookies|ping_group_range|ip_unprivileged_port_start|ip_local_reserved_ports)$/.test(rest)) return true;
  if (/^tcp_(keepalive_(time|intvl|probes)|fin_timeout)$/.test(rest)) return true;
  return (minor >= 32 && /^tcp_[rw]mem$/.test(rest)) || (minor >= 37 && /^tcp_(slow_start_after_idle|notsent_lowat)$/.test(rest));
}

function* leaves(value: unknown, path = ''): Iterable<[string, unknown]> {
  const isLeaf = typeof value !== 'object' || value === null || Object.keys(value).length === 0;
  if (isLeaf) yield [path, value];
  else for (const [key, each] of Object.entries(value)) yield* leaves(each, path === '' ? key : `${path}.${key}`);
}
