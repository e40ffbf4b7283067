import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { InputError } from '../../report';

/** How to sign in to a registry. */
export interface Credentials {
  readonly user: string;
  readonly password: string;
  /** A refresh token, which stands in for the two. */
  readonly identityToken?: string;
}

interface DockerConfig {
  readonly auths?: Readonly<Record<string, AuthEntry>>;
  readonly credHelpers?: Readonly<Record<string, string>>;
  readonly credsStore?: string;
}

interface AuthEntry {
  readonly auth?: string;
  readonly username?: string;
  readonly password?: string;
  readonly identitytoken?: string;
}

/** What Docker Hub is called in Docker's configuration. */
const HUB = 'index.docker.io';

/** The credentials that Docker's configuration has in `auths`. Helpers are programs, and are not run. */
export class CredentialStore {
  /**
   * Reads `config.json` below `DOCKER_CONFIG`, else below `~/.docker`; none is as good as an empty one.
   *
   * @throws InputError when it is not JSON
   */
  public static fromEnvironment(environment: NodeJS.ProcessEnv = process.env): CredentialStore {
    const file = join(environment.DOCKER_CONFIG ?? join(homedir(), '.docker'), 'config.json');
    if (!existsSync(file)) return new CredentialStore({}, file);
    try {
      return new CredentialStore(JSON.parse(readFileSync(file, 'utf8')) as DockerConfig, file);
    } catch {
      throw new InputError(`${file}: cannot be read as JSON; mend it, or name another folder in DOCKER_CONFIG`);
    }
  }

  private constructor(
    private readonly config: DockerConfig,
    private readonly file: string,
  ) {}

  public of(registry: string): Credentials | undefined {
    const wanted = hostOf(registry);
    const entry = Object.entries(this.config.auths ?? {}).find(([key]) => hostOf(key) === wanted)?.[1];
    if (entry?.identitytoken) return { user: entry.username ?? '', password: '', identityToken: entry.identitytoken };
    if (entry?.auth) {
      const text = Buffer.from(entry.auth, 'base64').toString('utf8');
      const colon = text.indexOf(':');
      if (colon > 0) return { user: text.slice(0, colon), password: text.slice(colon + 1).replace(/\0+$/, '') };
    }
    return entry?.username && entry.password ? { user: entry.username, password: entry.password } : undefined;
  }

  /** Why there may be no credentials of a registry, for a message. */
  public explain(registry: string): string {
    const wanted = hostOf(registry);
    const own = Object.entries(this.config.credHelpers ?? {}).find(([key]) => hostOf(key) === wanted)?.[1];
    const helper = own ?? this.config.credsStore;
    if (helper !== undefined) {
      return (
        `${this.file} keeps credentials with the helper \`docker-credential-${helper}\`, which strata does not run; ` +
        'sign in with DOCKER_CONFIG naming a folder whose `config.json` has no helper, so that they stand in `auths`'
      );
    }
    return `${this.file} has no credentials of ${registry} in \`auths\`; sign in with \`docker login ${registry}\``;
  }
}

/** Keys are hosts, or URLs of old: `https://index.docker.io/v1/`. */
function hostOf(key: string): string {
  const host = key
    .replace(/^https?:\/\//, '')
    .split('/')[0]!
    .toLowerCase();
  return host === 'docker.io' || host === 'registry-1.docker.io' ? HUB : host;
}
