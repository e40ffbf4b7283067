import type { ComputeClusterConfig } from '@cdktf/provider-vsphere/lib/compute-cluster';
import type { IConstruct } from 'constructs';
import { checkOneOf, checkProps, checkTexts } from '../../check';
import { ConstructError } from '../../construct-error';

/**
 * What becomes of a degraded host: it takes no further machines (`quarantine`), it is emptied (`maintenance`), or the one for moderate
 * and the other for severe degradation (`mixed`).
 */
export type ProactiveHaRemediation = 'quarantine' | 'mixed' | 'maintenance';

export interface ProactiveHaProps {
  /** Ids of the hardware vendor's health providers in vCenter: at least one. */
  readonly providerIds: readonly string[];

  /** @default 'quarantine' */
  readonly remediation?: ProactiveHaRemediation;
}

/** vCenter refuses the fourth pair, which empties a host for a slight fault and not for a grave one. */
const REMEDIATIONS: Readonly<Record<ProactiveHaRemediation, readonly [moderate: string, severe: string]>> = {
  quarantine: ['QuarantineMode', 'QuarantineMode'],
  mixed: ['QuarantineMode', 'MaintenanceMode'],
  maintenance: ['MaintenanceMode', 'MaintenanceMode'],
};

/** Whether machines leave a host that its vendor's health provider reports as degraded, before it fails. DRS moves them. */
export class ProactiveHa {
  /** @throws (once in a cluster) when no provider is named */
  public static automated(props: ProactiveHaProps): ProactiveHa {
    return new ProactiveHa('Automated', props);
  }

  /**
   * It only recommends.
   *
   * @throws (once in a cluster) when no provider is named
   */
  public static manual(props: ProactiveHaProps): ProactiveHa {
    return new ProactiveHa('Manual', props);
  }

  private constructor(
    private readonly level: 'Automated' | 'Manual',
    private readonly props: ProactiveHaProps,
  ) {}

  /** @internal */
  public _proactive(cluster: IConstruct): Partial<ComputeClusterConfig> {
    checkProps(cluster, 'proactive HA', this.props, ['providerIds']);
    const providerIds = checkTexts(cluster, 'providerIds', this.props.providerIds);
    if (providerIds.length === 0) {
      throw new ConstructError(
        cluster,
        'proactive HA learns of degraded hosts from health providers, got none; name at least one, or leave out proactiveHa',
      );
    }
    const remediation = checkOneOf(cluster, 'remediation', this.props.remediation ?? 'quarantine', ['quarantine', 'mixed', 'maintenance']);
    const [moderate, severe] = REMEDIATIONS[remediation];
    return {
      proactiveHaEnabled: true,
      proactiveHaAutomationLevel: this.level,
      proactiveHaModerateRemediation: moderate,
      proactiveHaSevereRemediation: severe,
      proactiveHaProviderIds: providerIds,
    };
  }
}
