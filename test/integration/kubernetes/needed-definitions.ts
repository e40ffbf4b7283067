import { published, type Tool } from '../tools/build';
import type { KubernetesTools } from '../tools/kubernetes';
import { definitionsIn, openDefinition } from './definitions';
import type { KubernetesObject } from './object';

/** What brings the definitions of custom resources that no manifest defines, by the group of their API. */
function sources({ argoCdDefinitions, fluxDefinitions }: KubernetesTools): Readonly<Record<string, () => Tool>> {
  return {
    'argoproj.io': () => argoCdDefinitions,
    'helm.toolkit.fluxcd.io': () => fluxDefinitions,
    'source.toolkit.fluxcd.io': () => fluxDefinitions,
    'core.spinkube.dev': () => published('github.com/spinkube/spin-operator', 'v0.6.1', 'config/crd/bases'),
    'keda.sh': () => published('github.com/kedacore/keda/v2', 'v2.17.2', 'config/crd/bases'),
  };
}

export interface Needed {
  readonly definitions: readonly KubernetesObject[];
  /** Kinds whose own definition cannot be had, so that nothing of them is checked but their metadata, and why. */
  readonly open: readonly string[];
}

/** Definitions that these objects need beside those among them: the real ones where they can be had, and open ones elsewhere. */
export function neededDefinitions(objects: readonly KubernetesObject[], tools: KubernetesTools): Needed {
  const brought = new Set(objects.filter(({ kind }) => kind === 'CustomResourceDefinition').map((each) => groupOfDefinition(each)));
  const groups = [...new Set(objects.map(({ apiVersion }) => groupOf(apiVersion)))].filter((group) => !brought.has(group)).sort();
  const definitions = new Map<string, KubernetesObject>();
  const open: string[] = [];
  for (const group of groups) {
    const tool = sources(tools)[group]?.();
    if (tool === undefined) continue;
    if ('path' in tool) {
      const all = definitionsIn(tool.path).filter((each) => groupOfDefinition(each) === group);
      for (const each of all) definitions.set(each.metadata.name, each);
    } else {
      for (const { apiVersion, kind } of objects.filter((each) => groupOf(each.apiVersion) === group)) {
        const each = openDefinition(apiVersion, kind, `${kind.toLowerCase()}s`);
        if (!definitions.has(each.metadata.name)) open.push(`${apiVersion} ${kind} (${tool.missing})`);
        definitions.set(each.metadata.name, each);
      }
    }
  }
  return { definitions: [...definitions.values()], open };
}

function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
}

function groupOfDefinition({ spec }: KubernetesObject): string {
  return (spec as { readonly group: string }).group;
}
