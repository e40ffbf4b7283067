import { brand, isBranded } from '../brand';
import { checkOneOf, checkProps, checkTexts, got } from '../check';
import { ConstructError } from '../construct-error';

/** How much of a request the log has: nothing, who did what, with what was sent, with what was answered as well. */
export type AuditLevel = 'None' | 'Metadata' | 'Request' | 'RequestResponse';
export type AuditStage = 'RequestReceived' | 'ResponseStarted' | 'ResponseComplete' | 'Panic';

/** A rule as `audit.k8s.io/v1` has it: what is left out is not asked. The first that fits a request counts. */
export interface AuditRule {
  readonly level: AuditLevel;
  /** @default - any user */
  readonly users?: readonly string[];
  /** @default - any group */
  readonly userGroups?: readonly string[];
  /** @default - any verb */
  readonly verbs?: readonly string[];
  /** @default - any resource */
  readonly resources?: readonly AuditResources[];
  /** @default - any namespace */
  readonly namespaces?: readonly string[];
  /** Paths that are no resources, such as `/healthz*`. @default - none */
  readonly nonResourceURLs?: readonly string[];
  /** @default - those of the policy */
  readonly omitStages?: readonly AuditStage[];
}

export interface AuditResources {
  /** API group; empty for the core. */
  readonly group: string;
  /** Such as `pods` or `pods/log`. @default - all of the group */
  readonly resources?: readonly string[];
  /** @default - any name */
  readonly resourceNames?: readonly string[];
}

export interface AuditPolicyProps {
  /** In the order they are asked. */
  readonly rules: readonly AuditRule[];

  /**
   * Stages that are not logged.
   * @default - `RequestReceived`, which the stage of the answer repeats
   */
  readonly omitStages?: readonly AuditStage[];
}

const AUDIT_POLICY = Symbol.for('cdk-strata.AuditPolicy');
const LEVELS: readonly AuditLevel[] = ['None', 'Metadata', 'Request', 'RequestResponse'];
const STAGES: readonly AuditStage[] = ['RequestReceived', 'ResponseStarted', 'ResponseComplete', 'Panic'];

/** Noise first, then what has secrets in its body, then what changes who may do what, then the rest. */
const STANDARD: readonly AuditRule[] = [
  { level: 'None', nonResourceURLs: ['/healthz*', '/livez*', '/readyz*', '/version', '/openapi/*'] },
  { level: 'None', resources: [{ group: '', resources: ['events'] }, { group: 'events.k8s.io' }] },
  { level: 'None', users: ['system:kube-proxy'], verbs: ['watch'] },
  {
    level: 'None',
    userGroups: ['system:nodes'],
    verbs: ['get', 'update', 'patch'],
    resources: [{ group: 'coordination.k8s.io', resources: ['leases'] }],
  },
  {
    level: 'Metadata',
    resources: [
      { group: '', resources: ['secrets', 'configmaps', 'serviceaccounts/token'] },
      { group: 'authentication.k8s.io', resources: ['tokenreviews'] },
    ],
  },
  {
    level: 'RequestResponse',
    verbs: ['create', 'update', 'patch', 'delete', 'deletecollection'],
    resources: [{ group: 'rbac.authorization.k8s.io' }, { group: 'admissionregistration.k8s.io' }, { group: 'certificates.k8s.io' }],
  },
  { level: 'Metadata' },
];

/** What the API server writes into its audit log (kubernetes.io/docs/tasks/debug/debug-cluster/audit). */
export class AuditPolicy {
  /** Who did what, without bodies; bodies too of what changes rights. Probes, events and leases are left out. */
  public static standard(): AuditPolicy {
    return new AuditPolicy({ rules: STANDARD });
  }

  /**
   * Rules of your own.
   *
   * @throws when there are none, or a level or stage is none
   */
  public static of(props: AuditPolicyProps): AuditPolicy {
    return new AuditPolicy(props);
  }

  /** No log at all. */
  public static none(): AuditPolicy {
    return new AuditPolicy(undefined);
  }

  public static isAuditPolicy(x: unknown): x is AuditPolicy {
    return isBranded(x, AUDIT_POLICY);
  }

  private constructor(private readonly props: AuditPolicyProps | undefined) {
    brand(this, AUDIT_POLICY);
    if (props === undefined) return;
    checkProps(undefined, 'audit policy', props, ['rules']);
    if (!Array.isArray(props.rules) || props.rules.length === 0) {
      throw new ConstructError(
        undefined,
        `rules of an audit policy must be a list with one at least, got ${got(props.rules)}; for no log give AuditPolicy.none()`,
      );
    }
    checkStages('omitStages', props.omitStages);
    props.rules.forEach((rule: AuditRule, index) => {
      checkProps(undefined, `rules[${index}]`, rule, ['level']);
      checkOneOf(undefined, `rules[${index}].level`, rule.level, LEVELS);
      checkStages(`rules[${index}].omitStages`, rule.omitStages);
      if (rule.resources !== undefined && rule.nonResourceURLs !== undefined) {
        throw new ConstructError(undefined, `rules[${index}] has resources and nonResourceURLs, which the API server refuses; make two rules of it`);
      }
    });
  }

  /** The document that the API server reads; undefined where it logs nothing. */
  public policy(): Readonly<Record<string, unknown>> | undefined {
    if (this.props === undefined) return undefined;
    return {
      apiVersion: 'audit.k8s.io/v1',
      kind: 'Policy',
      omitStages: this.props.omitStages ?? ['RequestReceived'],
      rules: this.props.rules,
    };
  }
}

function checkStages(what: string, stages: readonly AuditStage[] | undefined): void {
  if (stages === undefined) return;
  for (const stage of checkTexts(undefined, what, stages)) checkOneOf(undefined, what, stage, STAGES as readonly string[]);
}
