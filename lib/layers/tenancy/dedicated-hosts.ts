import { Construct } from 'constructs';
import { declare } from '../../estate/declaration';
import { recordOrigin } from '../../estate/origin';
import { checkKind, checkKinds } from '../check';
import { ConstructError } from '../construct-error';
import { HOST, TENANT } from '../kind';
import type { IEsxiHost } from '../vsphere';
import { labelOf } from './describe';
import { listNames, pathsOf } from './endpoints';
import type { ITenant } from './tenant';

export interface DedicatedHostsProps {
  readonly tenant: ITenant;

  /** At least one, each once. */
  readonly hosts: Iterable<IEsxiHost>;
}

/**
 * The tenant runs on these ESXi hosts only, and nobody else runs on them, failover included.
 *
 * @throws when there is no host, or one stands twice
 */
export class DedicatedHosts extends Construct {
  public constructor(scope: Construct, id: string, props: DedicatedHostsProps) {
    super(scope, id);
    recordOrigin(this);

    const tenant = checkKind(this, 'tenant', props.tenant, TENANT);
    const hosts = checkKinds(this, 'hosts', props.hosts, HOST);
    if (hosts.length === 0) throw new ConstructError(this, `no host is named for ${labelOf(tenant)}; name at least one`);
    const twice = hosts.find((host, index) => hosts.indexOf(host) !== index);
    if (twice !== undefined) throw new ConstructError(this, `host "${twice.hostname}" stands twice; name each host once`);

    declare(this, {
      kind: 'intent',
      of: this.node.path,
      intent: 'dedicated-hosts',
      statement: `${labelOf(tenant)} has ${hosts.length === 1 ? 'host' : 'hosts'} ${listNames(hosts.map((host) => host.hostname))} to itself`,
      sides: [
        { label: labelOf(tenant), of: [tenant.node.path] },
        { label: 'hosts', of: pathsOf(this, 'hosts', props.hosts) },
      ],
      parameters: {},
    });
  }
}
