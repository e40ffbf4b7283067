import { Chart } from 'cdk8s';
import { AnnotationMetadataEntryType, TerraformElement, TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';

/** What a construct says against itself, or would say if its library looked: it always stops a synthesis. */
export interface ConstructFault {
  readonly kind: 'validation' | 'annotation';
  readonly construct: IConstruct;
  readonly message: string;
}

/** Failed validations of every construct of a tree, those outside of any stack included. */
export function failedValidations(root: IConstruct): ConstructFault[] {
  return root.node.findAll().flatMap((construct) => validationsOf(construct));
}

export function validationsOf(construct: IConstruct): ConstructFault[] {
  return construct.node.validate().map((message) => invalid(construct, message));
}

/** Error annotations of every construct of a tree. */
export function errorAnnotations(root: IConstruct): ConstructFault[] {
  return root.node
    .findAll()
    .flatMap((construct) =>
      construct.node.metadata
        .filter(({ type }) => type === AnnotationMetadataEntryType.ERROR)
        .map(({ data }) => ({ kind: 'annotation' as const, construct, message: String(data) })),
    );
}

/** Constructs in a place where nothing would ever render them; cdktf and cdk8s pass over them without a word. */
export function misplacedConstructs(app: IConstruct, kubernetes: readonly IConstruct[]): ConstructFault[] {
  return [...misplacedInTerraform(app, false), ...kubernetes.flatMap(misplacedInKubernetes)];
}

function misplacedInTerraform(construct: IConstruct, inStack: boolean): ConstructFault[] {
  const covered = inStack || TerraformStack.isStack(construct);
  if (Chart.isChart(construct))
    return [invalid(construct, 'a chart in the Terraform tree is rendered by nothing; its scope should be `app.kubernetes`')];
  if (TerraformElement.isTerraformElement(construct) && !covered) {
    return [invalid(construct, 'a Terraform element outside of any stack is rendered by nothing; its scope should be a TerraformStack')];
  }
  return construct.node.children.flatMap((child) => misplacedInTerraform(child, covered));
}

function misplacedInKubernetes(construct: IConstruct): ConstructFault[] {
  if (TerraformElement.isTerraformElement(construct) || TerraformStack.isStack(construct)) {
    return [
      invalid(construct, 'a Terraform construct in the Kubernetes tree is rendered by nothing; its scope should be the app or a TerraformStack'),
    ];
  }
  return construct.node.children.flatMap(misplacedInKubernetes);
}

/** Stacks made while aspects are applied: cdktf has listed its stacks by then. */
export function lateStacks(stacks: readonly TerraformStack[]): ConstructFault[] {
  return stacks.map((stack) => invalid(stack, 'made by an aspect, after stacks were prepared: nothing renders it; make it before `synth`'));
}

/** Stacks whose files would overwrite each other: cdktf names the folder of a stack by its id alone. */
export function collidingStacks(stacks: readonly TerraformStack[]): ConstructFault[] {
  const byId = new Map<string, TerraformStack>();
  return stacks.flatMap((stack) => {
    const first = byId.get(stack.node.id);
    if (first === undefined) {
      byId.set(stack.node.id, stack);
      return [];
    }
    const message = `two stacks have the id \`${stack.node.id}\`, ${first.node.path} is the other: one would overwrite the other's output; give each an id of its own`;
    return [invalid(stack, message)];
  });
}

export function invalid(construct: IConstruct, message: string): ConstructFault {
  return { kind: 'validation', construct, message };
}
