import { Refusal } from './refusals';
import { text } from './state';
import type { NsxObject, State } from './state';
import type { Body } from './values';

/** What an object becomes in the data path. Types that are not named are realised under their own name. */
const ENTITIES: Readonly<Record<string, string>> = {
  Segment: 'RealizedLogicalSwitch',
  SegmentPort: 'RealizedLogicalPort',
  Tier0: 'RealizedLogicalRouter',
  Tier1: 'RealizedLogicalRouter',
  Group: 'RealizedGroup',
  SecurityPolicy: 'RealizedSecurityPolicy',
  IpAddressPoolBlockSubnet: 'IpBlockSubnet',
};

function intended(path: string | null, state: State): NsxObject {
  const object = state.get(path ?? '');
  if (!object) throw new Refusal('not-found', `The path=[${path ?? ''}] is invalid: nothing is realized of it`);
  return object;
}

/** Source: vcf-nsx GenericPolicyRealizedResource, AttributeVal. Everything is realized at once. */
export function realizedEntities(intentPath: string | null, state: State): Body[] {
  const object = intended(intentPath, state);
  const cidr = text(object, 'cidr');
  return [
    {
      resource_type: 'GenericPolicyRealizedResource',
      entity_type: ENTITIES[object.resource_type] ?? object.resource_type,
      id: object.realization_id,
      display_name: object.display_name,
      path: `/infra/realized-state/enforcement-points/default/${object.resource_type}/${String(object.realization_id)}`,
      intent_paths: [object.path],
      intent_reference: [object.path],
      realization_specific_identifier: object.realization_id,
      state: 'REALIZED',
      publish_status: 'UP',
      alarms: [],
      extended_attributes: cidr === undefined ? [] : [{ key: 'cidr', data_type: 'STRING', multivalue: false, values: [cidr] }],
    },
  ];
}

/** Source: vcf-nsx ConsolidatedRealizedStatus. */
export function realizedStatus(intentPath: string | null, state: State): Body {
  const { path, _revision } = intended(intentPath, state);
  return {
    intent_path: path,
    intent_version: String(_revision),
    publish_status: 'REALIZED',
    consolidated_status: { consolidated_status: 'SUCCESS' },
  };
}

/** Source: vcf-nsx SegmentConfigurationState: what the provider's realization data source waits for. */
export function segmentState(path: string, state: State): Body {
  return { segment_path: intended(path, state).path, state: 'success', details: [] };
}
