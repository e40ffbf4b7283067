import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { placeOfChart } from '../estate/kubernetes-app';
import type { ClusterManifests } from './cluster-objects';
import { invalid } from './construct-faults';
import type { ConstructFault } from './construct-faults';

/**
 * What the objects of a cluster were said to depend on, by their numbers: a dependency of a construct is one of every object below it on
 * every object below the other.
 */
export function clusterDependencies({ cluster, objects }: ClusterManifests): { after: number[][]; faults: ConstructFault[] } {
  const numbers = new Map<IConstruct, number[]>();
  objects.forEach(({ construct }, number) => numbers.set(construct, [...(numbers.get(construct) ?? []), number]));
  const after = objects.map(() => new Set<number>());
  const faults: ConstructFault[] = [];
  for (const source of sourcesOf(objects.map(({ construct }) => construct))) {
    for (const target of source.node.dependencies) {
      const targets = objectsBelow(target, source);
      const known = targets.flatMap((object) => numbers.get(object) ?? []);
      if (!targets.every((object) => numbers.has(object)) || !isManifested(target)) {
        faults.push(
          invalid(source, `depends on ${target.node.path}, which is not applied to ${cluster.node.path}: no order of its manifests can keep that`),
        );
      }
      for (const object of objectsBelow(source, target)) {
        for (const number of numbers.get(object) ?? []) for (const other of known) after[number]!.add(other);
      }
    }
  }
  return { after: after.map((each) => [...each]), faults };
}

/** Every construct that an object is, or lies in. */
function sourcesOf(objects: readonly ApiObject[]): Set<IConstruct> {
  return new Set(objects.flatMap((object) => object.node.scopes.slice(1)));
}

/** Objects at and below a construct, but not those of another one that lies in it. */
function objectsBelow(construct: IConstruct, other: IConstruct): ApiObject[] {
  const inOther = (object: IConstruct): boolean => other !== construct && object.node.scopes.includes(other) && other.node.scopes.includes(construct);
  return construct.node.findAll().filter((each): each is ApiObject => ApiObject.isApiObject(each) && !inOther(each));
}

/** Whether a construct is in the tree of charts at all. */
function isManifested(construct: IConstruct): boolean {
  return construct.node.findAll().some((each) => ApiObject.isApiObject(each)) || placeOfChart(construct) !== undefined;
}
