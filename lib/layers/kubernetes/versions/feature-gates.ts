/** How far a feature gate is: `removed` where setting it stops the component from starting. */
export type FeatureStage = 'alpha' | 'beta' | 'stable' | 'removed';

/** A gate in one version. */
export interface FeatureGate {
  readonly stage: FeatureStage;
  /** Whether what it gates is on where nobody sets it; after it is removed, whether what it gated is there. */
  readonly enabled: boolean;
  /** Whether it may be set to something else. */
  readonly settable: boolean;
}

/** From a minor version on: its stage, whether it is on, and whether that is fixed. */
type Since = readonly [minor: number, stage: FeatureStage, enabled: boolean, locked?: 'locked'];

/**
 * Gates that decide what a manifest or a node may rely on, by the minor version from which a line holds; `30` stands for that and earlier. By
 * `pkg/features/kube_features.go` (in 1.32 `versioned_kube_features.go`) of each release, such as
 * https://github.com/kubernetes/kubernetes/blob/v1.34.4/pkg/features/kube_features.go
 */
export const FEATURE_GATES = {
  AppArmor: [
    [30, 'beta', true],
    [31, 'stable', true, 'locked'],
    [33, 'removed', true],
  ],
  DynamicResourceAllocation: [
    [30, 'alpha', false],
    [32, 'beta', false],
    [34, 'stable', true],
    [35, 'stable', true, 'locked'],
  ],
  HPAConfigurableTolerance: [
    [33, 'alpha', false],
    [35, 'beta', true],
    [37, 'stable', true, 'locked'],
  ],
  ImageVolume: [
    [31, 'alpha', false],
    [33, 'beta', false],
    [35, 'beta', true],
    [36, 'stable', true, 'locked'],
  ],
  InPlacePodVerticalScaling: [
    [30, 'alpha', false],
    [33, 'beta', true],
    [35, 'stable', true, 'locked'],
  ],
  KubeletCgroupDriverFromCRI: [
    [30, 'alpha', false],
    [31, 'beta', true],
    [34, 'stable', true, 'locked'],
  ],
  MultiCIDRServiceAllocator: [
    [30, 'alpha', false],
    [31, 'beta', false],
    [33, 'stable', true],
    [34, 'stable', true, 'locked'],
  ],
  PodLevelResources: [
    [32, 'alpha', false],
    [34, 'beta', true],
  ],
  ProcMountType: [
    [30, 'alpha', false],
    [31, 'beta', false],
    [33, 'beta', true],
    [36, 'stable', true, 'locked'],
  ],
  SidecarContainers: [
    [30, 'beta', true],
    [33, 'stable', true, 'locked'],
    [37, 'removed', true],
  ],
  UserNamespacesPodSecurityStandards: [
    [30, 'alpha', false],
    [35, 'removed', true],
  ],
  UserNamespacesSupport: [
    [30, 'beta', false],
    [33, 'beta', true],
    [36, 'stable', true, 'locked'],
  ],
} as const satisfies Readonly<Record<string, readonly Since[]>>;

export function isListedGate(name: string): name is keyof typeof FEATURE_GATES {
  return Object.hasOwn(FEATURE_GATES, name);
}

/** A gate in a minor version; undefined where it has none of the name yet, or this table does not list it. */
export function featureGate(name: string, minor: number): FeatureGate | undefined {
  if (!isListedGate(name)) return undefined;
  const lines: readonly Since[] = FEATURE_GATES[name];
  const line = lines.filter(([since]) => since <= minor).at(-1);
  if (line === undefined) return undefined;
  const [, stage, enabled, locked] = line;
  return { stage, enabled, settable: stage !== 'removed' && locked === undefined };
}
