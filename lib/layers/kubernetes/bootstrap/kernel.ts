import type { NodeFile } from '../../container';

/** What overlay file systems and bridged packets of pods need (kubernetes.io/docs/setup/production-environment/container-runtimes). */
export const KERNEL_MODULES = ['overlay', 'br_netfilter'];

/**
 * Forwarding for pods, and what a kubelet that protects the kernel's defaults asks to find: it does not start otherwise
 * (`setupKernelTunables` of `pkg/kubelet/cm/container_manager_linux.go`, values of k8s.io/component-helpers `node/util/sysctl`).
 */
const SYSCTLS: Readonly<Record<string, number>> = {
  'net.bridge.bridge-nf-call-iptables': 1,
  'net.bridge.bridge-nf-call-ip6tables': 1,
  'net.ipv4.ip_forward': 1,
  'vm.overcommit_memory': 1,
  'vm.panic_on_oom': 0,
  'kernel.panic': 10,
  'kernel.panic_on_oops': 1,
  'kernel.keys.root_maxkeys': 1_000_000,
  'kernel.keys.root_maxbytes': 25_000_000,
};

/** Kernel modules and settings of a node, for this boot and the next. */
export function kernelFiles(ipv6: boolean): NodeFile[] {
  const sysctls = { ...SYSCTLS, ...(ipv6 && { 'net.ipv6.conf.all.forwarding': 1 }) };
  return [
    { path: '/etc/modules-load.d/kubernetes.conf', content: `${KERNEL_MODULES.join('\n')}\n`, permissions: '0644' },
    {
      // After the files of the image: the last one wins.
      path: '/etc/sysctl.d/99-zz-kubernetes.conf',
      content: Object.entries(sysctls)
        .map(([name, value]) => `${name} = ${value}\n`)
        .join(''),
      permissions: '0644',
    },
  ];
}
