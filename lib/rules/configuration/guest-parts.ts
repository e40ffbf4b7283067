/** Parts of a VM that vCenter shows to everyone who may read it. */
const GUEST_PARTS: readonly (readonly [RegExp, string])[] = [
  [/^extra_config(?:\.|$)/, 'extra configuration'],
  [/^vapp(?:\.|$)/, 'vApp properties'],
  [/^annotation$/, 'notes'],
  [/^custom_attributes(?:\.|$)/, 'custom attributes'],
];

/** What a part of a VM is called, where vCenter shows it. */
export function guestPart(type: string, path: string): string | undefined {
  return type.startsWith('vsphere_') ? GUEST_PARTS.find(([pattern]) => pattern.test(path))?.[1] : undefined;
}

/** User data, or a token that stands for everything which may hold it. */
export function isUserData(type: string, path: string): boolean {
  if (guestPart(type, path) === undefined) return false;
  return (
    /(?:userdata|user-data|vendordata|ignition\.config\.data|talos\.config)$/.test(path) ||
    /^(?:extra_config|vapp(?:\.\d+)?(?:\.properties)?)$/.test(path)
  );
}
