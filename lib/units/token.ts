/** cdktf's numbers for tokens are near 1e289. */
const TOKEN_MAGNITUDE = 1e100;

/** Whether a value stands for one that only Terraform knows. Told by how cdktf writes it, so that values need no cdktf. */
export function isToken(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('${TfToken[');
  return typeof value === 'number' && Number.isFinite(value) && Math.abs(value) >= TOKEN_MAGNITUDE;
}

/** What a message says of one that calculates here. */
export const NO_TOKEN = 'a Terraform token, which is not supported here, since it is known only when Terraform runs; give a literal in the program';
