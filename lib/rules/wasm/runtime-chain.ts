import type { ContainerdFacts, Estate, NodePool, WasmWorkload, Workload } from '../../estate';
import { indexOf } from '../../estate';
import { candidateNodes, type Refusal } from '../../proofs/scheduling';
import { compareVersions } from '../../proofs/wasm';
import { subjectOf } from '../subjects';
import type { Evidence, Refuted, Remedy, Undecided, Verdict } from '../verdict';
import { listed, listedNames, quoted, quotedName } from '../wording';
import { isUntold, placementOf, type Placement, type Site, wasmName } from './sites';

/** The plugin under which runtimes stand in containerd's configuration, by its version. */
const PLUGINS = { 2: 'io.containerd.grpc.v1.cri', 3: 'io.containerd.cri.v1.runtime' } as const;

/** The first patch of containerd that takes an image whose layers are no file systems (runwasi, docs/src/getting-started/demos.md). */
const ARTIFACTS: Readonly<Record<string, string>> = { '1.6': '1.6.25', '1.7': '1.7.7' };

/** Whether the pods of a workload find their shim. */
export function runtimeVerdict(estate: Estate, wasm: WasmWorkload, workload: Workload): Verdict {
  const chain = new Chain(estate, wasm, workload);
  return chain.decide();
}

class Chain {
  private readonly placement: Placement;

  public constructor(
    private readonly estate: Estate,
    private readonly wasm: WasmWorkload,
    private readonly workload: Workload,
  ) {
    this.placement = placementOf(estate, workload);
  }

  public decide(): Verdict {
    const { estate, workload, placement } = this;
    if (workload.cluster === null) return this.open('cluster', placement.open!, 'its chart made by `cluster.chart(...)`');
    const named = indexOf(estate).runtimeClassOf(workload);
    if (named === 'default') {
      return this.refuted(
        'class',
        'is run as a container, since it names no RuntimeClass',
        [],
        'the RuntimeClass of a runtime of WebAssembly, such as `wasmtime`',
      );
    }
    if (named === 'unknown') return this.open('class', placement.open!, 'the RuntimeClass among the manifests of its cluster');
    const { certain, possible, refused, nodes, complete } = candidateNodes(estate, workload);
    if (nodes.length === 0) return this.open('nodes', 'no node of its cluster is known', 'a cluster whose pools the program states');
    if (certain.length + possible.length === 0) {
      if (!complete) return this.open('nodes', placement.open!, 'all nodes of the cluster stated');
      const why = [...new Set(refused.map(({ on, why: by }) => `pool ${quotedName(on.pool)}: ${refusalText(by)}`))];
      return this.refuted(
        'nodes',
        'finds no node',
        why.map((text) => ({ label: 'refused', text })),
        'a RuntimeClass that tolerates the taint of the pool with the runtime and selects its nodes',
      );
    }
    return this.onNodes(
      certain.map(({ pool }) => pool),
      possible.map(({ pool }) => pool),
    );
  }

  private onNodes(certain: readonly NodePool[], possible: readonly NodePool[]): Verdict {
    const { sites, runtime, open } = this.placement;
    const { handler } = runtime!;
    const without = (pools: readonly NodePool[]): NodePool[] =>
      [...new Set(pools)].filter((pool) => !isUntold(pool) && !sites.some((site) => site.pool === pool));
    const [surely, maybe] = [without(certain), without(possible)];
    const line = { label: 'RuntimeClass', text: `${quotedName(runtime!)}, handler ${quoted(handler)}` };
    if (surely.length > 0) {
      const pools = { label: 'pools', text: `${listedNames(surely)}: ${[...new Set(surely.map(handlersText))].join('; ')}` };
      return this.refuted(
        'handler',
        `may land on nodes of ${listedNames(surely)}, whose containerd has no handler ${quoted(handler)}`,
        [line, pools],
        'a RuntimeClass that selects the nodes of a pool with the runtime, or the runtime in all of these pools',
      );
    }
    const fault = sites.map((site) => this.faultOf(site)).find((each) => each !== undefined);
    if (fault !== undefined) return fault;
    if (maybe.length > 0)
      return this.open(
        'handler',
        `it may land on nodes of ${listedNames(maybe)} as well, which have no handler ${quoted(handler)}`,
        'a node selector of labels that the program gives',
      );
    if (open !== undefined) return this.open('nodes', open, 'all nodes of the cluster stated, each pool with its `containerd`');
    return { verdict: 'proved', subject: subjectOf(this.workload), premises: this.placement.premises };
  }

