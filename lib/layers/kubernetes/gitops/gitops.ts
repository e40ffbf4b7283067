import type { Construct } from 'constructs';
import { brand, isBranded } from '../../brand';
import type { OciImage } from '../../container';
import type { HelmChart, Release } from '../addons/helm-chart';
import { argoCd } from './argo-cd';
import type { ArgoCdProps } from './argo-cd';
import { flux } from './flux';
import type { FluxProps } from './flux';

const GITOPS = Symbol.for('cdk-strata.GitOps');

/** What controllers have in common. */
export interface GitOpsProps {
  /**
   * Values of the controller's chart.
   *
   * @default - the chart's own
   */
  readonly values?: Readonly<Record<string, unknown>>;

  /**
   * YAML file with the controller's CustomResourceDefinitions, of its version. They are applied before everything else, and the chart
   * leaves them out, so that one pass over the manifests of a new cluster applies them all.
   *
   * @default - the chart installs them: the first pass over a new cluster stops at the add-ons, the last file, and is repeated when the
   * bootstrap Job has ended
   */
  readonly definitions?: string;

  /**
   * Image with `helm` and `sh` that installs the first charts of a new cluster.
   *
   * @default - alpine/helm, by digest
   */
  readonly installer?: OciImage;
}

/** What makes up a controller. @internal */
export interface GitOpsParts {
  /** How it installs itself. */
  readonly controller: HelmChart & { readonly name: string; readonly namespace: string };
  readonly definitions?: string;
  readonly installer?: OciImage;
  /** Objects that make it install a chart, in its own namespace. */
  readonly render: (scope: Construct, release: Release) => void;
}

/** What keeps the add-ons of a cluster as the program has them: it installs their charts, and mends what others change. */
export class GitOps {
  /** Argo CD: an `Application` for each add-on. */
  public static argoCd(props: ArgoCdProps = {}): GitOps {
    return new GitOps(argoCd(props));
  }

  /** Flux: a `HelmRelease` for each add-on, and the repository of its chart. */
  public static flux(props: FluxProps = {}): GitOps {
    return new GitOps(flux(props));
  }

  public static isGitOps(x: unknown): x is GitOps {
    return isBranded(x, GITOPS);
  }

  private constructor(
    /** @internal */
    public readonly _parts: GitOpsParts,
  ) {
    brand(this, GITOPS);
  }
}
