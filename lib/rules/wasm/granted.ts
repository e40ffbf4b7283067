import type { Container, Estate, WasmWorkload, Workload } from '../../estate';
import { subjectOf } from '../subjects';
import type { Evidence, Verdict } from '../verdict';
import { listed, quoted } from '../wording';
import { canonicalGrant, egressOf, isCovered } from './egress';
import { wasmName } from './sites';

/** Something that a pod may touch. @param of what grants call it */
type Touch = (of: string, text: string) => Evidence;
const TOUCH: Touch = (label, text) => ({ label, text });

/** Whether a pod may touch what it is granted, no more and no less. */
export function* grantVerdict(estate: Estate, wasm: WasmWorkload, workload: Workload): Iterable<Verdict> {
  const subject = subjectOf(workload);
  const name = wasmName(wasm);
  const unsure = unsureOf(estate, wasm, workload);
  const more = [...moreFiles(wasm, workload), ...moreEnvironment(estate, wasm, workload), ...moreNetwork(estate, wasm, workload)];
  const less = lacking(estate, wasm, workload);
  if (more.length > 0) {
    yield {
      verdict: 'refuted',
      subject,
      key: 'more',
      message: `${name} may touch more than it is granted`,
      witness: more,
      remedies: [{ text: 'the manifests without it, or `grants` of the workload with it' }],
    };
  }
  if (less.length > 0) {
    yield {
      verdict: 'refuted',
      severity: 'warning',
      subject,
      key: 'less',
      message: `${name} does not get all that it is granted`,
      witness: less,
      remedies: [{ text: 'the manifests as the workload made them, or `grants` without it' }],
    };
  }
  if (unsure !== undefined) {
    yield { verdict: 'undecided', subject, key: 'grants', message: `whether ${name} may touch what it is granted only`, ...unsure };
  } else if (more.length + less.length === 0) yield { verdict: 'proved', subject };
}

function unsureOf(estate: Estate, wasm: WasmWorkload, workload: Workload): { reason: string; decidedBy: string } | undefined {
  const { pod } = workload;
  const unread = (pod.unread ?? []).find((path) => /^spec\.(containers|volumes|hostNetwork|automount)/.test(path));
  if (unread !== undefined) return { reason: `what the manifest says as \`${unread}\` is not to be read`, decidedBy: 'literals in the manifest' };
  if (wasm.executor === 'deployment' && pod.spec.automountServiceAccountToken === undefined) {
    return {
      reason: 'whether its service account has its token mounted is not said by the pod, and the code could read it',
      decidedBy: '`automountServiceAccountToken: false` in the pod',
    };
  }
  const { doubtful } = egressOf(estate, workload);
  if (doubtful.length === 0) return undefined;
  return { reason: `a token says what ${listed(doubtful.map(quoted))} lets through, and for whom`, decidedBy: 'literals in the NetworkPolicy' };
}

function* moreFiles({ grants, executor }: WasmWorkload, { pod }: Workload): Iterable<Evidence> {
  for (const { name, volumeMounts = [] } of pod.spec.containers) {
    for (const { mountPath, readOnly = false } of volumeMounts) {
      const granted = grants.files.find(({ path }) => path === mountPath);
      if (!granted) yield TOUCH('files', `${quoted(mountPath)}, mounted into container ${quoted(name)}`);
      else if (granted.readOnly && !readOnly) yield TOUCH('files', `${quoted(mountPath)} may be written to, and is granted for reading`);
    }
  }
  // Spin shows its apps no file of the container that they do not name themselves.
  if (executor === 'deployment' && pod.spec.automountServiceAccountToken === true)
    yield TOUCH('files', 'the token of its service account, which is mounted');
}

