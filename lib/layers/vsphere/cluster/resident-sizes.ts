/** What a vendor publishes of a machine's size. */
export interface ResidentSize {
  readonly cpus: number;
  readonly memoryMiB: number;
  /** The page. */
  readonly source: string;
}

const NSX_MANAGER =
  'https://docs.vmware.com/en/VMware-Cloud-Foundation/4.4/vcf-management-domain-design/GUID-B0C6B2C7-E778-4CD1-BBAD-986A8AF5B930.html';
/** Its table says what an edge has; that all of the memory is reserved, https://developer.broadcom.com/xapis/nsx-t-data-center-rest-api/4.2/schemas_ReservationInfo.html. */
const NSX_EDGE = 'https://docs.vmware.com/de/VMware-NSX/4.0/administration/GUID-E5AAE770-2326-4039-96BD-608D3218A0B8.html';
const VCLS = 'https://docs.vmware.com/en/VMware-vSphere/7.0/com.vmware.vsphere.resmgmt.doc/GUID-E39875F2-2DA6-4592-A220-6014F54858D3.html';

/** Sizes of machines that come with vSphere and NSX, each with its public page. */
export const RESIDENT_SIZES = {
  nsxManager: {
    small: { cpus: 4, memoryMiB: 16 * 1024, source: NSX_MANAGER },
    medium: { cpus: 6, memoryMiB: 24 * 1024, source: NSX_MANAGER },
    large: { cpus: 12, memoryMiB: 48 * 1024, source: NSX_MANAGER },
  },
  nsxEdge: {
    small: { cpus: 2, memoryMiB: 4 * 1024, source: NSX_EDGE },
    medium: { cpus: 4, memoryMiB: 8 * 1024, source: NSX_EDGE },
    large: { cpus: 8, memoryMiB: 32 * 1024, source: NSX_EDGE },
    xlarge: { cpus: 16, memoryMiB: 64 * 1024, source: NSX_EDGE },
  },
  vcls: { cpus: 1, memoryMiB: 128, cpuReservationMhz: 100, memoryReservationMiB: 100, source: VCLS },
} as const;
