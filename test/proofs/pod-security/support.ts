import type { PodSpec, PodTemplate } from '../../../lib/estate';

type Raw = Readonly<Record<string, unknown>>;

/** A pod as YAML has it, as the reader of manifests gives it. */
export function templateOf({ metadata, spec }: { readonly metadata?: { readonly annotations?: Raw }; readonly spec: Raw }): PodTemplate {
  const volumes = (spec.volumes as Raw[] | undefined)?.map(({ name, ...source }) => ({ name, source: Object.keys(source)[0] ?? 'emptyDir' }));
  return {
    labels: {},
    annotations: (metadata?.annotations ?? {}) as PodTemplate['annotations'],
    spec: { ...spec, ...(volumes && { volumes }) } as unknown as PodSpec,
  };
}
