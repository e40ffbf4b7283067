import { indexOf, type Container, type Estate, type ImagePlatform, type NodePool, type Premise, type Workload } from '../../estate';
import type { Refuted, Subject, Undecided } from '../verdict';
import { listed, listedNames, quoted, quotedName } from '../wording';
import { lockPremise, type KnownImage } from './cfg-013-locks';
import { isIndex, isWasm, runsOn, type Landing } from './cfg-013-platforms';

interface At {
  readonly workload: Workload;
  readonly list: string;
  readonly container: Container;
}

/** Whether an image of known platforms runs wherever the pods of a workload may land. */
export class BuiltFor {
  /** What it rests on where there is nothing against an image. */
  public static premises(estate: Estate, workload: Workload, { pools, premises }: Landing): Premise[] {
    const cluster = estate.kubernetes.kubernetesClusters.find(({ id }) => id === workload.cluster);
    const closed: Premise[] =
      cluster === undefined
        ? []
        : [
            {
              id: `nodes-of:${cluster.id}`,
              kind: 'closed-scope',
              statement: `cluster ${quotedName(cluster)} has no nodes but those of its pools`,
              subject: cluster.id,
            },
          ];
    return [...closed, ...pools.map(architecturePremise), ...premises];
  }

  public constructor(
    private readonly estate: Estate,
    private readonly landing: Landing,
    private readonly at: At,
    private readonly subject: Subject,
    private readonly image: KnownImage,
  ) {}

  /** What is wrong or open; undefined where it runs on every node that it may land on. */
  public decide(): Refuted | Undecided | undefined {
    const { certain, possible, pools } = this.landing;
    if (pools.length === 0) {
      const none = this.at.workload.cluster === null ? 'its chart belongs to no cluster' : 'its cluster states no pool of nodes';
      return this.open(
        `${none}, so that the architecture of its nodes is not known`,
        'the chart made by `chart(...)` of a cluster that states its pools',
      );
    }
    const wasm = this.image.platforms.filter(isWasm);
    if (wasm.length === this.image.platforms.length) return this.wasmOnly();
    const os = this.at.workload.pod.spec.os?.name ?? 'linux';
    const answers = new Map([...certain, ...possible].map((pool) => [pool, runsOn(this.image.platforms, pool, os)]));
    const wrong = (among: readonly NodePool[]): NodePool[] => among.filter((pool) => answers.get(pool) === 'no');
    const nowhere = answers.size > 0 && [...answers.values()].every((answer) => answer === 'no');
    const bad = nowhere ? [...certain, ...possible] : wrong(certain);
    if (bad.length > 0) return this.refuted(bad, os);
    const perhaps = wrong(possible);
    if (perhaps.length > 0)
      return this.open(`it does not run on ${listedNames(perhaps)}, where its pods may or may not land`, 'a `nodeSelector` for `kubernetes.io/arch`');
    const doubtful = [...answers].flatMap(([pool, answer]) => (answer === 'maybe' ? [pool] : []));
    if (doubtful.length === 0) return undefined;
    return this.open(
      `it is built for ${this.platforms()}, which nodes of ${listedNames(doubtful)} (${architectures(doubtful)}) may run or not, by their CPU`,
      `an image for ${architectures(doubtful)}, locked again`,
    );
  }

  private wasmOnly(): Refuted | Undecided | undefined {
    const isolations = this.isolations();
    const { workload, container } = this.at;
    const { runtimeClassName } = workload.pod.spec;
    const runtime = runtimeClassName === undefined ? 'no RuntimeClass' : `RuntimeClass ${quoted(runtimeClassName)}`;
    if (isolations.size === 0)
      return this.open(
        `it is WebAssembly, and which runtime its pods get by ${runtime} is not known`,
        'a RuntimeClass whose handler the pools state',
      );
    if (!isolations.has('wasm')) {
      return {
        ...this.fault(),
        message: `the image of container ${quoted(container.name)} of ${quoted(`${workload.namespace}/${String(workload.name)}`)} is WebAssembly, and its runtime is not`,
        witness: [...this.witness(), { label: 'runtime', text: `${runtime}, which runs containers of Linux` }],
        remedies: [{ text: 'the RuntimeClass of a wasm runtime, as `runtimeClassName`' }],
      };
    }
    if (isolations.size > 1)
      return this.open(`it is WebAssembly, and ${runtime} is another runtime on some of its nodes`, 'one handler of that name on all pools');
    if (!isIndex(this.image.entry)) return undefined;
    return this.open(
      'it is an index with WebAssembly alone, of which containerd picks by the platform of the node',
      'a single manifest (`docker buildx build --provenance=false`)',
    );
  }

