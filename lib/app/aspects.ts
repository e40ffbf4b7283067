import { Annotations, Aspects } from 'cdktf';
import type { IAspect } from 'cdktf';
import type { IConstruct } from 'constructs';

/**
 * Shows every construct of a tree to every aspect on it or above it, once. cdktf itself starts at each stack: it passes
 * over aspects on the app and on constructs above a stack, and visits stacks within stacks twice.
 */
export function visitAspects(root: IConstruct): void {
  const applied = new Map<IConstruct, number>();
  const visit = (construct: IConstruct, inherited: readonly IAspect[]): void => {
    const own = Aspects.of(construct).all;
    if (own.length > 0) applied.set(construct, own.length);
    const aspects = own.length > 0 ? [...new Set([...inherited, ...own])] : inherited;
    for (const aspect of aspects) aspect.visit(construct);
    for (const child of construct.node.children) visit(child, aspects);
  };
  visit(root, []);
  for (const construct of root.node.findAll()) {
    if (Aspects.of(construct).all.length !== (applied.get(construct) ?? 0)) {
      Annotations.of(construct).addWarning('an aspect was added here by another aspect, after its turn: it is not applied; add it before `synth`');
    }
  }
}
