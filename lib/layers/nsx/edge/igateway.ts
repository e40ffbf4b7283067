import type { IConstruct } from 'constructs';

/** A tier-0 or tier-1 gateway, owned or looked up. */
export interface IGateway extends IConstruct {
  /** Policy path, such as `/infra/tier-1s/prod`. */
  readonly gatewayPath: string;
  readonly tier: 0 | 1;
}

/** A gateway to the outside. */
export interface ITier0Gateway extends IGateway {
  readonly tier: 0;
}

/** A gateway of a tenant or an environment, which may hang on a tier-0. */
export interface ITier1Gateway extends IGateway {
  readonly tier: 1;
}
