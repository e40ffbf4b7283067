/** Where things lie in an output folder; every path is relative to it, with forward slashes. */

/** Written by cdktf: which stacks there are. The last file of a run, hence its commit point. */
export const MANIFEST = 'manifest.json';
export const STACKS = 'stacks';
export const MANIFESTS = 'manifests';
export const REPORT = 'strata/report.json';
/** What was said beside the output, for `strata verify` to read a plan with. */
export const DECLARATIONS = 'strata/declarations.json';
/** Names of every file that a run in progress, or one that was killed, may have left. */
export const JOURNAL = 'strata/pending.json';

/** Baseline that is read where none is named, relative to the working directory. */
export const DEFAULT_BASELINE = 'strata.baseline.json';

/** What cdktf itself writes into the folder of a stack. */
export const CDKTF_FILES = ['cdk.tf', 'cdk.tf.json', 'metadata.json'] as const;
export const CDKTF_ASSETS = 'assets';

/** What Terraform and OpenTofu take as configuration when it lies in the folder of a stack. */
export const CONFIGURATION = /\.(tf|tofu)(\.json)?$/;
/** Files of variable values that Terraform and OpenTofu take without being told to. */
export const VALUES = /(^|\/)(terraform\.tfvars|[^/]*\.auto\.tfvars)(\.json)?$/;
/** What `kubectl apply --filename` takes from a folder. */
export const KUBERNETES_MANIFEST = /\.(ya?ml|json)$/;

/** A manifest of a cluster: a rank, and the chart it is of. */
export const CLUSTER_MANIFEST = /^manifests\/[^/]+\/\d\d-[^/]+\.k8s\.yaml$/;

/** Belongs to Terraform, however it came here: state, providers, lock files. Never removed or overwritten. */
export function isTerraforms(path: string): boolean {
  return path.split('/').some((name) => name === '.terraform' || name === '.terraform.lock.hcl' || name.includes('.tfstate'));
}

/** Start of the name of a staging folder; the folder's own name is in it, so that two outputs side by side do not mix. */
export function stagingPrefix(folderName: string): string {
  return `.${folderName}.staging-`;
}

export const STAGING = /^\..+\.staging-\d+-/;