function* moreEnvironment(estate: Estate, { grants, executor }: WasmWorkload, workload: Workload): Iterable<Evidence> {
  const granted = grants.environment.map((name) => variable(name, executor));
  for (const { name, env = [] } of workload.pod.spec.containers) {
    const extra = env.filter((each) => !granted.includes(each.name));
    if (extra.length > 0) yield TOUCH('environment', `${listed(extra.map((each) => quoted(each.name)))} of container ${quoted(name)}`);
  }
  for (const source of sourcesOf(estate, workload)) yield TOUCH('environment', `all entries of ${source}`);
}

function* moreNetwork(estate: Estate, { grants }: WasmWorkload, workload: Workload): Iterable<Evidence> {
  if (workload.pod.spec.hostNetwork === true) yield TOUCH('network', 'the network of its node: `hostNetwork` is true');
  const { policies, allowed, doubtful } = egressOf(estate, workload);
  if (policies.length === 0) {
    if (doubtful.length > 0) return;
    yield TOUCH('network', `anything: no NetworkPolicy of namespace ${quoted(workload.namespace)} says what its pods may call`);
    return;
  }
  const granted = grants.network.map(canonicalGrant);
  const extra = allowed.filter((each) => !isCovered(each, granted));
  if (extra.length > 0) yield TOUCH('network', `${listed(extra.map(quoted))}, by the policies ${listed(policies.map(quoted))}`);
}

function lacking(estate: Estate, { grants, executor }: WasmWorkload, workload: Workload): Evidence[] {
  const { containers } = workload.pod.spec;
  const has = <T>(list: (container: Container) => readonly T[] | undefined): T[] => containers.flatMap((each) => list(each) ?? []);
  const mounts = has(({ volumeMounts }) => volumeMounts);
  const env = has((each) => each.env).map(({ name }) => name);
  const { policies, allowed, doubtful } = egressOf(estate, workload);
  const files = grants.files.filter(({ path, readOnly }) => !mounts.some((each) => each.mountPath === path && (readOnly || each.readOnly !== true)));
  const names = grants.environment.filter((name) => !env.includes(variable(name, executor)));
  const isOpen = policies.length === 0 || doubtful.length > 0;
  const network = isOpen ? [] : grants.network.filter((grant) => !isCovered(canonicalGrant(grant), allowed));
  return [
    ...(files.length > 0 ? [TOUCH('files', `${listed(files.map(({ path }) => quoted(path)))} is not mounted so`)] : []),
    ...(names.length > 0 ? [TOUCH('environment', `${listed(names.map(quoted))} is not set`)] : []),
    ...(network.length > 0 ? [TOUCH('network', `${listed(network.map(quoted))}: no policy lets it through`)] : []),
  ];
}

/** spinframework/spin-operator gives variables of an app under names of its own. */
function variable(name: string, executor: WasmWorkload['executor']): string {
  return executor === 'spin-app' ? `SPIN_VARIABLE_${name.toUpperCase()}` : name;
}

interface Json {
  readonly [key: string]: Json | readonly Json[] | string | undefined;
}

/** What containers take whole as their environment, which the estate's pods do not have: read from the manifest itself. */
function sourcesOf({ manifests }: Estate, { manifest, kind, name }: Workload): string[] {
  const body = manifests.find(({ file, index }) => file === manifest.file && index === manifest.index)?.body as Json | undefined;
  const objects = Array.isArray(body?.items) ? (body.items as Json[]) : body === undefined ? [] : [body];
  const own = objects.find((each) => each.kind === kind && (each.metadata as Json | undefined)?.name === name);
  const spec = ((own?.spec as Json | undefined)?.template as Json | undefined)?.spec as Json | undefined;
  const containers = (Array.isArray(spec?.containers) ? spec.containers : []) as readonly Json[];
  return containers.flatMap(({ envFrom }) =>
    (Array.isArray(envFrom) ? (envFrom as readonly Json[]) : []).map((source) => {
      const [[what, of] = ['something', undefined]] = Object.entries(source).filter(([key]) => key.endsWith('Ref'));
      return `${what.replace(/Ref$/, '')} ${quoted(String((of as Json | undefined)?.name ?? ''))}`;
    }),
  );
}
