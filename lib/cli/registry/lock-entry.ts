import {
  formatImageReference,
  type ImagePlatform,
  type ImageReference,
  type ImageReferrer,
  type LockEntry,
  type WasmOciManifest,
} from '../../estate';
import { InputError } from '../../report';
import type { Content, RegistryClient, Repository } from './registry-client';

interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly artifactType?: string;
  readonly platform?: { readonly os?: string; readonly architecture?: string; readonly variant?: string };
  readonly annotations?: Readonly<Record<string, string>>;
}

interface Manifest {
  readonly artifactType?: string;
  readonly config?: Descriptor;
  readonly layers?: readonly Descriptor[];
  readonly manifests?: readonly Descriptor[];
}

type Found = Pick<LockEntry, 'artifactType' | 'platforms' | 'wasm'>;

const IMAGE_CONFIGS = ['application/vnd.oci.image.config.v1+json', 'application/vnd.docker.container.image.v1+json'];
/** CNCF TAG Runtime, WebAssembly OCI artifact layout. */
const WASM_CONFIG = 'application/vnd.wasm.config.v0+json';
const EMPTY = 'application/vnd.oci.empty.v1+json';
/** How BuildKit marks what it says of an image within its index (docs.docker.com/build/metadata/attestations/attestation-storage). */
const ATTESTATION = 'vnd.docker.reference.type';

/**
 * What a tag names now, as an entry of a lock.
 *
 * @throws InputError when the registry does not have it, or cannot be asked
 */
export async function lockEntryOf(client: RegistryClient, reference: ImageReference & { readonly tag: string }): Promise<LockEntry> {
  const name = formatImageReference({ registry: reference.registry, path: reference.path, tag: reference.tag });
  const content = await client.manifest(reference, reference.tag);
  if (content === undefined) throw new InputError(`${name}: the registry has no such tag, or does not show it to you`);
  const { artifactType, platforms, wasm } = await describe(client, reference, name, content);
  return {
    reference: name,
    digest: content.digest,
    mediaType: content.mediaType,
    ...(artifactType !== undefined && { artifactType }),
    platforms,
    referrers: referrersIn(await client.referrers(reference, content.digest)),
    ...(wasm !== undefined && { wasm }),
  };
}

async function describe(client: RegistryClient, repository: Repository, name: string, content: Content): Promise<Found> {
  const manifest = (content.json ?? {}) as Manifest;
  if (Array.isArray(manifest.manifests))
    return { ...typeOf(manifest.artifactType), platforms: await platformsOf(client, repository, name, manifest.manifests) };
  const { config, artifactType } = manifest;
  if (config === undefined) throw new InputError(`${name}: a manifest of the type ${content.mediaType} is neither an image nor an index`);
  if (IMAGE_CONFIGS.includes(config.mediaType)) {
    const platform = platformIn(await client.blob(repository, config.digest));
    return { ...typeOf(artifactType), platforms: platform === undefined ? [] : [platform] };
  }
  if (config.mediaType !== WASM_CONFIG)
    return { ...typeOf(artifactType ?? (config.mediaType === EMPTY ? undefined : config.mediaType)), platforms: [] };
  const body = await client.blob(repository, config.digest);
  const platform = platformIn(body);
  const layers = (manifest.layers ?? []).map(({ mediaType, digest }) => ({ mediaType, digest }));
  const wasm: WasmOciManifest = {
    reference: name,
    digest: content.digest,
    mediaType: content.mediaType,
    configMediaType: config.mediaType,
    layers,
    config: wasmConfigIn(body),
  };
  return { ...typeOf(artifactType), platforms: platform === undefined ? [] : [platform], wasm };
}

function typeOf(artifactType: string | undefined): Pick<LockEntry, 'artifactType'> {
  return artifactType === undefined ? {} : { artifactType };
}

/** One platform a manifest of the index; what the index does not say, the manifest does. */
async function platformsOf(client: RegistryClient, repository: Repository, name: string, manifests: readonly Descriptor[]): Promise<ImagePlatform[]> {
  const platforms: ImagePlatform[] = [];
  for (const { digest, platform, annotations } of manifests) {
    if (annotations?.[ATTESTATION] !== undefined || platform?.os === 'unknown') continue;
    const stated = platformIn(platform);
    if (stated !== undefined) {
      platforms.push({ ...stated, digest });
      continue;
    }
    const content = await client.manifest(repository, digest);
    if (content === undefined) throw new InputError(`${name}: the registry has no manifest ${digest}, which the index names`);
    platforms.push(...(await describe(client, repository, name, content)).platforms.map((each) => ({ digest, ...each })));
  }
  return platforms.sort((a, b) => compare(platformKey(a), platformKey(b)));
}

function platformIn(body: unknown): ImagePlatform | undefined {
  const { os, architecture, variant } = (body ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof os !== 'string' || typeof architecture !== 'string' || os === '' || architecture === '') return undefined;
  return { os, architecture, ...(typeof variant === 'string' && variant !== '' && { variant }) };
}

function wasmConfigIn(body: unknown): WasmOciManifest['config'] {
  const { architecture, os, layerDigests, component } = (body ?? {}) as Readonly<Record<string, unknown>>;
  const { imports, exports, target } = (component ?? {}) as Readonly<Record<string, unknown>>;
  return {
    ...(typeof architecture === 'string' && { architecture }),
    ...(typeof os === 'string' && { os }),
    ...(isTexts(layerDigests) && { layerDigests }),
    ...(typeof component === 'object' &&
      component !== null && {
        component: {
          imports: isTexts(imports) ? imports : [],
          exports: isTexts(exports) ? exports : [],
          ...(typeof target === 'string' && { target }),
        },
      }),
  };
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

function referrersIn(descriptors: readonly unknown[]): ImageReferrer[] {
  return (descriptors as readonly Descriptor[])
    .map(({ artifactType, mediaType, digest }) => ({ artifactType: artifactType ?? mediaType, digest }))
    .sort((a, b) => compare(a.artifactType, b.artifactType) || compare(a.digest, b.digest));
}

function platformKey({ os, architecture, variant = '', digest = '' }: ImagePlatform): string {
  return [os, architecture, variant, digest].join('\n');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
