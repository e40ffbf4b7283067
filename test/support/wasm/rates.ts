import { component, core } from './components';

/**
 * Three components that need each other: `pricing` asks `rates`, which asks `base`; the first two also call their host, each another
 * function of it. Between them stand a record, a list, an option, a result, a variant and a resource.
 */
export const WIT = `
package acme:rates@0.2.0;

interface table {
  record rate { price: u64, valid-until: u64 }
  variant mood { calm, wild(u32) }
  resource counter { constructor(start: u32); step: func(by: u32) -> u32; }
  lookup: func(id: u32) -> rate;
  total: func(prices: list<u32>) -> u64;
  pick: func(which: option<u32>) -> result<u32, string>;
  guess: func(mood: mood) -> u32;
}
interface base { unit: func() -> u64; }
interface host { first: func(x: u32) -> u32; second: func(x: u32) -> u32; }

world pricing {
  import table;
  import host;
  export quote: func(id: u32) -> u64;
  export sum: func() -> u64;
  export picked: func(which: u32) -> u32;
  export wild: func(x: u32) -> u32;
  export count: func() -> u32;
  export ask-first: func(x: u32) -> u32;
}
world rates { import base; import host; export table; }
world base-world { export base; }
`;

const PRICING = `
  (import "acme:rates/table@0.2.0" "lookup" (func $lookup (param i32 i32)))
  (import "acme:rates/table@0.2.0" "total" (func $total (param i32 i32) (result i64)))
  (import "acme:rates/table@0.2.0" "pick" (func $pick (param i32 i32 i32)))
  (import "acme:rates/table@0.2.0" "guess" (func $guess (param i32 i32) (result i32)))
  (import "acme:rates/table@0.2.0" "[constructor]counter" (func $counter (param i32) (result i32)))
  (import "acme:rates/table@0.2.0" "[method]counter.step" (func $step (param i32 i32) (result i32)))
  (import "acme:rates/table@0.2.0" "[resource-drop]counter" (func $drop (param i32)))
  (import "acme:rates/host@0.2.0" "first" (func $first (param i32) (result i32)))`;

const PRICING_FUNCTIONS = `
  (func (export "quote") (param i32) (result i64)
    (call $lookup (local.get 0) (i32.const 64))
    (i64.add (i64.load (i32.const 64)) (i64.load (i32.const 72))))
  (data (i32.const 128) "\\01\\00\\00\\00\\02\\00\\00\\00\\27\\00\\00\\00")
  (func (export "sum") (result i64) (call $total (i32.const 128) (i32.const 3)))
  (func (export "picked") (param i32) (result i32)
    (call $pick (i32.ne (local.get 0) (i32.const 0)) (local.get 0) (i32.const 64))
    (if (result i32) (i32.load8_u (i32.const 64))
      (then (i32.load (i32.const 72)))
      (else (i32.load (i32.const 68)))))
  (func (export "wild") (param i32) (result i32) (call $guess (i32.const 1) (local.get 0)))
  (func (export "count") (result i32) (local i32)
    (local.set 0 (call $counter (i32.const 40)))
    (drop (call $step (local.get 0) (i32.const 1)))
    (call $step (local.get 0) (i32.const 1))
    (call $drop (local.get 0)))
  (func (export "ask-first") (param i32) (result i32) (call $first (local.get 0)))`;

const RATES = `
  (import "acme:rates/base@0.2.0" "unit" (func $unit (result i64)))
  (import "acme:rates/host@0.2.0" "second" (func $second (param i32) (result i32)))
  (import "[export]acme:rates/table@0.2.0" "[resource-new]counter" (func $new (param i32) (result i32)))`;

const RATES_FUNCTIONS = `
  (func (export "acme:rates/table@0.2.0#lookup") (param i32) (result i32)
    (i64.store (i32.const 64) (i64.mul (i64.extend_i32_u (local.get 0)) (call $unit)))
    (i64.store (i32.const 72) (i64.const 7))
    (i32.const 64))
  (func (export "acme:rates/table@0.2.0#total") (param $at i32) (param $left i32) (result i64) (local $sum i64)
    (block $done (loop $next
      (br_if $done (i32.eqz (local.get $left)))
      (local.set $sum (i64.add (local.get $sum) (i64.load32_u (local.get $at))))
      (local.set $at (i32.add (local.get $at) (i32.const 4)))
      (local.set $left (i32.sub (local.get $left) (i32.const 1)))
      (br $next)))
    (local.get $sum))
  (data (i32.const 256) "none")
  (func (export "acme:rates/table@0.2.0#pick") (param $some i32) (param $value i32) (result i32)
    (if (local.get $some)
      (then (i32.store8 (i32.const 64) (i32.const 0)) (i32.store (i32.const 68) (i32.add (local.get $value) (i32.const 1))))
      (else (i32.store8 (i32.const 64) (i32.const 1)) (i32.store (i32.const 68) (i32.const 256)) (i32.store (i32.const 72) (i32.const 4))))
    (i32.const 64))
  (func (export "acme:rates/table@0.2.0#guess") (param i32 i32) (result i32) (call $second (i32.mul (local.get 0) (local.get 1))))
  (func (export "acme:rates/table@0.2.0#[constructor]counter") (param i32) (result i32)
    (i32.store (i32.const 512) (local.get 0))
    (call $new (i32.const 512)))
  (func (export "acme:rates/table@0.2.0#[method]counter.step") (param i32 i32) (result i32)
    (i32.store (local.get 0) (i32.add (i32.load (local.get 0)) (local.get 1)))
    (i32.load (local.get 0)))`;

export const pricing = (wit = WIT): Uint8Array => component(wit, 'pricing', core(PRICING_FUNCTIONS, '1 2', PRICING));
export const rates = (wit = WIT): Uint8Array => component(wit, 'rates', core(RATES_FUNCTIONS, '1 4', RATES));
export const base = (): Uint8Array => component(WIT, 'base-world', core('(func (export "acme:rates/base@0.2.0#unit") (result i64) (i64.const 10))'));
