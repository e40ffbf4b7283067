import { EMBEDDED } from './embedded';
import type { NsxObject, State } from './state';
import type { Body } from './values';

const sequence = (object: NsxObject) => (object.sequence_number as number | undefined) ?? 0;

/** An object as the API gives it: with its rules or entries. */
export function asRead(object: NsxObject, state: State): Body {
  if (object.resource_type === 'Tier1') return withHaMode(object, state);
  const embedded = EMBEDDED[object.resource_type];
  if (!embedded) return object;
  const items = state.childrenOf(object.path).sort((a, b) => sequence(a) - sequence(b));
  const count = embedded.attribute === 'rules' ? { rule_count: items.length } : {};
  return { ...object, ...count, [embedded.attribute]: items };
}

/** Source: vcf-nsx Tier1.ha_mode: "If Tier-1 is service router, HaMode will be set as ACTIVE_STANDBY. If ... distributed router, ... null." */
function withHaMode(gateway: NsxObject, state: State): Body {
  const isServiceRouter = state.childrenOf(gateway.path).some(({ edge_cluster_path: edges }) => edges !== undefined);
  return isServiceRouter ? { ha_mode: 'ACTIVE_STANDBY', ...gateway } : gateway;
}

/** A page of a list, from the cursor on. */
export function page(results: readonly Body[], query: URLSearchParams): Body {
  const start = Number(query.get('cursor') ?? 0);
  const size = Number(query.get('page_size') ?? 1000);
  const end = start + size;
  return {
    results: results.slice(start, end),
    result_count: results.length,
    ...(end < results.length ? { cursor: String(end) } : {}),
    sort_by: 'display_name',
    sort_ascending: true,
  };
}
