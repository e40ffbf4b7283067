import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WasmOciManifest } from '../../wasm';
import { digestOf } from './artifact';
import { MEDIA_TYPES, type OciArtifact } from './oci-artifact';

/** A folder that is no OCI image layout, or does not have what is asked for. The message is a clause. */
export class BadLayout extends Error {}

export interface LayoutQuery {
  /** Of the manifest. */
  readonly digest?: string;
  readonly tag?: string;
}

/** What a layout has under a name. */
export interface FoundArtifact {
  readonly facts: Omit<WasmOciManifest, 'reference'>;
  /** Of the first layer. */
  readonly bytes: Uint8Array;
  /** Files that were read, relative to the folder. */
  readonly files: readonly string[];
}

const TAG = 'org.opencontainers.image.ref.name';

/**
 * Reads an artifact from an OCI image layout: `oci-layout`, `index.json` and blobs, as `oras copy --to-oci-layout` and
 * `skopeo copy … oci:folder` make one.
 *
 * https://github.com/opencontainers/image-spec/blob/main/image-layout.md
 *
 * @throws BadLayout
 */
export function readLayout(folder: string, query: LayoutQuery): FoundArtifact {
  const layout = new Layout(folder);
  const descriptor = layout.find(query);
  const manifest = object(layout.json(descriptor));
  const config = object(manifest.config);
  const content = configMedia(config) ? object(layout.json(config)) : {};
  const layers = list(manifest.layers).map(object);
  const [first] = layers;
  if (first === undefined) throw new BadLayout(`manifest ${descriptor.digest} has no layer`);
  return {
    facts: {
      digest: descriptor.digest,
      mediaType: text(manifest.mediaType) ?? descriptor.mediaType,
      configMediaType: text(config.mediaType) ?? '',
      layers: layers.map((layer) => ({ mediaType: text(layer.mediaType) ?? '', digest: text(layer.digest) ?? '' })),
      config: configFacts(content),
    },
    bytes: layout.blob(first),
    files: layout.files,
  };
}

/** Writes an artifact as a layout of its own, for `oras cp --from-oci-layout` or `skopeo copy oci:folder`. */
export function writeLayout(folder: string, { manifest, config, layer, digest }: OciArtifact, tag: string): void {
  const blobs = join(folder, 'blobs', 'sha256');
  mkdirSync(blobs, { recursive: true });
  for (const blob of [manifest, config, layer]) writeFileSync(join(blobs, digestOf(blob).slice('sha256:'.length)), blob);
  const index = {
    schemaVersion: 2,
    mediaType: MEDIA_TYPES.index,
    manifests: [{ mediaType: MEDIA_TYPES.manifest, digest, size: manifest.length, annotations: { [TAG]: tag } }],
  };
  writeFileSync(join(folder, 'index.json'), JSON.stringify(index));
  writeFileSync(join(folder, 'oci-layout'), JSON.stringify({ imageLayoutVersion: '1.0.0' }));
}

interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly tag?: string;
}

type Fields = Readonly<Record<string, unknown>>;

class Layout {
  public readonly files: string[] = [];

  public constructor(private readonly folder: string) {}

  /** The manifest that is asked for; the only one where nothing says which. */
  public find({ digest, tag }: LayoutQuery): Descriptor {
    const all = this.manifests(list(object(parsed(this.read('index.json'), 'index.json')).manifests), 0);
    const found = all.filter((each) => (digest === undefined ? tag === undefined || each.tag === tag : each.digest === digest));
    // A layout of one manifest is that of the tag, where it names none: `oras` writes the tag, others do not.
    const fitting = found.length === 0 && digest === undefined && all.length === 1 && all[0]!.tag === undefined ? all : found;
    const [first, ...others] = [...new Map(fitting.map((each) => [each.digest, each])).values()];
    if (first && others.length === 0) return first;
    const has = all.map((each) => (each.tag === undefined ? each.digest : `${each.tag} (${each.digest})`)).join(', ') || 'nothing';
    const wanted = digest ?? (tag === undefined ? 'one manifest' : `the tag "${tag}"`);
    throw new BadLayout(first ? `it has several manifests for ${wanted}: ${has}` : `it does not have ${wanted}, but ${has}`);
  }

  public json(descriptor: Descriptor | Fields): unknown {
    return parsed(this.blob(descriptor), String(descriptor.digest));
  }

  /** A blob, held against its digest. */
  public blob({ digest }: Descriptor | Fields): Uint8Array {
    const hex = /^sha256:([0-9a-f]{64})$/.exec(text(digest) ?? '')?.[1];
    if (hex === undefined) throw new BadLayout(`${JSON.stringify(digest)} is no digest by sha256`);
    const bytes = this.read(`blobs/sha256/${hex}`);
    if (digestOf(bytes) !== digest) throw new BadLayout(`the blob ${digest} is damaged: its digest is ${digestOf(bytes)}`);
    return bytes;
  }

  private manifests(entries: readonly unknown[], depth: number): Descriptor[] {
    return entries.map(object).flatMap((entry): Descriptor[] => {
      const mediaType = text(entry.mediaType) ?? '';
      if (mediaType === MEDIA_TYPES.index && depth < 3) return this.manifests(list(object(this.json(entry)).manifests), depth + 1);
      const tag = text(object(entry.annotations)[TAG]);
      return [{ mediaType, digest: text(entry.digest) ?? '', ...(tag !== undefined && { tag }) }];
    });
  }

  private read(file: string): Uint8Array {
    try {
      const bytes = readFileSync(join(this.folder, file));
      this.files.push(file);
      return bytes;
    } catch (error) {
      throw new BadLayout(`\`${file}\` is not to be read: ${(error as NodeJS.ErrnoException).code ?? String(error)}`);
    }
  }
}

function configMedia(config: Fields): boolean {
  return config.mediaType === MEDIA_TYPES.config || /\bconfig\b.*\+json$/.test(text(config.mediaType) ?? '');
}

function configFacts(config: Fields): WasmOciManifest['config'] {
  const [architecture, os] = [text(config.architecture), text(config.os)];
  const component = config.component === undefined ? undefined : object(config.component);
  const target = text(component?.target);
  return {
    ...(architecture !== undefined && { architecture }),
    ...(os !== undefined && { os }),
    ...(Array.isArray(config.layerDigests) && { layerDigests: texts(config.layerDigests) }),
    ...(component && {
      component: { imports: texts(component.imports), exports: texts(component.exports), ...(target !== undefined && { target }) },
    }),
  };
}

function parsed(bytes: Uint8Array, what: string): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    throw new BadLayout(`\`${what}\` is no JSON`);
  }
}

function object(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function texts(value: unknown): string[] {
  return list(value).filter((each): each is string => typeof each === 'string');
}
