/** Pod Security Standards, from the weakest. */
export type PodSecurityLevel = 'privileged' | 'baseline' | 'restricted';
