import type { Estate, Frame } from '../estate';
import type { Judgement, Refuted, Rule, Undecided } from '../rules';
import type { Waiver } from './baseline';
import type { Finding, FindingRemedy } from './finding';
import { faultOf, fingerprintOf, identityOf } from './fingerprint';
import { inOrder } from './order';
import { RemedyTrial } from './remedies';
import { checkSeverities, severityOf, undecidedSeverityOf } from './severities';
import type { Severities } from './severities';
import { plainSubject } from './subject';

export interface FindingOptions {
  /** Severity of refutations, by rule id; raises undecided verdicts too. @default - each rule's own */
  readonly severities?: Severities;
  /** Findings that may stand: the entries of a baseline. @default - none */
  readonly waivers?: readonly Waiver[];
  /** The lines of the user's code that made the construct at a path, innermost first. */
  readonly originOf: (path: string) => readonly Frame[];
  /**
   * Findings of one rule whose remedies are tried, each by every rule; those of later ones are hints.
   *
   * @default 10, and down to 2 in an estate of more than 2000 resources and objects
   */
  readonly mendLimit?: number;
}

const MEND_LIMIT = 10;
const LEAST_MEND_LIMIT = 2;
/** A trial reads the whole estate, about 60 microseconds a resource: this keeps those of a rule within some seconds. */
const RESOURCES_TRIED = 20_000;

/**
 * One finding for each refuted or undecided verdict: errors first, then by rule and subject.
 *
 * @throws InputError when a severity names no rule, or lowers one that decides an intent
 * @throws RuleCrash when a remedy cannot be applied, or a rule fails on the mended estate
 */
export function findingsOf(judgements: readonly Judgement[], estate: Estate, options: FindingOptions): Finding[] {
  const severities = options.severities ?? {};
  checkSeverities(
    severities,
    judgements.map(({ rule }) => rule),
  );
  const waivers = new Map(options.waivers?.map((waiver) => [waiver.fingerprint, waiver]));
  const pathOf = constructPaths(estate);
  const origins = new Map<Finding, Origin>();

  for (const { rule, verdicts } of judgements) {
    const occurrences = new Map<string, number>();
    for (const verdict of verdicts) {
      if (verdict.verdict === 'proved') continue;
      const fault = faultOf(rule.id, verdict);
      const identity = identityOf(fault);
      const occurrence = (occurrences.get(identity) ?? 0) + 1;
      occurrences.set(identity, occurrence);

      const fingerprint = fingerprintOf(fault, occurrence);
      const waiver = rule.waivable === false ? undefined : waivers.get(fingerprint);
      const path = pathOf(verdict.subject);
      const finding: Finding = {
        rule: rule.id,
        severity: verdict.verdict === 'refuted' ? severityOf(rule, severities, verdict.severity) : undecidedSeverityOf(rule, severities),
        verdict: verdict.verdict,
        message: verdict.message,
        subject: plainSubject(verdict.subject),
        source: path === undefined ? [] : options.originOf(path),
        ...(verdict.verdict === 'undecided' ? { reason: verdict.reason } : {}),
        witness: verdict.witness ?? [],
        remedies: [],
        premises: verdict.premises ?? [],
        fingerprint,
        ...(waiver === undefined ? {} : { waived: { reason: waiver.reason } }),
      };
      origins.set(finding, { rule, verdict, faults: occurrences });
    }
  }

  const decide = remedyDecider(new RemedyTrial(judgements, estate), options.mendLimit ?? mendLimitFor(estate));
  return inOrder([...origins.keys()]).map((finding) => ({ ...finding, remedies: decide(finding, origins.get(finding)!) }));
}

function mendLimitFor({ terraform, manifests }: Estate): number {
  const size = terraform.stacks.reduce((sum, { resources }) => sum + resources.length, manifests.length);
  return Math.max(LEAST_MEND_LIMIT, Math.min(MEND_LIMIT, Math.floor(RESOURCES_TRIED / Math.max(size, 1))));
}

interface Origin {
  readonly rule: Rule;
  readonly verdict: Refuted | Undecided;
  /** Every fault that the rule found, by identity; complete once all verdicts are read. */
  readonly faults: ReadonlyMap<string, number>;
}

/** Decides remedies in the order findings are read, since the first of a rule are those a user looks at. */
function remedyDecider(trial: RemedyTrial, mendLimit: number): (finding: Finding, origin: Origin) => FindingRemedy[] {
  const decided = new Map<string, number>();
  return (finding, { rule, verdict, faults }) => {
    if (verdict.verdict === 'undecided') return [{ kind: 'decides', text: verdict.decidedBy }];
    const used = decided.get(rule.id) ?? 0;
    const mendable = verdict.remedies.some(({ mend }) => mend !== undefined);
    if (finding.waived !== undefined || used >= mendLimit || !mendable) return trial.untried(rule, verdict);
    decided.set(rule.id, used + 1);
    return trial.decide(rule, verdict, new Set(faults.keys()));
  };
}

/** The construct path of a subject: its own, else that of the resource or object it names. */
function constructPaths(estate: Estate): (subject: Finding['subject']) => string | undefined {
  let rendered: RenderedPaths | undefined; // few rules need it, and an estate is large
  return ({ path, stack, address, object }) => {
    if (path !== undefined) return path;
    rendered ??= renderedPaths(estate);
    return rendered.resources.get(stack ?? '')?.get(address ?? '') ?? rendered.objects.get(object ?? '');
  };
}

interface RenderedPaths {
  /** By stack and address. */
  readonly resources: ReadonlyMap<string, ReadonlyMap<string, string | undefined>>;
  /** By `namespace/name[Kind]`. */
  readonly objects: ReadonlyMap<string, string | undefined>;
}

function renderedPaths({ terraform, manifests }: Estate): RenderedPaths {
  return {
    resources: new Map(terraform.stacks.map(({ name, resources }) => [name, new Map(resources.map(({ address, path }) => [address, path]))])),
    objects: new Map(manifests.map(({ namespace, name, kind, path }) => [`${namespace === undefined ? '' : `${namespace}/`}${name}[${kind}]`, path])),
  };
}
