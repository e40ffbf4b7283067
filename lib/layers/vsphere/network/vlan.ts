import { Token } from 'cdktf';
import type { DistributedPortGroupConfig } from '@cdktf/provider-vsphere/lib/distributed-port-group';
import { checkWhole, got } from '../../check';
import { ConstructError } from '../../construct-error';

/** Largest VLAN id: 4095 is reserved, and the provider refuses it on a distributed switch. */
export const LARGEST_VLAN = 4094;

/** What tag the traffic of a distributed port group carries. */
export abstract class Vlan {
  /** One VLAN, from 1 to 4094; 0 is untagged. */
  public static id(id: number): Vlan {
    return new SingleVlan(checkWhole(undefined, 'vlan', id, { low: 0, high: LARGEST_VLAN }));
  }

  /**
   * Guests tag their traffic themselves, with an id of one of the ranges.
   *
   * @param ranges first and last id of each, from 0 to 4094
   * @throws when there is none, one is turned round, or two overlap
   */
  public static trunk(ranges: readonly (readonly [first: number, last: number])[]): Vlan {
    return new Trunk(checkRanges(ranges));
  }

  /** A private VLAN of the switch, by its secondary id, from 1 to 4094; the primary id is its promiscuous one. */
  public static private(secondaryId: number): Vlan {
    return new SecondaryVlan(checkWhole(undefined, 'the id of a private VLAN', secondaryId, { low: 1, high: LARGEST_VLAN }));
  }

  /** The secondary id where it is a private VLAN. @internal */
  public readonly _privateId?: number;

  /** @internal */
  public abstract _toPortConfig(): Pick<DistributedPortGroupConfig, 'vlanId' | 'vlanRange' | 'portPrivateSecondaryVlanId'>;
}

class SingleVlan extends Vlan {
  public constructor(private readonly vlanId: number) {
    super();
  }

  public override _toPortConfig(): Pick<DistributedPortGroupConfig, 'vlanId'> {
    return { vlanId: this.vlanId };
  }
}

class Trunk extends Vlan {
  public constructor(private readonly ranges: readonly (readonly [number, number])[]) {
    super();
  }

  public override _toPortConfig(): Pick<DistributedPortGroupConfig, 'vlanRange'> {
    return { vlanRange: this.ranges.map(([minVlan, maxVlan]) => ({ minVlan, maxVlan })) };
  }
}

class SecondaryVlan extends Vlan {
  public override readonly _privateId: number;

  public constructor(secondaryId: number) {
    super();
    this._privateId = secondaryId;
  }

  public override _toPortConfig(): Pick<DistributedPortGroupConfig, 'portPrivateSecondaryVlanId'> {
    return { portPrivateSecondaryVlanId: this._privateId };
  }
}

/** In order of their ids. */
function checkRanges(ranges: readonly (readonly [number, number])[]): readonly (readonly [number, number])[] {
  if (!Array.isArray(ranges) || !ranges.every((range) => Array.isArray(range) && range.length === 2)) {
    throw new ConstructError(undefined, `the ranges of a trunk must be pairs of ids, got ${got(ranges)}; write such as \`Vlan.trunk([[100, 199]])\``);
  }
  if (ranges.length === 0) throw new ConstructError(undefined, 'a trunk needs at least one range of VLAN ids, got none');
  const checked = ranges.map(([first, last]) => {
    if ([first, last].some((id) => Token.isUnresolved(id))) {
      throw new ConstructError(undefined, 'the ranges of a trunk must be known at synthesis, got a Terraform token');
    }
    checkWhole(undefined, 'first id of a trunk', first, { low: 0, high: LARGEST_VLAN });
    checkWhole(undefined, 'last id of a trunk', last, { low: 0, high: LARGEST_VLAN });
    if (first > last) throw new ConstructError(undefined, `a range of a trunk goes from low to high, got ${first} to ${last}; turn it round`);
    return [first, last] as const;
  });
  checked.sort(([a], [b]) => a - b);
  checked.forEach(([first, last], index) => {
    const [before, end] = checked[index - 1] ?? [];
    if (end !== undefined && end >= first) {
      throw new ConstructError(undefined, `the ranges of a trunk must not overlap, got ${before} to ${end} and ${first} to ${last}; join them`);
    }
  });
  return checked;
}
