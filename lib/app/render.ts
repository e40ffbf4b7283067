import type { App as KubernetesApp } from 'cdk8s';
import { Manifest, TerraformStack } from 'cdktf';
import type { App } from 'cdktf';
import type { StagedManifest, StagedStack } from '../estate/read/input';
import { visitAspects } from './aspects';
import { continueOnErrorAnnotations, replaceAnnotations, withoutAspects } from './cdktf-internals';
import { collidingStacks, errorAnnotations, failedValidations, lateStacks, misplacedConstructs, validationsOf } from './construct-faults';
import type { ConstructFault } from './construct-faults';
import { giveDefaultBackends } from './default-backend';
import { STACKS } from './layout';
import { lostElements } from './lost-elements';
import { renderManifests } from './manifests';
import { portableTrace } from './traces';

export interface RenderProps {
  readonly app: App;
  /** @default - no Kubernetes tree */
  readonly kubernetes?: KubernetesApp;
  /** Empty folder that everything is rendered into. */
  readonly staging: string;
  /** Output folder that the rendered files are for; paths to state start there. */
  readonly folder: string;
  readonly workingDirectory: string;
}

export interface Rendering {
  readonly folder: string;
  readonly stacks: readonly StagedStack[];
  readonly manifests: readonly StagedManifest[];
  readonly faults: readonly ConstructFault[];
  /** False where a construct threw while it was rendered: what lies in the folder says nothing then. */
  readonly complete: boolean;
}

/**
 * Renders both trees once: backends, preparation, aspects, validations, files, in cdktf's own order but each step for
 * the whole app before the next. Validations and error annotations end nothing here; they are in the result.
 *
 * @throws what a construct throws while it is rendered, unless a validation failed before, which then comes first
 */
export function render({ app, kubernetes, staging, folder, workingDirectory }: RenderProps): Rendering {
  const stacks = stacksIn(app);
  giveDefaultBackends(stacks, folder, workingDirectory);
  for (const stack of stacks) stack.prepareStack();

  visitAspects(app);
  if (kubernetes) visitAspects(kubernetes);

  const trees = kubernetes ? [app, kubernetes] : [app];
  const faults: ConstructFault[] = [
    ...misplacedConstructs(app, kubernetes ? [kubernetes] : []),
    ...collidingStacks(stacks),
    ...lateStacks(stacksIn(app).filter((stack) => !stacks.includes(stack))),
    ...(app.skipValidation ? [] : trees.flatMap(failedValidations)),
  ];

  let manifests: readonly StagedManifest[] = [];
  let complete = true;
  try {
    renderStacks(app, stacks, staging, workingDirectory);
    faults.push(...lostElements(stacks));
    if (!app.skipValidation) faults.push(...lateValidations(stacks, faults));
    if (kubernetes) {
      const rendered = renderManifests(kubernetes, staging);
      manifests = rendered.manifests;
      faults.push(...rendered.faults);
    }
  } catch (cause) {
    if (faults.length === 0) throw cause;
    complete = false;
    // What is wrong with a construct is why it cannot be rendered, more often than not.
    const message = `the output cannot be rendered: ${cause instanceof Error ? cause.message : String(cause)}`;
    faults.push({ kind: 'validation', construct: app, message });
  }
  faults.push(...trees.flatMap(errorAnnotations));

  return {
    folder: staging,
    stacks: stacks.map((stack) => ({ name: stack.node.id, path: stack.node.path, file: stackFile(stack) })),
    manifests,
    faults,
    complete,
  };
}

/** Path of a stack's Terraform JSON, relative to the output folder. */
export function stackFile(stack: TerraformStack): string {
  return `${STACKS}/${stack.node.id}/cdk.tf.json`;
}

export function stacksIn(app: App): TerraformStack[] {
  return app.node.findAll().filter((construct): construct is TerraformStack => TerraformStack.isStack(construct));
}

function renderStacks(app: App, stacks: readonly TerraformStack[], staging: string, workingDirectory: string): void {
  const manifest = new Manifest(app.manifest.version, staging, false);
  withoutAspects(app.node.findAll(), () => {
    for (const stack of stacks) {
      continueOnErrorAnnotations(stack);
      stack.synthesizer.synthesize({ outdir: staging, manifest, skipValidation: true });
    }
  });
  for (const stack of Object.values(manifest.stacks)) {
    replaceAnnotations(
      stack,
      stack.annotations.map((annotation) =>
        annotation.stacktrace ? { ...annotation, stacktrace: portableTrace(annotation.stacktrace, workingDirectory) } : annotation,
      ),
    );
  }
  Object.assign(app.manifest.stacks, manifest.stacks);
  manifest.writeToFile();
}

/** The synthesizer adds a validation of its own where resources are moved, too late for the others. */
function lateValidations(stacks: readonly TerraformStack[], known: readonly ConstructFault[]): ConstructFault[] {
  return stacks
    .filter((stack) => stack.hasResourceMove())
    .flatMap(validationsOf)
    .filter(({ construct, message }) => !known.some((fault) => fault.construct === construct && fault.message === message));
}
