import { createHash } from 'node:crypto';

/** A UUID that depends on the text alone, so that the same requests give the same answers. */
export function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** The owner of every object: the one manager there is. */
export const OWNER_ID = uuidOf('the manager');

const EPOCH = 1_700_000_000_000;

/** What counts up: times, rule ids, network identifiers. */
export class Counters {
  private time = EPOCH;
  private rule = 1000;
  private network = 65536;

  public nextTime(): number {
    return ++this.time;
  }

  /** Source: vcf-nsx Rule.rule_id: "1000 to 999,999: allocated by LM". */
  public nextRuleId(): number {
    return this.rule++;
  }

  public nextOverlayId(): number {
    return this.network++;
  }
}
