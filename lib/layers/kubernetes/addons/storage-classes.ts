import { ApiObject } from 'cdk8s';
import { Token } from 'cdktf';
import { Construct } from 'constructs';
import type { IConstruct } from 'constructs';
import { checkDistinct, checkText, checkTexts, got } from '../../check';
import { ConstructError } from '../../construct-error';
import type { StorageClassProps, VsphereFacts } from './system-chart-props';

/** The storage driver of vSphere (github.com/kubernetes-sigs/vsphere-csi-driver). */
export const PROVISIONER = 'csi.vsphere.vmware.com';
/** Prefix of the driver's node labels: a category of vSphere tags follows. */
const TOPOLOGY = 'topology.csi.vmware.com';
/** A name of DNS (RFC 1123), as the API takes it for a class. */
const NAME = /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/;

/**
 * A StorageClass for each policy, the first the default one. A volume is made where its pod is, not before.
 *
 * @throws when a name is none, or two classes have one name, or zones are given and nodes have none
 */
export function makeStorageClasses(
  cluster: IConstruct,
  scope: Construct,
  storage: readonly StorageClassProps[],
  topology: VsphereFacts['topology'],
): void {
  const names = storage.map((each) => className(cluster, each));
  checkDistinct(cluster, 'names of storage classes', names);
  const parent = new Construct(scope, 'storage');
  storage.forEach(({ policy, zones }, index) => {
    const name = names[index]!;
    new ApiObject(new Construct(parent, name), 'Resource', {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name, ...(index === 0 ? { annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } } : {}) },
      provisioner: PROVISIONER,
      parameters: { storagepolicyname: policy },
      volumeBindingMode: 'WaitForFirstConsumer',
      allowVolumeExpansion: true,
      reclaimPolicy: 'Delete',
      ...(zones === undefined ? {} : { allowedTopologies: [zoneTerm(cluster, name, zones, topology)] }),
    });
  });
}

function zoneTerm(cluster: IConstruct, name: string, zones: readonly string[], topology: VsphereFacts['topology']): object {
  if (topology === undefined) {
    throw new ConstructError(
      cluster,
      `storage class ${JSON.stringify(name)} is for zones, and the cluster's nodes have none; say by which tags vSphere knows them, or leave \`zones\` out`,
    );
  }
  const values = checkTexts(cluster, `zones of storage class ${JSON.stringify(name)}`, zones);
  return { matchLabelExpressions: [{ key: `${TOPOLOGY}/${topology.zoneCategory}`, values }] };
}

function className(cluster: IConstruct, { name, policy }: StorageClassProps): string {
  checkText(cluster, 'policy of a storage class', policy);
  if (Token.isUnresolved(policy)) {
    throw new ConstructError(
      cluster,
      'policy of a storage class must be known at synthesis, got a Terraform token; give the name of the policy itself',
    );
  }
  const wanted =
    name ??
    policy
      .toLowerCase()
      .replace(/[^a-z0-9.]+/g, '-')
      .replace(/^[-.]+|[-.]+$/g, '');
  if (typeof wanted === 'string' && NAME.test(wanted)) return wanted;
  throw new ConstructError(
    cluster,
    `a storage class needs a name of lower-case letters, digits, "-" and ".", got ${got(name ?? policy)}; give \`name\` beside the policy`,
  );
}
