import { isDeepStrictEqual } from 'node:util';
import type { Unknown } from '../../value';
import { isJsonObject, type JsonObject } from './document';
import { unknownIn, type Scope } from './scope';
import { isMarked } from './values/marks';
import { Namespace, ResourceObject, sensitive, type Evaluated } from './values/evaluated';

/** Where a stack keeps its state. */
export interface Backend {
  readonly type: string;
  readonly config: JsonObject;
}

/** A stack as others see it through its state. */
export interface StateOwner {
  readonly name: string;
  readonly backend: Backend;
  /** Undefined where it has no such output. */
  output(name: string): Evaluated | undefined;
  readonly outputNames: Iterable<string>;
  isOutputMarked(name: string): boolean;
}

/** Finds the stack of the app whose state a `terraform_remote_state` reads. */
export class RemoteStates {
  private readonly owners: StateOwner[] = [];

  public add(owner: StateOwner): void {
    this.owners.push(owner);
  }

  /**
   * The data source as an object whose `outputs` are those of the stack it reads.
   *
   * @param missing called for an output that the stack does not have
   */
  public reading(object: ResourceObject, body: JsonObject, scope: Scope, missing: (output: string, owner: string) => Evaluated): ResourceObject {
    const owner = this.ownerOf(body);
    const outside = (): Unknown => unknownIn(scope, 'remote-state', `${object.stack}/${object.address}`);
    const member = (name: string): Evaluated => {
      if (!owner) return outside();
      const value = owner.output(name);
      // Terraform leaves an output that is null out of the state.
      if (value === undefined || value === null) return body.defaults === undefined && value === undefined ? missing(name, owner.name) : outside();
      return owner.isOutputMarked(name) ? sensitive(value) : value;
    };
    const outputs = new Namespace(member, outside, () => owner !== undefined && [...owner.outputNames].some((name) => isMarked(member(name))));
    return new ResourceObject(object.stack, object.address, (name) => (name === 'outputs' ? outputs : object.attribute(name)), outputs.isMarked);
  }

  /** Undefined where no stack of the app keeps its state there, or more than one does. */
  private ownerOf(body: JsonObject): StateOwner | undefined {
    const { backend, config, workspace } = body;
    // Every stack of an app is in the workspace that is selected.
    const isSameWorkspace = workspace === undefined || workspace === null || workspace === '${terraform.workspace}' || workspace === 'default';
    if (!isSameWorkspace || typeof backend !== 'string') return undefined;
    const found = this.owners.filter((owner) => isSameState(owner.backend, backend, isJsonObject(config) ? config : {}));
    return found.length === 1 ? found[0] : undefined;
  }
}

function isSameState(owner: Backend, type: string, config: JsonObject): boolean {
  // cdktf reads the state of a `cloud` block through the `remote` backend.
  if ((owner.type === 'cloud' ? 'remote' : owner.type) !== type) return false;
  if (type === 'local') return typeof config.path === 'string' && owner.config.path === config.path;
  return isDeepStrictEqual(stated(owner.config), stated(config));
}

function stated(config: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(config).filter(([, value]) => value !== null));
}
