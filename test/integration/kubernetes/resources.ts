import { ApiError, type ApiClient } from './client';
import type { KubernetesObject } from './object';

/** What the server says of a kind. */
interface Resource {
  /** Such as `deployments`. */
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

/** Where objects are found, as the server itself lists its kinds. */
export class Resources {
  private readonly known = new Map<string, readonly Resource[]>();

  constructor(private readonly client: ApiClient) {}

  /**
   * Path of an object; in the namespace `default` where it names none.
   * @throws Error where the server does not serve its version and kind
   */
  async pathOf(object: KubernetesObject): Promise<string> {
    const { namespace, name } = object.metadata;
    return `${await this.listOf(object.apiVersion, object.kind, namespace ?? 'default')}/${name}`;
  }

  /**
   * Path of all objects of a kind, those of one namespace where it is namespaced.
   * @throws Error where the server does not serve the version and kind
   */
  async listOf(apiVersion: string, kind: string, namespace: string): Promise<string> {
    const resource = await this.find(apiVersion, kind);
    if (!resource) throw new Error(`the API server serves no ${kind} of ${apiVersion}`);
    return `${rootOf(apiVersion)}/${resource.namespaced ? `namespaces/${namespace}/` : ''}${resource.name}`;
  }

  /** Asks again where a kind was not there: a definition of it may have come since. */
  private async find(apiVersion: string, kind: string): Promise<Resource | undefined> {
    const found = this.known.get(apiVersion)?.find((each) => each.kind === kind);
    if (found) return found;
    const listed = await this.listed(apiVersion);
    this.known.set(apiVersion, listed);
    return listed.find((each) => each.kind === kind);
  }

  private async listed(apiVersion: string): Promise<readonly Resource[]> {
    try {
      const { resources } = (await this.client.get(rootOf(apiVersion))).body as { readonly resources: readonly Resource[] };
      return resources.filter(({ name }) => !name.includes('/'));
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) return [];
      throw error;
    }
  }
}

/** The core group has a path of its own. */
function rootOf(apiVersion: string): string {
  return apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}
