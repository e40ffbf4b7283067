import { isToken, NO_TOKEN } from '../units/token';

/** Connections of one protocol to a range of destination ports. */
export interface Flow {
  readonly protocol: 'tcp' | 'udp' | 'sctp';
  readonly firstPort: number;
  readonly lastPort: number;
}

export const Flow = {
  tcp: (port: number, lastPort: number = port): Flow => flow('tcp', port, lastPort),
  udp: (port: number, lastPort: number = port): Flow => flow('udp', port, lastPort),
  sctp: (port: number, lastPort: number = port): Flow => flow('sctp', port, lastPort),
  format: (x: Flow): string => `${x.protocol} ${x.firstPort}${x.lastPort === x.firstPort ? '' : `-${x.lastPort}`}`,
} as const;

function flow(protocol: Flow['protocol'], firstPort: number, lastPort: number): Flow {
  for (const port of [firstPort, lastPort]) {
    if (isToken(port)) throw new RangeError(`not a port: ${NO_TOKEN}, such as 443`);
    if (!Number.isInteger(port) || port < 1 || port > 65535) throw new RangeError(`not a port: ${port}, expected a whole number from 1 to 65535`);
  }
  if (lastPort < firstPort) throw new RangeError(`a range of ports must not end before it starts, got ${firstPort}-${lastPort}`);
  return { protocol, firstPort, lastPort };
}
