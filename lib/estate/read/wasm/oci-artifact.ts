import type { WasmArtifact, WasmOciManifest } from '../../wasm';
import { digestOf } from './artifact';

/**
 * Names of the layout that the CNCF's working group has agreed upon.
 *
 * https://tag-runtime.cncf.io/wgs/wasm/deliverables/wasm-oci-artifact/
 */
export const MEDIA_TYPES = {
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  index: 'application/vnd.oci.image.index.v1+json',
  config: 'application/vnd.wasm.config.v0+json',
  layer: 'application/wasm',
} as const;

/** Tools want a date. The same bytes are to give the same artifact on any day, so that it is this one always. */
const CREATED = '1970-01-01T00:00:00Z';

/** A WebAssembly binary as an artifact of a registry. */
export interface OciArtifact {
  readonly manifest: Uint8Array;
  readonly config: Uint8Array;
  readonly layer: Uint8Array;
  /** Of the manifest: what a reference pins. */
  readonly digest: string;
  readonly facts: Omit<WasmOciManifest, 'reference'>;
}

/** The artifact that holds a binary, the same for the same bytes. */
export function ociArtifactOf({ kind, imports, exports, digest }: WasmArtifact, bytes: Uint8Array): OciArtifact {
  const names = (list: readonly { readonly name: string }[]): string[] => list.map(({ name }) => name);
  const config = {
    created: CREATED,
    architecture: 'wasm',
    os: kind === 'component' ? 'wasip2' : 'wasip1',
    layerDigests: [digest],
    ...(kind === 'component' && { component: { exports: names(exports), imports: names(imports) } }),
  };
  const configBytes = Buffer.from(JSON.stringify(config));
  const layers = [{ mediaType: MEDIA_TYPES.layer, digest, size: bytes.length }];
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: MEDIA_TYPES.manifest,
      config: { mediaType: MEDIA_TYPES.config, digest: digestOf(configBytes), size: configBytes.length },
      layers,
    }),
  );
  return {
    manifest,
    config: configBytes,
    layer: bytes,
    digest: digestOf(manifest),
    facts: {
      digest: digestOf(manifest),
      mediaType: MEDIA_TYPES.manifest,
      configMediaType: MEDIA_TYPES.config,
      layers: layers.map((layer) => ({ mediaType: layer.mediaType, digest: layer.digest })),
      config: {
        architecture: config.architecture,
        os: config.os,
        layerDigests: config.layerDigests,
        ...(config.component && { component: config.component }),
      },
    },
  };
}
