import type { IConstruct } from 'constructs';

/** A group of NSX, owned or known. */
export interface IGroup extends IConstruct {
  /** Policy path, such as `/infra/domains/default/groups/dbs`. */
  readonly groupPath: string;
  /** Name in NSX; undefined where nobody said. */
  readonly groupName?: string;
}
