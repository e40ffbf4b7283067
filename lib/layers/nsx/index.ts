export { nsxt } from './bindings';
