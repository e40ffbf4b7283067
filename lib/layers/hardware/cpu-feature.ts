/**
 * Instruction sets and security features that the catalogue's CPUs have.
 *
 * Named as Linux names CPU flags, and open: a `CpuModel` takes any flag of that form.
 */
export enum CpuFeature {
  /** AES instructions. */
  AES = 'aes',
  AVX2 = 'avx2',
  /** AVX-512 foundation. */
  AVX512F = 'avx512f',
  /** Vector neural network instructions; Intel sells them as Deep Learning Boost. */
  AVX512_VNNI = 'avx512_vnni',
  AVX512_BF16 = 'avx512_bf16',
  /** Advanced Matrix Extensions. */
  AMX_TILE = 'amx_tile',
  AMX_INT8 = 'amx_int8',
  AMX_BF16 = 'amx_bf16',
  /** Software Guard Extensions: enclaves within a process. */
  SGX = 'sgx',
  /** Trust Domain Extensions: Intel's confidential virtual machines. */
  TDX = 'tdx',
  /** Secure Nested Paging: AMD's confidential virtual machines. */
  SEV_SNP = 'sev_snp',
}
