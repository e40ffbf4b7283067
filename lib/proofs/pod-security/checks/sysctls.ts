import { found, type Check } from '../check';

/** Safe ones, by the first version that lets them pass; 30 stands for that and earlier. */
const SAFE: Readonly<Record<string, number>> = {
  'kernel.shm_rmid_forced': 30,
  'net.ipv4.ip_local_port_range': 30,
  'net.ipv4.tcp_syncookies': 30,
  'net.ipv4.ping_group_range': 30,
  'net.ipv4.ip_unprivileged_port_start': 30,
  'net.ipv4.ip_local_reserved_ports': 30,
  'net.ipv4.tcp_keepalive_time': 30,
  'net.ipv4.tcp_fin_timeout': 30,
  'net.ipv4.tcp_keepalive_intvl': 30,
  'net.ipv4.tcp_keepalive_probes': 30,
  'net.ipv4.tcp_rmem': 32,
  'net.ipv4.tcp_wmem': 32,
  'net.ipv4.tcp_slow_start_after_idle': 37,
  'net.ipv4.tcp_notsent_lowat': 37,
};

export const sysctls: Check = {
  id: 'sysctls',
  level: 'baseline',
  *find({ spec }, minor) {
    const safe = Object.keys(SAFE).filter((name) => SAFE[name]! <= minor);
    for (const [index, { name }] of (spec.securityContext?.sysctls ?? []).entries())
      if (!safe.includes(name)) yield found(`spec.securityContext.sysctls[${index}].name`, name, `one of ${safe.join(', ')}`);
  },
};
