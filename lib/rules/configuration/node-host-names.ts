import { indexOf, isUnknown, type Estate, type KubernetesNode, type NodePool, type Value, type VirtualMachine } from '../../estate';
import { blocksOf, type Block } from '../blocks';
import { knownOnlyTo, quoted, quotedName } from '../wording';

/** A node, with what its guest is called. */
export interface NamedNode {
  readonly node: KubernetesNode;
  readonly pool: NodePool;
  /** Undefined where the app makes no VM for it. */
  readonly machine: VirtualMachine | undefined;
  /** The name of its guest, or why nobody knows it. */
  readonly host: { readonly name: string; readonly by: string } | { readonly hidden: string };
}

export function namedNodes(estate: Estate, pool: NodePool): NamedNode[] {
  const { objects } = indexOf(estate);
  return pool.nodes.map((node) => {
    const machine = node.machine === null ? undefined : (objects.get(node.machine) as VirtualMachine | undefined);
    return { node, pool, machine, host: hostNameOf(estate, node, machine) };
  });
}

/** A customization of the clone is what vSphere gives the guest, whatever the pool says. */
function hostNameOf(estate: Estate, { hostname }: KubernetesNode, machine: VirtualMachine | undefined): NamedNode['host'] {
  const customized = machine && customizedName(indexOf(estate).entryOf(machine)?.values.clone);
  if (customized !== undefined) {
    if (typeof customized === 'string') return { name: customized, by: '`clone.customize`' };
    return { hidden: isUnknown(customized) ? `\`host_name\` of its customization is ${knownOnlyTo(customized)}` : 'its customization is not known' };
  }
  if (hostname === undefined) return { hidden: 'what its guest is called is not stated' };
  if (isHidden(hostname)) return { hidden: `its host name is a token: ${quoted(hostname)}` };
  return { name: hostname, by: machine ? `its pool, for VM ${quotedName(machine)}` : 'its pool' };
}

/** The host name that a customization gives; undefined where it gives none. */
function customizedName(clone: Value | undefined): Value | undefined {
  for (const customize of within(blocksOf(clone), 'customize')) {
    for (const options of [...within([customize], 'linux_options'), ...within([customize], 'windows_options')]) {
      const name = options.host_name ?? options.computer_name;
      if (name !== undefined && name !== null) return name;
    }
  }
  return undefined;
}

function within(blocks: readonly Block[], name: string): Block[] {
  return blocks.flatMap((block) => blocksOf(block[name]));
}

/** Whether a node name has a token in it. */
export function isHidden(name: string): boolean {
  return name.includes('TfToken[') || name.includes('${');
}
