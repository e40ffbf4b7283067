import { DataResource, TerraformOutput, TerraformStack, Token } from 'cdktf';
import type { Construct } from 'constructs';
import type { Foundation } from './foundation';
import type { Machines } from './machines';

/** Reads both other stacks, and nothing else. */
export class Audit extends TerraformStack {
  public constructor(scope: Construct, id: string, foundation: Foundation, machines: Machines) {
    super(scope, id);
    new DataResource(this, 'record', {
      input: Token.asAny({
        gateway: machines.gateway.id,
        on: foundation.cluster.id,
        called: `${machines.gateway.name}@${foundation.datacenter.name}`,
      }),
    });
    new TerraformOutput(this, 'gateway', { value: machines.gateway.id, staticId: true });
    new TerraformOutput(this, 'datacenter', { value: foundation.datacenter.name, staticId: true });
  }
}
