import wabt from 'wabt';

/** Every feature that wabt can turn on or off. */
export const EVERYTHING = {
  exceptions: true,
  mutable_globals: true,
  sat_float_to_int: true,
  sign_extension: true,
  simd: true,
  threads: true,
  function_references: true,
  multi_value: true,
  tail_call: true,
  bulk_memory: true,
  reference_types: true,
  annotations: true,
  code_metadata: true,
  gc: true,
  memory64: true,
  multi_memory: true,
  extended_const: true,
  relaxed_simd: true,
};

export type WabtFeature = keyof typeof EVERYTHING;

/** Makes real modules of WebAssembly text. Awaited once a test file. */
export async function moduleBuilder(): Promise<{
  build: (text: string) => Uint8Array;
  isValid: (bytes: Uint8Array, without?: WabtFeature) => boolean;
}> {
  const tools = await wabt();
  return {
    build(text) {
      const module = tools.parseWat('module.wat', text, EVERYTHING);
      try {
        return module.toBinary({}).buffer;
      } finally {
        module.destroy();
      }
    },
    isValid(bytes, without) {
      try {
        const features = { ...EVERYTHING, ...(without && { [without]: false }) };
        const module = tools.readWasm(bytes, { ...features, readDebugNames: false });
        try {
          // Its types do not say so, and without them it validates by the features of its own choice.
          (module.validate as (features: object) => void).call(module, features);
          return true;
        } finally {
          module.destroy();
        }
      } catch {
        return false;
      }
    },
  };
}

/** What Node says of a module; its types are those of browsers, which tests do not load. */
export const ENGINE = (globalThis as unknown as { WebAssembly: WebAssemblyOfNode }).WebAssembly;

interface WebAssemblyOfNode {
  validate(bytes: Uint8Array): boolean;
  readonly Module: {
    new (bytes: Uint8Array): object;
    imports(module: object): readonly { readonly module: string; readonly name: string; readonly kind: string }[];
    exports(module: object): readonly { readonly name: string; readonly kind: string }[];
  };
}
