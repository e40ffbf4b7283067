import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { available } from '../lane/components';
import { PolicyServer, SITE } from './server';
import type { Seed } from './server';
import { listenWithTls } from './tls';

/** A server of the Policy API that Terraform can be pointed at. */
export interface Nsx {
  readonly server: PolicyServer;
  /** What providers find the server by: http for the stand-in, https for the real one, which speaks nothing else. */
  readonly url: string;
  /** The same server over plain http. */
  readonly plainUrl: string;
  /** For Terraform's own environment. */
  readonly environment: Readonly<Record<string, string>>;
  /**
   * Points provider configurations of a folder at the server, whatever manager the program names. Where a program has two managers, run
   * with one server within the other and give each its own configurations.
   */
  connect(folder: string, providers: readonly ProviderConfiguration[]): void;
}

/** As a stack's model has it, such as `{ type: 'nsxt', key: 'nsxt.second' }`. */
export interface ProviderConfiguration {
  readonly type: string;
  readonly key: string;
}

/** One that goes on until it is stopped. */
export interface RunningNsx extends Nsx {
  stop(): Promise<void>;
}

/**
 * Starts a server that has what a small site has before Terraform comes.
 * @param seeds what it has besides. @default - nothing
 */
export async function startNsx(seeds: readonly Seed[] = []): Promise<RunningNsx> {
  const server = new PolicyServer();
  server.seed([...SITE, ...seeds]);
  const plain = await server.listen();
  const tls = available().nsxProvider === undefined ? undefined : await listenWithTls(plain);
  const url = tls?.url ?? plain;
  return {
    server,
    url,
    plainUrl: plain,
    environment: { STRATA_NSX_SERVER: url },
    connect: (folder, providers) => connect(url, folder, providers),
    stop: async () => {
      await tls?.close();
      await server.close();
    },
  };
}

/** Runs with such a server. */
export async function withNsx<T>(run: (nsx: Nsx) => Promise<T>, seeds: readonly Seed[] = []): Promise<T> {
  const nsx = await startNsx(seeds);
  try {
    return await run(nsx);
  } finally {
    await nsx.stop();
  }
}

function connect(url: string, folder: string, providers: readonly ProviderConfiguration[]): void {
  const manager = { host: url, username: 'admin', password: 'strata', allow_unverified_ssl: true };
  const aliases = providers.filter(({ type }) => type === 'nsxt').map(({ key }) => key.split('.')[1]);
  const blocks = aliases.map((alias) => (alias === undefined ? manager : { ...manager, alias }));
  if (blocks.length > 0) writeFileSync(join(folder, `nsx-${new URL(url).port}_override.tf.json`), JSON.stringify({ provider: { nsxt: blocks } }));
}
