import type { Kind } from '../kind';

export const OCI_IMAGE: Kind = {
  member: 'isPinned',
  name: 'an OciImage',
  repair: "give one such as `OciImage.of('registry.example.com/pricing:1.4')`, or `lock.image(...)` of an ImageLock",
};
export const IMAGE_LOCK: Kind = { member: 'entry', name: 'an ImageLock', repair: "give a `new ImageLock(this, 'images')`" };
export const WASM_CODE: Kind = {
  member: 'artifact',
  name: 'a component, a composition or a core module',
  repair: "give one such as `WasmComponent.fromFile('components/pricing.wasm')`",
};
export const WASM_COMPONENT: Kind = {
  member: 'isComponent',
  name: 'a component',
  repair: "give one such as `WasmComponent.fromFile('components/pricing.wasm')`",
};
export const WASM_RUNTIME: Kind = { member: 'engine', name: 'a WasmRuntime', repair: 'give one such as `WasmRuntime.wasmtime()`' };
export const WASM_FILES: Kind = {
  member: 'mountPath',
  name: 'a WasmFiles',
  repair: "give one such as `WasmFiles.configMap('/etc/rates', 'rates')`",
};
