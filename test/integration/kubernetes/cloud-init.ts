import { join } from 'node:path';
import { linesOf, run, withFiles, type Verdict } from './run';

/**
 * What `cloud-init schema` says of user data in the form of a cloud-config.
 * @param cloudInit the program: that of the Debian release of this machine
 * @param userData text that begins with `#cloud-config`
 */
export function cloudInitVerdict(cloudInit: string, userData: string): Verdict {
  return withFiles({ 'user-data.yaml': userData }, (folder) => {
    const { code, stdout, stderr } = run(cloudInit, ['schema', '--config-file', join(folder, 'user-data.yaml')]);
    if (code !== 0) return { refused: linesOf(stderr).join('\n'), warnings: [] };
    return { warnings: linesOf(`${stdout}\n${stderr}`).filter((line) => /deprecat/i.test(line) && !/deprecations: *$/.test(line)) };
  });
}
