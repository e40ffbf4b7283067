;; Rates by product: ten for each, until the year ends.
(module
  (memory (export "memory") 1 1)
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const 1024))
  (func (export "acme:rates/table@0.2.0#lookup") (param $id i32) (result i32)
    (i64.store (i32.const 64) (i64.mul (i64.extend_i32_u (local.get $id)) (i64.const 10)))
    (i64.store (i32.const 72) (i64.const 1798761600))
    (i32.const 64)))
