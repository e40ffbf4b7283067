/**
 * Every reach into what cdktf, cdk8s and constructs do not promise. `test/app/cdktf-internals.test.ts` asserts each
 * one, so that a new version that moves something is noticed there and not in a user's output.
 */
import type { Chart, App as KubernetesApp } from 'cdk8s';
import { Aspects } from 'cdktf';
import type { IAspect, StackAnnotation, StackManifest, TerraformBackend, TerraformStack } from 'cdktf';
import type { IConstruct, Node } from 'constructs';
import { recordOrigin, traceHere } from '../estate';

/** `Node.addChild` is called once for every construct, by the constructor of its node. */
interface NodeInternals extends Pick<Node, 'root'> {
  addChild(child: IConstruct, name: string): void;
}

/** Traces of constructs whose node was not there yet when they were taken, by the root of their tree. */
const pendingTraces = new WeakMap<IConstruct, Map<IConstruct, Error>>();
const hooked = new WeakSet<object>();

/**
 * Notes for every construct made below `root` from now on where the program made it. Raw L1 elements, charts and
 * API objects have nothing else that would say so.
 *
 * cdktf can record traces too, but writes them into the output.
 */
export function recordOriginsBelow(root: IConstruct): void {
  pendingTraces.set(root, new Map());
  const prototype = Object.getPrototypeOf(root.node) as NodeInternals;
  if (hooked.has(prototype)) return;
  hooked.add(prototype);
  const addChild = prototype.addChild;
  prototype.addChild = function (this: NodeInternals, child, name) {
    addChild.call(this, child, name);
    pendingTraces.get(this.root)?.set(child, traceHere());
  };
}

/** Puts the traces where `originOf` finds them. */
export function settleOriginsBelow(root: IConstruct): void {
  const traces = pendingTraces.get(root);
  if (traces === undefined) return;
  for (const [construct, trace] of traces) recordOrigin(construct, trace);
  traces.clear();
}

/**
 * cdktf-cli sets an environment variable so that error annotations do not end a synthesis; the synthesizer reads it
 * when a stack is made. Here they never end it: they are collected as findings.
 */
export function continueOnErrorAnnotations(stack: TerraformStack): void {
  (stack.synthesizer as unknown as { continueOnErrorAnnotations: boolean }).continueOnErrorAnnotations = true;
}

/** The annotations of a stack in the manifest, which is not read again before it is written. */
export function replaceAnnotations(stack: StackManifest, annotations: readonly StackAnnotation[]): void {
  (stack as { annotations: readonly StackAnnotation[] }).annotations = annotations;
}

/** Whether cdktf-cli runs the program. */
export function runsUnderCli(): boolean {
  return process.env.CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS !== undefined;
}

/** Whether HCL is asked for: `App` and the synthesizer read the same variable differently. */
export function hclIsAskedFor(): boolean {
  return ['true', '1'].includes(process.env.SYNTH_HCL_OUTPUT ?? '');
}

/** Runs `action` while no construct has an aspect, since the synthesizer would run them a second time. */
export function withoutAspects(constructs: readonly IConstruct[], action: () => void): void {
  const taken: [IAspect[], IAspect[]][] = [];
  for (const construct of constructs) {
    const own = (Aspects.of(construct) as unknown as { _aspects: IAspect[] })._aspects;
    if (own.length > 0) taken.push([own, own.splice(0)]);
  }
  try {
    action();
  } finally {
    for (const [own, aspects] of taken) own.push(...aspects);
  }
}

/** Path in the state of a local backend; undefined for any other backend. */
export function localStatePath(backend: TerraformBackend): string | undefined {
  const { name, props } = backend as unknown as { name: string; props?: { path?: string } };
  return name === 'local' ? props?.path : undefined;
}

export function setLocalStatePath(backend: TerraformBackend, path: string): void {
  const internals = backend as unknown as { props: object };
  internals.props = { ...internals.props, path };
}

/** Where a stack holds another one, cdktf takes the first backend below it for its own, even the other's. */
export function pinBackend(stack: TerraformStack, backend: TerraformBackend): void {
  if (stack.ensureBackendExists() !== backend) Object.defineProperty(stack, 'ensureBackendExists', { value: () => backend, configurable: true });
}

/**
 * Writes the manifests of those charts of a cdk8s app that are wanted into `folder`, and gives them in the order of cdk8s. Its validations
 * are passed over: cdk8s would run them once for each chart and throw at the first app that fails, where they are findings among others
 * here.
 */
export function synthesizeKubernetes(app: KubernetesApp, folder: string, wanted: (construct: IConstruct) => boolean = () => true): Chart[] {
  const constructs = app.node.findAll().filter(wanted);
  const outdir = app.outdir;
  for (const { node } of constructs) Object.defineProperty(node, 'validate', { value: () => [], configurable: true });
  // cdk8s finds charts and dependencies by this call on its app, and by no other.
  Object.defineProperty(app.node, 'findAll', { value: () => [...constructs], configurable: true });
  (app as { outdir: string }).outdir = folder;
  try {
    app.synth();
    return app.charts;
  } finally {
    (app as { outdir: string }).outdir = outdir;
    delete (app.node as { findAll?: unknown }).findAll;
    for (const { node } of constructs) delete (node as { validate?: unknown }).validate;
  }
}
