/** An attribute that keeps the value an object was made with. */
interface Immutable {
  readonly type: string;
  readonly field: string;
  readonly source: string;
}

const SDK = 'vcf-nsx';

export const IMMUTABLE: readonly Immutable[] = [
  { type: 'Segment', field: 'overlay_id', source: `${SDK} Segment.overlay_id: "changing the overlay_id on an existing segment is not supported"` },
  { type: 'IpAddressPool', field: 'visibility', source: `${SDK} IpAddressPool.visibility: "Visibility cannot be updated once pool is created"` },
  { type: 'IpAddressPoolBlockSubnet', field: 'size', source: `${SDK} IpAddressPoolBlockSubnet.size: "cannot be changed later"` },
  {
    type: 'VpcSubnet',
    field: 'ipv4_subnet_size',
    source: `${SDK} VpcSubnet.ipv4_subnet_size: "Modifying ipv4_subnet_size after subnet creation is not supported"`,
  },
];
