import type { IConstruct } from 'constructs';

/** A fault in what a construct was given, with the construct's path in front; a value that is in no tree has none. */
export class ConstructError extends Error {
  public constructor(construct: IConstruct | undefined, message: string) {
    super(construct === undefined ? message : `[${construct.node.path}] ${message}`);
    this.name = 'ConstructError';
  }
}
