export type { IWasmCode } from './wasm-code';
export { WasmComponent } from './wasm-component';
export { WasmComposition, type WasmCompositionProps } from './wasm-composition';
export { WasmFiles, type WasmFilesOptions } from './wasm-files';
export { WasmModule } from './wasm-module';
export { type ShimProps, WasmRuntime, type WasmRuntimeProps } from './wasm-runtime';
export { WasmWorkload } from './wasm-workload';
export type { WasmWorkloadGrants, WasmWorkloadProps } from './wasm-workload-props';
