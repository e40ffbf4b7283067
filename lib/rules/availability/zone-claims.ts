import { indexOf, type Estate, type KubernetesNode, type NodePool, type VirtualMachine } from '../../estate';
import { racksOf, type MachineRacks } from './node-racks';

/** What a label of a node says of where it is. */
export interface ZoneClaim {
  readonly node: KubernetesNode;
  readonly pool: NodePool;
  readonly key: string;
  readonly value: string;
  /** `rack`: the value is the name of a rack, or a token. `zone`: it is the name of something else, which only other nodes tell. */
  readonly of: 'rack' | 'zone';
  readonly machine: VirtualMachine | undefined;
  /** Where its VM may be; undefined where the app makes none for it. */
  readonly racks: MachineRacks | undefined;
}

const ZONES: readonly string[] = ['topology.kubernetes.io/zone', 'failure-domain.beta.kubernetes.io/zone'];

/** The labels of nodes that say in which zone or rack they are: those of Kubernetes, and any whose name ends in `rack`. */
export function zoneClaims(estate: Estate, pools: readonly NodePool[]): ZoneClaim[] {
  const known = new Set(estate.vsphere.hosts.flatMap(({ rack }) => rack ?? []));
  const { objects } = indexOf(estate);
  return pools.flatMap((pool) =>
    pool.nodes.flatMap((node) => {
      const machine = node.machine === null ? undefined : (objects.get(node.machine) as VirtualMachine | undefined);
      const labels = Object.entries({ ...pool.labels, ...node.labels }).filter(([key]) => ZONES.includes(key) || isRackLabel(key));
      if (labels.length === 0) return [];
      const racks = machine && racksOf(estate, machine);
      return labels.map(([key, value]): ZoneClaim => ({
        node,
        pool,
        key,
        value,
        of: isRackLabel(key) || known.has(value) || isHidden(value) ? 'rack' : 'zone',
        machine,
        racks,
      }));
    }),
  );
}

/** Whether a value has a token in it. */
export function isHidden(value: string): boolean {
  return value.includes('TfToken[') || value.includes('${');
}

function isRackLabel(key: string): boolean {
  return /(^|[/.-])rack$/.test(key);
}
