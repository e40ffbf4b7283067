import type { DistributedPortGroupConfig } from '@cdktf/provider-vsphere/lib/distributed-port-group';
import type { HostPortGroupConfig } from '@cdktf/provider-vsphere/lib/host-port-group';
import { type Size, SizeRoundingBehavior } from 'cdk8s';
import type { Construct } from 'constructs';
import { checkCount, checkKind, ifGiven } from '../../check';
import { ConstructError } from '../../construct-error';
import { SIZE } from '../../kind';

/** How much traffic a port may carry. */
export interface TrafficShaping {
  /** Over time, Mbit/s (a million bits). */
  readonly averageMbit: number;

  /** While it bursts, Mbit/s: at least the average. */
  readonly peakMbit: number;

  /** Largest burst, in whole bytes. */
  readonly burst: Size;
}

/** As resources take it. */
interface ShapingLimits {
  /** Bits per second. */
  readonly average: number;
  /** Bits per second. */
  readonly peak: number;
  /** Bytes. */
  readonly burst: number;
}

const BITS_IN_MEGABIT = 1_000_000;

/** @throws when a rate is no whole number known at synthesis, the peak is below the average, or the burst is no whole bytes */
function checkShaping(construct: Construct, what: string, { averageMbit, peakMbit, burst }: TrafficShaping): ShapingLimits {
  const average = checkCount(construct, averageMbit, `${what}.averageMbit`);
  const peak = checkCount(construct, peakMbit, `${what}.peakMbit`);
  if (peak < average) {
    throw new ConstructError(construct, `${what}.peakMbit must be at least averageMbit, which is ${average}, got ${peak}`);
  }
  const bytes = checkKind(construct, `${what}.burst`, burst, SIZE).toKibibytes({ rounding: SizeRoundingBehavior.NONE }) * 1024;
  if (!Number.isSafeInteger(bytes) || bytes < 1) {
    throw new ConstructError(construct, `${what}.burst must be a whole number of bytes of at least 1, got ${burst.asString()}`);
  }
  return { average: average * BITS_IN_MEGABIT, peak: peak * BITS_IN_MEGABIT, burst: bytes };
}

/** As a standard switch and its port groups take it. */
export function standardShapingConfig(construct: Construct, shaping: TrafficShaping | undefined): Partial<HostPortGroupConfig> {
  if (shaping === undefined) return {};
  const { average, peak, burst } = checkShaping(construct, 'shaping', shaping);
  return { shapingEnabled: true, shapingAverageBandwidth: average, shapingPeakBandwidth: peak, shapingBurstSize: burst };
}

/** As a distributed port group takes it, each way for itself. */
export function distributedShapingConfig(
  construct: Construct,
  { ingressShaping, egressShaping }: { readonly ingressShaping?: TrafficShaping; readonly egressShaping?: TrafficShaping },
): Partial<DistributedPortGroupConfig> {
  const ingress = ifGiven(ingressShaping, (shaping) => checkShaping(construct, 'ingressShaping', shaping));
  const egress = ifGiven(egressShaping, (shaping) => checkShaping(construct, 'egressShaping', shaping));
  return {
    ...(ingress && {
      ingressShapingEnabled: true,
      ingressShapingAverageBandwidth: ingress.average,
      ingressShapingPeakBandwidth: ingress.peak,
      ingressShapingBurstSize: ingress.burst,
    }),
    ...(egress && {
      egressShapingEnabled: true,
      egressShapingAverageBandwidth: egress.average,
      egressShapingPeakBandwidth: egress.peak,
      egressShapingBurstSize: egress.burst,
    }),
  };
}
