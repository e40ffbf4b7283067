import { Token } from 'cdktf';
import type { IConstruct } from 'constructs';
import { checkProps, checkTexts, got, ifGiven } from '../../check';
import { checkNamespace } from '../chart/check-namespace';
import { ConstructError } from '../../construct-error';

/** A Helm chart, pinned: what a controller of the cluster installs, and what nobody renders at synthesis. */
export interface HelmChart {
  /** Name of the chart in its repository, such as `cilium`. */
  readonly chart: string;

  /** `https://...` of a chart repository, or `oci://...` of the folder in a registry that holds the chart. */
  readonly repository: string;

  /** Exact version of the chart, such as `1.18.4`. */
  readonly version: string;

  /**
   * What the chart is told, as in its `values.yaml`. No secret: it stands in the manifests in clear. A chart that needs one takes the name
   * of a Secret.
   *
   * @default - the chart's own
   */
  readonly values?: Readonly<Record<string, unknown>>;

  /** Where it is installed. @default - the name of the add-on */
  readonly namespace?: string;

  /**
   * Versions of APIs that its CustomResourceDefinitions bring, such as `cert-manager.io/v1`: objects of them are known to find their API.
   *
   * @default - none that is known
   */
  readonly apis?: readonly string[];
}

/** A chart as it is installed: what controllers and the bootstrap Job have to agree on. */
export interface Release extends Required<HelmChart> {
  /** Name of the release, and of what the controller calls it. */
  readonly name: string;
}

/** Longest name that Helm takes for a release (helm.sh/helm/v3 `pkg/chartutil/validate_name.go`). */
const LONGEST_NAME = 53;
const NAME = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const CHART = /^[A-Za-z0-9][A-Za-z0-9._/-]*$/;
const EXACT = /^v?\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$/;
const REPOSITORY = /^(https|oci):\/\/[A-Za-z0-9]/;

/** @throws when a field is not what it should be, or a value is a token, which nothing fills in */
export function releaseOf(cluster: IConstruct, name: string, addon: HelmChart): Release {
  if (typeof name !== 'string' || !NAME.test(name) || name.length > LONGEST_NAME) {
    throw new ConstructError(cluster, `an add-on needs a name of at most ${LONGEST_NAME} lower-case letters, digits and "-", got ${got(name)}`);
  }
  const what = (field: string): string => `${field} of add-on ${JSON.stringify(name)}`;
  checkProps(cluster, `the props of add-on ${JSON.stringify(name)}`, addon, ['chart', 'repository', 'version']);
  const { chart, repository, version, values = {} } = addon;
  if (typeof chart !== 'string' || !CHART.test(chart)) {
    throw new ConstructError(
      cluster,
      `${what('chart')} must be its name in the repository, known at synthesis, got ${got(chart)}; give one such as "cilium"`,
    );
  }
  checkRepository(cluster, what('repository'), repository);
  if (typeof version !== 'string' || !EXACT.test(version)) {
    throw new ConstructError(
      cluster,
      `${what('version')} must be one version, so that every cluster has the same, got ${got(version)}; give one such as "1.18.4"`,
    );
  }
  checkProps(cluster, what('values'), values, []);
  const token = tokenIn(values, 'values');
  if (token !== undefined) {
    throw new ConstructError(cluster, `${what(token)} is a Terraform token, which nothing fills into a manifest; give a value known at synthesis`);
  }
  return {
    name,
    chart,
    repository,
    version,
    values,
    apis: checkTexts(cluster, what('apis'), addon.apis ?? []),
    namespace: ifGiven(addon.namespace, (namespace) => checkNamespace(cluster, what('namespace'), namespace)) ?? name,
  };
}

/** A password in it would stand in the manifests in clear. */
function checkRepository(cluster: IConstruct, what: string, repository: string): void {
  const url = typeof repository === 'string' && REPOSITORY.test(repository) && URL.canParse(repository) ? new URL(repository) : undefined;
  if (url?.username === '' && url.password === '') return;
  const shown = url === undefined ? got(repository) : 'one with a user or password in it';
  throw new ConstructError(
    cluster,
    `${what} must be a URL that begins with https:// or oci://, got ${shown}; give one such as "https://helm.cilium.io"`,
  );
}

/** Where in a value a token stands. */
function tokenIn(value: unknown, path: string): string | undefined {
  if (Token.isUnresolved(value)) return path;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, each] of Object.entries(value)) {
    const found = tokenIn(each, `${path}.${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
}
