/** A Kubernetes object as it stands in a rendered manifest. */
export interface ManifestObject {
  /** Path of the file, relative to the output folder. */
  readonly file: string;
  /** Position in the file, from 0. */
  readonly index: number;
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  /** Construct path of the Kubernetes cluster it is for; absent for a chart that belongs to none. */
  readonly cluster?: string;
  /** Construct path of the ApiObject. */
  readonly path?: string;
  readonly body: unknown;
}
