import type { Construct } from 'constructs';
import { declare } from '../../../estate/declaration';
import { checkKind, checkText } from '../../check';
import { ConstructError } from '../../construct-error';
import { HOST_MODEL } from '../../kind';
import type { HostHardwareProps } from './esxi-host-props';

/** Says what a host is made of. Throws when it has a rack without a model. */
export function declareHardware(host: Construct, of: string, { model, rack }: HostHardwareProps): void {
  if (model !== undefined) {
    declare(host, {
      kind: 'host-hardware',
      of,
      hardware: checkKind(host, 'model', model, HOST_MODEL).toFacts(),
      ...(rack !== undefined && { rack: checkText(host, 'rack', rack) }),
    });
  } else if (rack !== undefined) {
    throw new ConstructError(host, `the host has rack "${rack}" and no model; give the model too: what a rack takes with it depends on its hosts`);
  }
}
