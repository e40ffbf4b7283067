import { Construct } from 'constructs';
import { declare, recordOrigin, type CompositionOutcome, type WasmArtifact } from '../../estate';
import { compose } from '../../estate/read/wasm';
import { brand, isBranded } from '../brand';
import { checkKind, checkKinds, checkProps } from '../check';
import { ConstructError } from '../construct-error';
import { WASM_COMPONENT } from './kinds';
import { declareInputs, type IWasmCode } from './wasm-code';
import type { WasmComponent } from './wasm-component';
import { writeArtifact, writeBinary } from './write-code';

export interface WasmCompositionProps {
  /** The component whose imports are plugged, and whose exports are those of the whole. */
  readonly root: WasmComponent;

  /**
   * Components that export what the root imports, or what another of them does: an interface of the same name, and of the same version
   * or one that semantic versioning takes as compatible. What nobody exports stays an import of the whole.
   */
  readonly plugs: readonly WasmComponent[];
}

const WASM_COMPOSITION = Symbol.for('cdk-strata.WasmComposition');

/**
 * Components plugged into each other: one component, which a workload runs as any other. Rule WSM-004 holds it against the reference
 * validator, and names the field about which two of them disagree.
 *
 * @example
 * new WasmComposition(this, 'pricing', { root: pricing, plugs: [rates] });
 */
export class WasmComposition extends Construct implements IWasmCode {
  public static isWasmComposition(x: unknown): x is WasmComposition {
    return isBranded(x, WASM_COMPOSITION);
  }

  /** Whether they fit together, and what does not. */
  public readonly outcome: CompositionOutcome;
  public readonly artifact: WasmArtifact;
  public readonly bytes?: Uint8Array;
  public readonly files: readonly string[];
  public readonly compositionPath: string;

  /** @throws when the root or a plug is no component, or there is no plug */
  public constructor(scope: Construct, id: string, props: WasmCompositionProps) {
    super(scope, id);
    brand(this, WASM_COMPOSITION);
    recordOrigin(this);
    checkProps(this, 'props', props, ['root', 'plugs']);
    const root = checkKind(this, 'root', props.root, WASM_COMPONENT);
    const plugs = checkKinds(this, 'plugs', props.plugs, WASM_COMPONENT);
    if (plugs.length === 0) throw new ConstructError(this, 'plugs must name a component at least, got none; run the root by itself');
    const { outcome, bytes } = compose(id, root, plugs);
    this.outcome = outcome;
    this.artifact = outcome.fits === true ? outcome.composed : root.artifact;
    if (bytes !== undefined) this.bytes = bytes;
    this.files = [...new Set([root, ...plugs].flatMap(({ files }) => files))];
    this.compositionPath = this.node.path;
    declare(this, { kind: 'wasm-composition', of: this.node.path, root: root.artifact, plugs: plugs.map(({ artifact }) => artifact), outcome });
    declareInputs(this, this);
  }

  /**
   * Writes the whole as one file, for other tools.
   *
   * @param file relative to the working directory
   * @throws when its components do not fit together
   */
  public writeTo(file: string): void {
    writeBinary(this, this, file);
  }

  /**
   * Writes the whole as an OCI image layout, whose manifest has the digest that a `WasmWorkload` pins: `oras cp --from-oci-layout
   * folder:tag registry.example.com/pricing:tag` pushes it.
   *
   * @param folder relative to the working directory
   * @throws when its components do not fit together
   */
  public writeOciLayout(folder: string, tag: string = 'latest'): void {
    writeArtifact(this, this, folder, tag);
  }
}
