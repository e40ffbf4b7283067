import type { App } from 'cdktf';
import { Secret } from 'cdk-strata';
import { NsxManager } from '../../../../lib/layers/nsx/nsx-manager';
import type { ISegment } from '../../../../lib/layers/nsx/network/isegment';
import { type ISpace, openSpace } from '../../../../lib/layers/nsx/space';
import { Construct } from 'constructs';
import { Room } from '../../vsphere/room';

/** A room with a connection to an NSX manager. */
export class Net extends Room {
  public readonly manager: NsxManager;

  public constructor(scope?: App, id?: string) {
    super(scope, id);
    this.manager = manager(this, 'nsx');
  }
}

export function manager(scope: Construct, id: string, alias?: string, host = 'nsx.example.com'): NsxManager {
  return new NsxManager(scope, id, { host, alias, user: Secret.environment(), password: Secret.environment() });
}

/** A segment that somebody brings along. */
export class Wire extends Construct implements ISegment {
  public readonly networkId = 'dvportgroup-7';

  public constructor(
    scope: Construct,
    id: string,
    public readonly segmentPath = `/infra/segments/${id}`,
  ) {
    super(scope, id);
  }

  public networkIdFor(): string {
    return this.networkId;
  }
}

/** A project, or a VPC of it. */
export class Space extends Construct implements ISpace {
  public readonly spacePath: string;

  public constructor(
    scope: Construct,
    id: string,
    public readonly projectId = 'shop',
    public readonly vpcId?: string,
  ) {
    super(scope, id);
    this.spacePath = `/orgs/default/projects/${projectId}${vpcId === undefined ? '' : `/vpcs/${vpcId}`}`;
    openSpace(this);
  }
}
