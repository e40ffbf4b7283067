import type { App } from 'cdktf';
import { EsaSite } from './esa-site';
import { ExistingSite } from './existing-site';
import { Fabrics } from './fabrics';
import { Guests } from './guests';
import { Lookups } from './lookups';
import { NsxFirewall } from './nsx-firewall';
import { NsxLookups } from './nsx-lookups';
import { NsxMachines } from './nsx-machines';
import { NsxNetworks } from './nsx-networks';
import { NsxTenancy } from './nsx-tenancy';
import { OsaSite } from './osa-site';
import { Stretched, TwoNode } from './two-sites';
import { TwoVCenters } from './two-vcenters';

/** Stacks that set, between them, every attribute that a construct of vSphere or NSX maps to. */
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
  new NsxFirewall(app, 'nsx-firewall', new NsxNetworks(app, 'nsx-networks'));
  new NsxTenancy(app, 'nsx-tenancy');
  new NsxLookups(app, 'nsx-lookups');
  new NsxMachines(app, 'nsx-machines');
}
