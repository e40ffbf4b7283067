import type { IConstruct } from 'constructs';
import type { Flow } from '../../../estate/flow';
import { Flow as Flows } from '../../../estate/flow';
import { got } from '../../check';
import { ConstructError } from '../../construct-error';
import { NSX_SERVICE } from '../../kind';
import { checkKindHere } from '../connection';
import { type EntryBlocks, entryBlocks } from './entry-blocks';
import type { IService } from './iservice';
import { ServiceEntry } from './service-entry';

/** What a rule of the firewall is for: a flow, a service of NSX, or an entry by itself. */
export type RuleService = Flow | IService | ServiceEntry;

/** The same as a rule takes it. */
export interface RuleServices {
  /** Paths of services. */
  readonly services?: string[];
  /** Entries of the rule's own. */
  readonly serviceEntries?: EntryBlocks;
}

/**
 * What a rule is for, as it takes it; nothing for any traffic.
 *
 * @throws when one is SCTP, or all of another service, or is none of these
 */
export function serviceEntriesOf(user: IConstruct, what: string, values: Iterable<RuleService>): RuleServices {
  if (typeof values !== 'object' || values === null || !(Symbol.iterator in values)) {
    throw new ConstructError(user, `${what} must be a list, got ${got(values)}; write \`[...]\`, also around a single one`);
  }
  const paths: string[] = [];
  const entries: ServiceEntry[] = [];
  [...values].forEach((value, index) => {
    const each = `${what}[${index}]`;
    if (typeof value === 'object' && value !== null && 'servicePath' in value) {
      paths.push(checkKindHere(user, each, value, NSX_SERVICE).servicePath);
    } else {
      entries.push(entryOf(user, each, value));
    }
  });
  return {
    ...(paths.length > 0 && { services: [...new Set(paths)] }),
    ...(entries.length > 0 && { serviceEntries: entryBlocks(entries) }),
  };
}

/** An entry as it is, or that of a flow. */
export function entryOf(user: IConstruct, what: string, value: Flow | ServiceEntry): ServiceEntry {
  if (ServiceEntry.isServiceEntry(value)) {
    if (value._entry.kind !== 'nested') return value;
    throw new ConstructError(user, `${what} is all of the service ${value._entry.service.node.path}; give that service itself`);
  }
  if (typeof value !== 'object' || value === null || !('protocol' in value)) {
    throw new ConstructError(
      user,
      `${what} must be a Flow, a ServiceEntry or a service, got ${got(value)}; give one such as \`Flow.tcp(443)\`, \`ServiceEntry.icmp4()\` or \`Service.fromLookup(...)\``,
    );
  }
  const ports = [[value.firstPort, value.lastPort] as const];
  switch (value.protocol) {
    case 'tcp':
      return ServiceEntry.tcpPorts({ ports });
    case 'udp':
      return ServiceEntry.udpPorts({ ports });
    case 'sctp':
      throw new ConstructError(
        user,
        `${what} is ${Flows.format(value)}, and NSX knows SCTP as IP protocol 132 only, without its ports; give \`ServiceEntry.ipProtocol(132)\` where all of SCTP is meant`,
      );
    default:
      throw new ConstructError(user, `${what} is a flow of ${got((value as Flow).protocol)}; give one such as \`Flow.tcp(443)\``);
  }
}
