import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

/** A server of Kubernetes, as a process of its own. */
export interface RunningProcess {
  /** What it has written so far. */
  log(): string;
  /** Fulfilled with its exit code once it has ended; never refused. */
  readonly ended: Promise<number | null>;
  stop(): Promise<void>;
}

/**
 * Kills the program as soon as standard input ends: when this process stops it, and also when this process dies. Nothing is lost: what
 * the servers keep is in a temporary folder.
 */
const GUARD = `
exec 3<&0 </dev/null
"$@" 3<&- &
child=$!
{ cat <&3; kill -KILL $child; } >/dev/null 2>&1 &
exec 3<&-
wait $child`;

export function startProcess(program: string, parameters: readonly string[], environment: Readonly<Record<string, string>> = {}): RunningProcess {
  const child = spawn('/bin/sh', ['-c', GUARD, 'guard', program, ...parameters], { stdio: 'pipe', env: { ...process.env, ...environment } });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (log = (log + text).slice(-LOG_KEPT)));
  child.stdin.on('error', () => undefined);
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return {
    log: () => log,
    ended,
    stop: async () => {
      child.stdin.end();
      await ended;
    },
  };
}

/** The end says what went wrong. */
const LOG_KEPT = 200_000;

/** Ports of the loopback that were free a moment ago: whoever asks for them tries again where another was quicker. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return ports;
}

/**
 * Asks again until there is an answer.
 * @param ask undefined where there is none yet; what it throws is taken for no answer, and named where there never is one
 * @param doomed says why there will never be one. @default - never
 * @throws where the time is over
 */
export async function eventually<T>(what: string, ask: () => Promise<T | undefined>, options: WaitOptions = {}): Promise<T> {
  const { seconds = 60, doomed = () => undefined } = options;
  const end = performance.now() + seconds * 1000;
  let last = 'no answer';
  while (performance.now() < end) {
    const reason = doomed();
    if (reason !== undefined) throw new Error(`${what}: ${reason}`);
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
    } catch (error) {
      last = (error as Error).message;
    }
    await pause(100);
  }
  throw new Error(`${what}: not within ${seconds} seconds: ${last}`);
}

export interface WaitOptions {
  /** @default 60 */
  readonly seconds?: number;
  readonly doomed?: () => string | undefined;
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