  /** How the handler that the pods get is isolated, on the pools that they may land on; empty where nobody says. */
  private isolations(): Set<string> {
    const { certain, possible, pools } = this.landing;
    const runtime = indexOf(this.estate).runtimeClassOf(this.at.workload);
    if (runtime === 'unknown') return new Set();
    const name = runtime === 'default' ? 'runc' : runtime.handler;
    const landing = certain.length + possible.length > 0 ? [...certain, ...possible] : pools;
    return new Set(landing.flatMap(({ handlers }) => handlers.filter(({ handler }) => handler === name).map(({ isolation }) => isolation)));
  }

  private refuted(pools: readonly NodePool[], os: string): Refuted {
    const { workload, container } = this.at;
    const fits = this.landing.pools.filter((pool) => runsOn(this.image.platforms, pool, os) === 'yes');
    return {
      ...this.fault(),
      message: `the image of container ${quoted(container.name)} of ${quoted(`${workload.namespace}/${String(workload.name)}`)} is not built for the nodes of ${listedNames(pools)}`,
      witness: [...this.witness(), { label: 'nodes', text: `${listedNames(pools)}: ${architectures(pools)}, where the pods may land` }],
      remedies: [
        { text: `an image for ${architectures(pools)}` },
        ...(fits.length === 0
          ? []
          : [{ text: `\`nodeSelector: { kubernetes.io/arch: ${fits[0]!.architecture} }\`, which ${listedNames(fits)} has` }]),
      ],
    };
  }

  private fault(): Pick<Refuted, 'verdict' | 'subject' | 'premises' | 'key'> {
    return { verdict: 'refuted', subject: this.subject, premises: this.premises(), key: this.key };
  }

  private witness(): { label: string; text: string }[] {
    return [
      { label: 'image', text: quoted(this.at.container.image!) },
      { label: 'built for', text: `${this.platforms()} (${quoted(this.image.entry.file)})` },
    ];
  }

  private open(reason: string, decidedBy: string): Undecided {
    const { workload, container } = this.at;
    return {
      verdict: 'undecided',
      subject: this.subject,
      premises: this.premises(),
      key: this.key,
      message: `whether the image of container ${quoted(container.name)} of ${quoted(`${workload.namespace}/${String(workload.name)}`)} runs on its nodes`,
      witness: this.witness(),
      reason,
      decidedBy,
    };
  }

  private premises(): Premise[] {
    return [lockPremise(this.image.entry), ...BuiltFor.premises(this.estate, this.at.workload, this.landing)];
  }

  private get key(): string {
    return `platform:${this.at.list}.${this.at.container.name}`;
  }

  private platforms(): string {
    return listed([...new Set(this.image.platforms.map(platformText))], 4);
  }
}

function platformText({ os, architecture, variant }: ImagePlatform): string {
  return [os, architecture, ...(variant === undefined ? [] : [variant])].join('/');
}

function architectures(pools: readonly NodePool[]): string {
  return listed([...new Set(pools.map(({ architecture }) => architecture))]);
}

function architecturePremise(pool: NodePool): Premise {
  return {
    id: `node-architecture:${pool.id}`,
    kind: 'stated',
    statement: `nodes of pool ${quotedName(pool)} are ${pool.architecture}`,
    subject: pool.id,
  };
}
