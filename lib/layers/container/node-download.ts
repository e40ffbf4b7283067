import { checkOneOf, checkProps, checkText, got } from '../check';
import { ConstructError } from '../construct-error';
import type { NodeDownload } from './node-file';

/** What a runtime is fetched from, by the architecture of the node. */
export type DownloadsByArchitecture = Readonly<Partial<Record<'amd64' | 'arm64', readonly NodeDownload[]>>>;

const SHA256 = /^[0-9a-f]{64}$/;
const MODE = /^0[0-7]{3}$/;

/** @throws when it cannot be fetched, or not be checked */
export function checkDownload(what: string, download: NodeDownload): NodeDownload {
  checkProps(undefined, what, download, ['url', 'sha256', 'to', 'archive', 'permissions']);
  const { url, sha256, to, archive, permissions } = download;
  checkText(undefined, `${what}.url`, url);
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new ConstructError(undefined, `${what}.url must be a URL of http or https, got ${got(url)}`);
  }
  if (!SHA256.test(sha256)) {
    throw new ConstructError(undefined, `${what}.sha256 must be 64 hexadecimal digits in lower case, got ${got(sha256)}; \`sha256sum\` prints them`);
  }
  if (typeof to !== 'string' || !to.startsWith('/')) throw new ConstructError(undefined, `${what}.to must be an absolute path, got ${got(to)}`);
  checkOneOf(undefined, `${what}.archive`, archive, ['tar.gz', 'none']);
  if (!MODE.test(permissions))
    throw new ConstructError(undefined, `${what}.permissions must be an octal mode such as "0755", got ${got(permissions)}`);
  return download;
}

/** Checks downloads as a runtime is made, so that the fault is at the user's line. */
export function checkDownloads(downloads: DownloadsByArchitecture | undefined): DownloadsByArchitecture | undefined {
  if (downloads === undefined) return undefined;
  checkProps(undefined, 'downloads', downloads, []);
  for (const [architecture, list] of Object.entries(downloads)) {
    checkOneOf(undefined, 'an architecture of downloads', architecture, ['amd64', 'arm64']);
    if (!Array.isArray(list))
      throw new ConstructError(undefined, `downloads.${architecture} must be a list, got ${got(list)}; give \`[]\` where the node's image has it`);
    list.forEach((download, index) => checkDownload(`downloads.${architecture}[${index}]`, download));
  }
  return downloads;
}

/**
 * What a node of an architecture fetches.
 *
 * @throws when a runtime is fetched for other architectures only
 */
export function downloadsFor(
  runtime: string,
  downloads: DownloadsByArchitecture | undefined,
  architecture: 'amd64' | 'arm64',
): readonly NodeDownload[] {
  if (downloads === undefined) return [];
  const own = downloads[architecture];
  if (own !== undefined) return own;
  throw new ConstructError(
    undefined,
    `${runtime} has no downloads for ${architecture}, got some for ${Object.keys(downloads).join(', ') || 'none'}; add \`downloads.${architecture}\`, with \`[]\` where the node's image has it`,
  );
}
