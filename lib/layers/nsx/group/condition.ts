import { checkOneOf, checkText } from '../../check';

/** Of what an NSX group can have members by a condition. NSX calls VMs on other networks `DVPort` and their networks `DVPG`. */
export type GroupMemberType =
  | 'VirtualMachine'
  | 'Segment'
  | 'SegmentPort'
  | 'VpcSubnet'
  | 'VpcSubnetPort'
  | 'DVPG'
  | 'DVPort'
  | 'Group'
  | 'IPAddress'
  | 'IPSet'
  | 'TransportNode'
  | 'Pod'
  | 'Service'
  | 'Namespace'
  | 'KubernetesCluster'
  | 'KubernetesNamespace'
  | 'KubernetesService'
  | 'KubernetesIngress'
  | 'KubernetesGateway'
  | 'KubernetesNode'
  | 'AntreaEgress'
  | 'AntreaIPPool'
  | 'BareMetalServer'
  | 'BareMetalServerInterface';

/** What a condition looks at. */
export type GroupKey =
  'Tag' | 'Name' | 'OSName' | 'ComputerName' | 'NodeType' | 'GroupType' | 'ALL' | 'IPAddress' | 'PodCidr' | 'ManagementInterface' | 'OSVersion';

/** How a condition compares; upper and lower case are one. */
export type GroupOperator = 'EQUALS' | 'NOTEQUALS' | 'CONTAINS' | 'STARTSWITH' | 'ENDSWITH' | 'IN' | 'NOTIN' | 'MATCHES';

/** A condition as NSX has it. */
export interface GroupCondition {
  readonly memberType: GroupMemberType;
  readonly key: GroupKey;
  readonly operator: GroupOperator;
  /** Of a tag `scope|tag`. */
  readonly value: string;
}

/** The provider's schema of `nsxt_policy_group`, less `LogicalSwitch` and `LogicalPort`, whose support NSX has removed (its API, `Condition`). */
const MEMBER_TYPES: readonly GroupMemberType[] = [
  'VirtualMachine',
  'Segment',
  'SegmentPort',
  'VpcSubnet',
  'VpcSubnetPort',
  'DVPG',
  'DVPort',
  'Group',
  'IPAddress',
  'IPSet',
  'TransportNode',
  'Pod',
  'Service',
  'Namespace',
  'KubernetesCluster',
  'KubernetesNamespace',
  'KubernetesService',
  'KubernetesIngress',
  'KubernetesGateway',
  'KubernetesNode',
  'AntreaEgress',
  'AntreaIPPool',
  'BareMetalServer',
  'BareMetalServerInterface',
];

const KEYS: readonly GroupKey[] = [
  'Tag',
  'Name',
  'OSName',
  'ComputerName',
  'NodeType',
  'GroupType',
  'ALL',
  'IPAddress',
  'PodCidr',
  'ManagementInterface',
  'OSVersion',
];

const OPERATORS: readonly GroupOperator[] = ['EQUALS', 'NOTEQUALS', 'CONTAINS', 'STARTSWITH', 'ENDSWITH', 'IN', 'NOTIN', 'MATCHES'];

/** A condition that NSX knows the words of. */
export function checkCondition({ memberType, key, operator, value }: GroupCondition): GroupCondition {
  return {
    memberType: checkOneOf(undefined, 'memberType', memberType, MEMBER_TYPES),
    key: checkOneOf(undefined, 'key', key, KEYS),
    operator: checkOneOf(undefined, 'operator', operator, OPERATORS),
    value: checkText(undefined, 'value', value),
  };
}
