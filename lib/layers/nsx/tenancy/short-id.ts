import type { Construct } from 'constructs';
import { checkNsxId, checkLength } from '../nsx-object';

/** Longest `short_id` of projects and VPCs in NSX's API. */
const LONGEST_SHORT_ID = 8;

/** A short id, or a token. */
export function checkShortId(construct: Construct, shortId: string): string {
  checkLength(construct, 'shortId', shortId, LONGEST_SHORT_ID);
  return checkNsxId(construct, 'shortId', shortId);
}
