import type { EstateObject, ObjectId } from '../object';

/** Something that a Kubernetes API server knows, or that is stated of one. */
export interface KubernetesObject extends EstateObject {
  /** The cluster it goes to; null for a chart that belongs to none, so that neither a version nor nodes are known. */
  readonly cluster: ObjectId | null;
}

/** An object of a manifest. */
export interface ManifestedObject extends KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  /** Null for what lies in no namespace; `default` where a namespaced object names none. */
  readonly namespace: string | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** Where it stands: the file, relative to the output folder, and its place in it, from 0. */
  readonly manifest: { readonly file: string; readonly index: number };
  /**
   * Dotted paths of attributes that are not what the object will have: left out since they are of the wrong type, or texts with a token in
   * them. Who rests on one of them is undecided. @default - none
   */
  readonly unread?: readonly string[];
}
