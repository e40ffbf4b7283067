import { checkPositive, checkWhole } from './check';

/** Network ports of one speed in a host. */
export class Nic {
  /**
   * @param gigabitsPerSecond line rate of one port, Gbit/s
   * @param count ports of that speed; a card with two ports counts as 2
   */
  public static gigabits(gigabitsPerSecond: number, count = 1): Nic {
    return new Nic(gigabitsPerSecond, count);
  }

  private constructor(
    /** Line rate of one port, Gbit/s. */
    public readonly gigabitsPerSecond: number,
    /** Ports of that speed. */
    public readonly count: number,
  ) {
    checkPositive('speed of network ports in Gbit/s', gigabitsPerSecond);
    checkWhole('count of network ports', count, 1, Infinity, 'leave the ports out if the host has none');
  }
}
