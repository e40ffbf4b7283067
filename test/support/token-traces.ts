import * as traces from 'cdktf/lib/tokens/private/stack-trace';

/**
 * cdktf writes the whole stack down for each token it makes, to show it where it cannot resolve one; Jest maps each line of it to the source.
 * That was a fifth of the time of every suite that builds a stack, and no test reads it.
 */
(traces as { captureStackTrace: () => string[] }).captureStackTrace = () => [];
