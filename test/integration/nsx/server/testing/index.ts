import { ADDRESSES_CASES } from './addresses-cases';
import type { Case } from './case';
import { FIREWALL_CASES } from './firewall-cases';
import { GROUPS_CASES } from './groups-cases';
import { REFERENCES_CASES } from './references-cases';
import { SEGMENTS_CASES } from './segments-cases';
import { SHAPE_CASES } from './shape-cases';
import { TENANCY_CASES } from './tenancy-cases';

export const CASES: readonly Case[] = [
  ...SHAPE_CASES,
  ...REFERENCES_CASES,
  ...SEGMENTS_CASES,
  ...ADDRESSES_CASES,
  ...GROUPS_CASES,
  ...FIREWALL_CASES,
  ...TENANCY_CASES,
];

export { Client } from './client';
export type { Json } from './client';
export * from './shapes';
