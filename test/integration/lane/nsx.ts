import { startNsx, type RunningNsx } from '../nsx/with-nsx';
import { nsxSeedsFor } from './nsx-seeds';
import type { Rendered } from './program';

/** Starts a server that has what a program finds in NSX, and points all its stacks there. Where it names two managers, this is both. */
export async function startNsxFor(app: Rendered): Promise<RunningNsx> {
  const nsx = await startNsx(nsxSeedsFor(app));
  for (const { name, folder } of app.stacks) nsx.connect(folder, app.model.stacks.find((stack) => stack.name === name)!.providers);
  return nsx;
}
