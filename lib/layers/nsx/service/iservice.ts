import type { IConstruct } from 'constructs';

/** A service of NSX, owned or known. */
export interface IService extends IConstruct {
  /** Policy path, such as `/infra/services/HTTPS`. */
  readonly servicePath: string;
  /** Name in NSX; undefined where nobody said. */
  readonly serviceName?: string;
}

/** A context profile of NSX, owned or known: it narrows a rule to applications or domain names. */
export interface IContextProfile extends IConstruct {
  /** Policy path, such as `/infra/context-profiles/SSL`. */
  readonly contextProfilePath: string;
  /** Name in NSX; undefined where nobody said. */
  readonly contextProfileName?: string;
}
