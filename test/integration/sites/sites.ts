import type { App } from 'cdktf';
import { EsaSite } from './esa-site';
import { ExistingSite } from './existing-site';
import { Fabrics } from './fabrics';
import { Guests } from './guests';
import { Lookups } from './lookups';
import { OsaSite } from './osa-site';
import { Stretched, TwoNode } from './two-sites';
import { TwoVCenters } from './two-vcenters';

/** Stacks that set, between them, every attribute that a construct of vSphere maps to. */
export function sites(app: App): void {
  new EsaSite(app, 'esa');
  new OsaSite(app, 'osa');
  new Stretched(app, 'stretched');
  new TwoNode(app, 'two-node');
  new Fabrics(app, 'fabrics');
  new Guests(app, 'guests');
  new TwoVCenters(app, 'two-vcenters');
  new Lookups(app, 'lookups');
  new ExistingSite(app, 'existing');
}
