/**
 * EVC baselines by vendor, from the least to the most that a CPU offers. A CPU runs its own baseline and mostly those before it; no
 * cluster mixes vendors (https://knowledge.broadcom.com/external/article/313545). The keys are those of the provider's `evc_mode`
 * (https://registry.terraform.io/providers/vmware/vsphere/2.16.0/docs/resources/compute_cluster).
 */
export const EVC_MODES = {
  intel: [
    'intel-merom',
    'intel-penryn',
    'intel-nehalem',
    'intel-westmere',
    'intel-sandybridge',
    'intel-ivybridge',
    'intel-haswell',
    'intel-broadwell',
    'intel-skylake',
    'intel-cascadelake',
    'intel-icelake',
    'intel-sapphirerapids',
    'intel-graniterapids',
  ],
  amd: [
    'amd-rev-e',
    'amd-rev-f',
    'amd-greyhound-no3dnow',
    'amd-greyhound',
    'amd-bulldozer',
    'amd-piledriver',
    'amd-steamroller',
    'amd-zen',
    'amd-zen2',
    'amd-zen3',
    'amd-zen4',
    'amd-zen5',
  ],
} as const;
