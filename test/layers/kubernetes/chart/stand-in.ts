import { Construct } from 'constructs';

/** A cluster as far as its charts go. */
export class StandIn extends Construct {
  public constructor(
    scope: Construct,
    id: string,
    public readonly clusterName = id,
  ) {
    super(scope, id);
  }
}
