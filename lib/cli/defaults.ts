/** Output folder of cdktf where `cdktf.json` names no other. */
export const DEFAULT_OUTPUT = 'cdktf.out';
