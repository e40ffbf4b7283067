export * from './admission-control';
export * from './datacenter';
export * from './datastore';
export * from './distributed-switch';
export * from './drs';
export {
  EsxiHost,
  EsxiHostFleet,
  type EsxiHostAttributes,
  type EsxiHostFleetProps,
  type EsxiHostLookup,
  type EsxiHostProps,
  type HostConnectionProps,
  type HostHardwareProps,
  type IEsxiHost,
} from './esxi-host';
export * from './host-failures';
export * from './network';
export * from './port-group';
export * from './vcenter';
export * from './vcenter-cluster';
export * from './virtual-machine';
export { type ITemplate, VirtualMachineTemplate, type VirtualMachineTemplateLookup } from './virtual-machine-template';
