import type { ApiClient } from './client';
import { nameOf, type KubernetesObject } from './object';
import { Resources } from './resources';
import { upkeep } from './upkeep';

/** An object that the API server took. */
export interface Applied {
  readonly sent: KubernetesObject;
  /** As a second request gives it, after the server's defaults and admission. */
  readonly readBack: KubernetesObject;
  /** What the server warned of: deprecated versions, pods that a Pod Security level would refuse. */
  readonly warnings: readonly string[];
}

/** Who the server says owns the fields. */
const FIELD_MANAGER = 'strata';

/** Applies manifests to an API server as `kubectl apply --server-side --validate=strict` does. */
export class Applier {
  readonly resources: Resources;

  constructor(private readonly client: ApiClient) {
    this.resources = new Resources(client);
  }

  /**
   * Applies one object, and waits for what follows from it: that a definition is established, or what a controller would make of it.
   * @throws Error with the server's reason where it does not take the object, a field that it does not know among them
   */
  async applyServerSide(sent: KubernetesObject): Promise<Applied> {
    const path = await this.resources.pathOf(sent);
    const { warnings } = await this.client.apply(`${path}?fieldManager=${FIELD_MANAGER}&fieldValidation=Strict`, sent).catch((error: Error) => {
      throw new Error(`${nameOf(sent)}: ${error.message}`, { cause: error });
    });
    await upkeep(this.client, sent, path);
    return { sent, readBack: (await this.client.get(path)).body as KubernetesObject, warnings };
  }

  /**
   * Applies all, one after the other in this order.
   * @param definitions CustomResourceDefinitions that go before, such as those of what a chart would install. @default - none
   */
  async applyAll(manifests: readonly KubernetesObject[], definitions: readonly KubernetesObject[] = []): Promise<readonly Applied[]> {
    const applied: Applied[] = [];
    for (const definition of definitions) await this.applyServerSide(definition);
    for (const manifest of manifests) applied.push(await this.applyServerSide(manifest));
    return applied;
  }
}
