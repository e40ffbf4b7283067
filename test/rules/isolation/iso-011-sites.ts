import type { Estate, KubernetesCluster, Namespace, NodePool, RuntimeHandler, Tenant, Workload } from '../../../lib/estate';
import { anEstate } from '../../support/estate';
import { aKubernetesCluster, aPool, aWorkload, CLUSTER, manifested, RUNC, type WorkloadParts } from '../../support/kubernetes';

/** Two tenants, `shopping` with namespace `shop` and `banking` with namespace `bank`, on one cluster. */

export const GVISOR: RuntimeHandler = { handler: 'runsc', runtimeType: 'io.containerd.runsc.v1', isolation: 'sandbox', plugin: RUNC.plugin };
export const KATA: RuntimeHandler = { handler: 'kata', runtimeType: 'io.containerd.kata.v2', isolation: 'virtual-machine', plugin: RUNC.plugin };
export const SPIN: RuntimeHandler = { handler: 'spin', runtimeType: 'io.containerd.spin.v2', isolation: 'wasm', plugin: RUNC.plugin };

export const HARDENED: NonNullable<WorkloadParts['spec']> = {
  containers: [{ name: 'app', securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } } }],
  securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
};

export function aNamespace(name: string, labels: Readonly<Record<string, string>> = {}, change: Partial<Namespace> = {}): Namespace {
  return { ...manifested('v1', 'Namespace', name, { namespace: null }), namespace: null, path: `${CLUSTER}/${name}/namespace`, labels, ...change };
}

export function aTenant(name: string, namespaces: readonly Namespace[], missing: readonly string[] = []): Tenant {
  const none = { ids: [], missing: [] };
  return { name, path: `site/${name}`, machines: none, networks: none, namespaces: { ids: namespaces.map(({ id }) => id), missing } };
}

/** A workload of a namespace, hardened where the test says no more. */
export function inNamespace(namespace: string, name: string, { spec = {}, ...change }: WorkloadParts = {}): Workload {
  return aWorkload(name, {
    ...manifested('apps/v1', change.kind ?? 'Deployment', name, { namespace }),
    namespace,
    spec: { ...HARDENED, ...spec },
    ...change,
  });
}

export interface Parts {
  readonly level?: string;
  readonly shop?: readonly Workload[];
  readonly bank?: readonly Workload[];
  readonly pools?: readonly NodePool[];
  readonly cluster?: Partial<KubernetesCluster>;
  readonly namespaces?: readonly Namespace[];
  readonly tenants?: readonly Tenant[];
  readonly kubernetes?: Partial<Estate['kubernetes']>;
  readonly premises?: Estate['premises'];
  readonly manifests?: Estate['manifests'];
}

export const SHOP = aNamespace('shop');
export const BANK = aNamespace('bank');
export const WEB = inNamespace('shop', 'web');
export const LEDGER = inNamespace('bank', 'ledger');
export const GENERAL = aPool('general', 2);

export function site({
  level = 'restricted',
  shop = [WEB],
  bank = [LEDGER],
  pools = [GENERAL],
  cluster = {},
  namespaces = [SHOP, BANK],
  tenants = [aTenant('shopping', [SHOP]), aTenant('banking', [BANK])],
  kubernetes = {},
  premises = [],
  manifests = [],
}: Parts = {}): Estate {
  return anEstate({
    tenants,
    premises,
    manifests,
    kubernetes: {
      kubernetesClusters: [aKubernetesCluster({ pools: pools.map(({ id }) => id), ...cluster })],
      nodePools: pools,
      namespaces,
      workloads: [...shop, ...bank],
      ...kubernetes,
    },
    intents: [
      {
        kind: 'pod-isolation',
        path: 'site/shared',
        statement: `pods of tenants \`shopping\` and \`banking\` that share a node are isolated by \`${level}\` at least`,
        sides: tenants.map(({ name, namespaces: { ids, missing } }) => ({ label: `tenant \`${name}\``, endpoints: { ids, missing } })),
        parameters: { atLeast: level, tenants: tenants.map(({ path }) => path) },
      },
    ],
  });
}
