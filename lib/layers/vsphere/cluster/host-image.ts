import type { ComputeClusterHostImage } from '@cdktf/provider-vsphere/lib/compute-cluster';
import type { IConstruct } from 'constructs';
import { checkProps, checkText, ifGiven } from '../../check';
import { checkTextsByName } from '../texts-by-name';

/** The image that vSphere Lifecycle Manager keeps on every host of a cluster. A cluster that had one cannot go without again. */
export interface HostImageProps {
  /** Version of ESXi as the depot has it, such as `8.0.3-0.0.24022510`. */
  readonly version: string;

  /**
   * Versions of further components, by their ids in the depot.
   * @default - none
   */
  readonly components?: Readonly<Record<string, string>>;
}

export function hostImageOf(cluster: IConstruct, image: HostImageProps): ComputeClusterHostImage {
  checkProps(cluster, 'hostImage', image, ['version']);
  const components = ifGiven(image.components, (each) => checkTextsByName(cluster, 'components of the host image', each)) ?? {};
  return {
    esxVersion: checkText(cluster, 'version of the host image', image.version),
    ...(Object.keys(components).length > 0 && { component: Object.entries(components).map(([key, version]) => ({ key, version })) }),
  };
}
