import type { ApiClient } from './client';
import { isFields, nameOf, type KubernetesObject } from './object';
import { eventually } from './process';

/** Does what a controller would do once an object is there, as far as later objects depend on it. No controller runs. */
export async function upkeep(client: ApiClient, object: KubernetesObject, path: string): Promise<void> {
  await DUTIES[object.kind]?.(client, object, path);
}

type Duty = (client: ApiClient, object: KubernetesObject, path: string) => Promise<void>;

const DUTIES: Readonly<Record<string, Duty>> = {
  CustomResourceDefinition: established,
  Namespace: giveAccount,
  ResourceQuota: startQuota,
};

/** The API server does this one itself, a moment later. */
async function established(client: ApiClient, object: KubernetesObject, path: string): Promise<void> {
  await eventually(`${nameOf(object)}, to be established`, async () => {
    const { status } = (await client.get(path)).body as { readonly status?: { readonly conditions?: readonly Condition[] } };
    const is = (type: string): boolean => status?.conditions?.some((each) => each.type === type && each.status === 'True') === true;
    return is('Established') && is('NamesAccepted') && (await isServed(client, object)) ? true : undefined;
  });
}

/** Established is not yet listed. */
async function isServed(client: ApiClient, { spec }: KubernetesObject): Promise<boolean> {
  const { group, versions, names } = spec as Definition;
  const served = versions.filter((version) => version.served);
  const lists = await Promise.all(served.map(({ name }) => client.get(`/apis/${group}/${name}`)));
  return lists.every(({ body }) => (body as { resources: readonly { name: string }[] }).resources.some(({ name }) => name === names.plural));
}

interface Definition {
  readonly group: string;
  readonly names: { readonly plural: string };
  readonly versions: readonly { readonly name: string; readonly served: boolean }[];
}

interface Condition {
  readonly type: string;
  readonly status: string;
}

/** The service account controller: without the account `default` the server refuses pods. */
async function giveAccount(client: ApiClient, { metadata: { name } }: KubernetesObject): Promise<void> {
  const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default' } };
  await client.apply(`/api/v1/namespaces/${name}/serviceaccounts/default?fieldManager=service-account-controller`, account);
}

/** The quota controller: the server refuses what a quota counts until it says what is used. */
async function startQuota(client: ApiClient, { spec }: KubernetesObject, path: string): Promise<void> {
  const hard = isFields(spec) && isFields(spec.hard) ? spec.hard : {};
  const used = Object.fromEntries(Object.keys(hard).map((resource) => [resource, '0']));
  await client.merge(`${path}/status`, { status: { hard, used } });
}
