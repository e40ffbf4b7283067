import type { IConstruct } from 'constructs';

/** A fault in what a construct was given, with the construct's path in front. */
export class ConstructError extends Error {
  public constructor(construct: IConstruct, message: string) {
    super(`[${construct.node.path}] ${message}`);
    this.name = 'ConstructError';
  }
}
