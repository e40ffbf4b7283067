/** What DRS does by itself: it places virtual machines and moves them between the hosts of a cluster. */
export class Drs {
  /** It places virtual machines and moves them. */
  public static fullyAutomated(): Drs {
    return new Drs('fullyAutomated');
  }

  /** It places virtual machines when they start, and recommends moves. */
  public static partiallyAutomated(): Drs {
    return new Drs('partiallyAutomated');
  }

  /** It only recommends. */
  public static manual(): Drs {
    return new Drs('manual');
  }

  /** Off: nothing keeps affinity rules. */
  public static off(): Drs {
    return new Drs(undefined);
  }

  private constructor(
    /** As the provider names it; undefined where DRS is off. */
    public readonly automationLevel: string | undefined,
  ) {}
}
