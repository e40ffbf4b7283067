import type { Kind } from '../kind';

export const CONTAINERD: Kind = {
  member: 'runtimesPlugin',
  name: 'a Containerd',
  repair: "give one such as `Containerd.of({ version: '2.1' })`",
};
export const CONTAINER_RUNTIME: Kind = {
  member: 'runtimeType',
  name: 'a container runtime',
  repair: 'give one such as `GVisor.of()` or `Kata.qemu()`',
};
export const OCI_IMAGE: Kind = {
  member: 'isPinned',
  name: 'an OciImage',
  repair: "give one such as `OciImage.of('registry.example.com/web:1.4@sha256:…')`, or `lock.image(...)` of an ImageLock",
};
export const REGISTRY_MIRROR: Kind = {
  member: 'endpoints',
  name: 'a RegistryMirror',
  repair: "give one such as `RegistryMirror.of({ registry: 'docker.io', endpoints: ['https://mirror.example.com'] })`",
};
export const SECCOMP_PROFILE: Kind = {
  member: 'seccompType',
  name: 'a SeccompProfile',
  repair: 'give one such as `SeccompProfile.runtimeDefault()`',
};
export const APP_ARMOR_PROFILE: Kind = {
  member: 'appArmorType',
  name: 'an AppArmorProfile',
  repair: 'give one such as `AppArmorProfile.runtimeDefault()`',
};
export const CAPABILITIES: Kind = { member: 'drop', name: 'a Capabilities', repair: 'give one such as `Capabilities.dropAll()`' };
