import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { Secret } from 'cdk-strata';
import { EdgeCluster, type IEdgeCluster, type ITier0Gateway, NsxManager, Tier0Gateway } from 'cdk-strata/nsx';

/** Tags of NSX that objects of these stacks have. */
export const TAGS = [{ scope: 'team', tag: 'platform' }, { tag: 'terraform' }];

/** A stack with a connection to an NSX manager, and what its administrators have made there. */
export class NsxSite extends TerraformStack {
  public readonly tier0: ITier0Gateway;
  public readonly edges: IEdgeCluster;

  public constructor(scope: Construct, id: string) {
    super(scope, id);
    new NsxManager(this, 'nsx', {
      host: 'nsx.example.com',
      user: Secret.variable('nsx_user'),
      password: Secret.variable('nsx_password'),
      transportZone: 'nsx-overlay-transportzone',
      edgeCluster: 'edge-cluster-01',
    });
    this.tier0 = Tier0Gateway.fromLookup(this, 't0', { name: 't0-01' });
    this.edges = EdgeCluster.fromLookup(this, 'edges', { name: 'edge-cluster-01' });
  }
}