  private faultOf({ pool, handler }: Site): Verdict | undefined {
    const pools = { label: 'pool', text: quotedName(pool) };
    if (handler.isolation !== 'wasm' || handler.engine === undefined) {
      return this.refuted(
        'engine',
        `runs under the handler ${quoted(handler.handler)}, which runs no WebAssembly`,
        [pools, { label: 'runs', text: handler.runtimeType }],
        'a RuntimeClass of a `WasmRuntime`',
      );
    }
    if (this.wasm.executor === 'spin-app' && handler.engine.name !== 'spin') {
      return this.refuted(
        'engine',
        `is a SpinApp and runs under ${handler.engine.name}`,
        [pools],
        '`WasmRuntime.spin()` in the pool, as `runtime` of the workload',
      );
    }
    if (pool.containerd === undefined)
      return this.open('containerd', `what runs the containers of pool ${quotedName(pool)} is not stated`, '`containerd` of the pool');
    return this.containerdFault(pool, pool.containerd, handler.plugin);
  }

  private containerdFault(pool: NodePool, { version, configVersion }: ContainerdFacts, plugin: string): Verdict | undefined {
    const line = { label: 'containerd', text: `${version}, configuration version ${configVersion}, in pool ${quotedName(pool)}` };
    if (configVersion === 3 && version.startsWith('1.')) {
      return this.refuted(
        'config',
        `runs under containerd ${version}, which reads no configuration of version 3`,
        [line],
        'configuration version 2, or containerd 2.x',
      );
    }
    if (plugin !== PLUGINS[configVersion]) {
      const stands = { label: 'entry', text: `under ${quoted(plugin)}; version ${configVersion} has it under ${quoted(PLUGINS[configVersion])}` };
      return this.refuted(
        'plugin',
        `has a handler that containerd does not see`,
        [line, stands],
        'the entry of the runtime under the plugin of its version',
      );
    }
    const first = ARTIFACTS[version.split('.').slice(0, 2).join('.')];
    if (first === undefined || this.wasm.artifact.oci === undefined) return undefined;
    if (version.split('.').length < 3)
      return this.open(
        'patch',
        `which patch of containerd ${version} pool ${quotedName(pool)} has is not stated, and artifacts need ${first}`,
        'the version in full, such as `1.7.27`',
      );
    if (compareVersions(version, first) >= 0) return undefined;
    return this.refuted('patch', `is pulled as an artifact, which containerd takes from ${first} on`, [line], `containerd ${first} or later`);
  }

  private open(key: string, reason: string, decidedBy: string): Undecided {
    const { workload, placement } = this;
    const message = `whether ${wasmName(this.wasm)} lands where its runtime is`;
    return { verdict: 'undecided', subject: subjectOf(workload), key, message, reason, decidedBy, premises: placement.premises };
  }

  private refuted(key: string, fault: string, witness: readonly Evidence[], repair: string): Refuted {
    const { workload, placement } = this;
    const remedies: Remedy[] = [{ text: repair }];
    return {
      verdict: 'refuted',
      subject: subjectOf(workload),
      key,
      message: `${wasmName(this.wasm)} ${fault}`,
      witness,
      remedies,
      premises: placement.premises,
    };
  }
}

function handlersText({ handlers }: NodePool): string {
  return `it has ${listed(handlers.map(({ handler }) => quoted(handler)))}`;
}

export function refusalText(refusal: Refusal): string {
  switch (refusal.by) {
    case 'selector':
      return `its nodes have no label ${quoted(`${refusal.key}=${refusal.value}`)}`;
    case 'affinity':
      return 'no term of the node affinity matches its nodes';
    case 'taint':
      return `the taint ${quoted(`${refusal.taint.key}${refusal.taint.value === '' ? '' : `=${refusal.taint.value}`}:${refusal.taint.effect}`)} is not tolerated`;
    case 'node-name':
      return `the pod names node ${quoted(refusal.name)}`;
    case 'conflict':
      return `pod and RuntimeClass want different values of the label ${quoted(refusal.key)}`;
  }
}
