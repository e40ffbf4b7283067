import { EdgeCluster, FirewallPolicy, type FirewallPolicyProps, type FirewallRuleProps, Tier1Gateway, type Tier1GatewayProps } from 'cdk-strata/nsx';
import type { Construct } from 'constructs';
import { Net, Wire } from '../group/net';

/** Where policies are made, with a segment to protect. */
export class Wall extends Net {
  public readonly ledger = new Wire(this, 'ledger');

  public policy(props: Partial<FirewallPolicyProps> = {}, id = 'ledger-fw', scope: Construct = this): FirewallPolicy {
    return new FirewallPolicy(scope, id, { appliedTo: [this.ledger], ...props });
  }

  public rule(rule: object, props: Partial<FirewallPolicyProps> = {}): Record<string, unknown> {
    this.policy({ ...props, rules: [{ name: 'r', ...rule }] });
    return (this.only('nsxt_policy_security_policy').rule as Record<string, unknown>[])[0]!;
  }

  public tier1(props: Tier1GatewayProps = { edgeCluster: this.edges() }, id = 't1', scope: Construct = this): Tier1Gateway {
    return new Tier1Gateway(scope, id, props);
  }

  public edges(): EdgeCluster {
    const path = '/infra/sites/default/enforcement-points/default/edge-clusters/fra';
    return (this.node.tryFindChild('edges') as EdgeCluster | undefined) ?? EdgeCluster.fromAttributes(this, 'edges', { edgeClusterPath: path });
  }

  public only(type: string): Record<string, unknown> {
    const elements = Object.values(this.rendered(type));
    if (elements.length !== 1) throw new Error(`${elements.length} elements of ${type}`);
    return elements[0]!;
  }
}

/** A rule of a policy that is applied to a segment, as it is rendered. */
export const rendered = (rule: object, props: Partial<FirewallPolicyProps> = {}): Record<string, unknown> => new Wall().rule(rule, props);

/** What is said against a rule. */
export const refusal = (rule: (wall: Wall) => object, props: (wall: Wall) => Partial<FirewallPolicyProps> = () => ({})): string => {
  const wall = new Wall();
  try {
    wall.policy({ ...props(wall), rules: [{ name: 'r', ...rule(wall) } as FirewallRuleProps] });
  } catch (error) {
    return (error as Error).message;
  }
  return 'not refused';
};
