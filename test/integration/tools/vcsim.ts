import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** What the simulator holds before anything is applied. The flags of tools/vcsim/main.go. */
export interface VcsimOptions {
  /** @default 1 */
  readonly datacenters?: number;
  /** Clusters in each datacenter, named DC0_C0 and so on. @default 1 */
  readonly clusters?: number;
  /** Hosts in each cluster. @default 3 */
  readonly hosts?: number;
  /** Hosts outside a cluster, in each datacenter. @default 0 */
  readonly standaloneHosts?: number;
  /** Datastores that all of a datacenter's hosts see, named LocalDS_0 and so on. @default 1 */
  readonly datastores?: number;
  /** Port groups of the one distributed switch DVS0, named DC0_DVPG0 and so on. @default 1 */
  readonly portGroups?: number;
  /** Name of the first datacenter. @default 'DC0' */
  readonly datacenter?: string;
  /** Names of further datacenters, with nothing in them. @default - none */
  readonly moreDatacenters?: readonly string[];
  /** Name of one more datastore of the first datacenter. @default - none */
  readonly datastore?: string;
  /** Names of VM templates in the first datacenter. @default - none */
  readonly templates?: readonly string[];
  /** Name of a storage policy. @default - those of the simulator itself */
  readonly storagePolicy?: string;
  /** Name of a datastore that every host which is added brings along. @default - none */
  readonly sharedDatastore?: string;
}

export interface Vcsim {
  /** Where SOAP is spoken. */
  readonly url: string;
  /** Host and port, as `vsphere_server` takes it. */
  readonly server: string;
  readonly user: string;
  readonly password: string;
  /** What points the vSphere provider here. */
  readonly environment: Readonly<Record<string, string>>;
  /** What it has written to standard error so far: among others, each method that was asked for and is not there. */
  log(): string;
  /** Stops it and removes its files. */
  stop(): Promise<void>;
}

/** Starts the simulator on a free port. It stops by itself when this process ends. */
export async function startVcsim(binary: string, options: VcsimOptions = {}): Promise<Vcsim> {
  const user = 'user';
  const password = 'pass';
  const child = spawn(binary, [...flags(options), '-username', user, '-password', password], { stdio: 'pipe' });
  const ended = once(child, 'close');
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (log += text));

  const line = await Promise.race([once(createInterface(child.stdout), 'line'), ended.then(() => undefined)]);
  if (!line) throw new Error(`vcsim did not start: ${log.trim()}`);
  const { url } = JSON.parse(line[0] as string) as { url: string };
  const server = new URL(url).host;
  return {
    url,
    server,
    user,
    password,
    environment: { VSPHERE_SERVER: server, VSPHERE_USER: user, VSPHERE_PASSWORD: password, VSPHERE_ALLOW_UNVERIFIED_SSL: 'true' },
    log: () => log,
    stop: async () => {
      child.stdin.end();
      await ended;
    },
  };
}

function flags(options: VcsimOptions): string[] {
  const values: Record<string, number | string | undefined> = {
    dc: options.datacenters,
    cluster: options.clusters,
    host: options.hosts,
    'standalone-host': options.standaloneHosts,
    ds: options.datastores,
    pg: options.portGroups,
    datacenter: options.datacenter,
    'more-datacenters': options.moreDatacenters?.join(','),
    datastore: options.datastore,
    templates: options.templates?.join(','),
    'storage-policy': options.storagePolicy,
    'shared-datastore': options.sharedDatastore,
  };
  return Object.entries(values).flatMap(([flag, value]) => (value === undefined ? [] : [`-${flag}`, String(value)]));
}
