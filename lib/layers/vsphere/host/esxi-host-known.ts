import { DataVsphereHost } from '@cdktf/provider-vsphere/lib/data-vsphere-host';
import { Construct } from 'constructs';
import { recordOrigin } from '../../../estate/origin';
import { checkProps, checkText } from '../../check';
import type { HostModel } from '../../hardware';
import { DATACENTER } from '../../kind';
import { checkKindHere, connectionOf } from '../connection';
import type { EsxiHostAttributes, EsxiHostLookup, IEsxiHost } from './esxi-host-props';
import { declareHardware } from './host-hardware';

/** One that vCenter has already, found by its name. */
export class LookedUpEsxiHost extends Construct implements IEsxiHost {
  public readonly hostId: string;
  public readonly hostname: string;
  public readonly model?: HostModel;
  public readonly rack?: string;

  public constructor(scope: Construct, id: string, props: EsxiHostLookup) {
    super(scope, id);
    checkProps(this, 'props', props, ['hostname', 'datacenter']);
    recordOrigin(this);
    this.hostname = checkText(this, 'hostname', props.hostname);
    this.model = props.model;
    this.rack = props.rack;
    const { datacenterId } = checkKindHere(this, 'datacenter', props.datacenter, DATACENTER);
    const lookup = new DataVsphereHost(this, 'Default', { provider: connectionOf(this), name: this.hostname, datacenterId });
    this.hostId = lookup.id;
    declareHardware(this, lookup.node.path, props);
  }
}

/** One that vCenter has already, by its id. */
export class KnownEsxiHost extends Construct implements IEsxiHost {
  public readonly hostId: string;
  public readonly hostname: string;

  public constructor(scope: Construct, id: string, attributes: EsxiHostAttributes) {
    super(scope, id);
    checkProps(this, 'attributes', attributes, ['hostId']);
    recordOrigin(this);
    this.hostId = checkText(this, 'hostId', attributes.hostId);
    this.hostname = checkText(this, 'hostname', attributes.hostname ?? attributes.hostId);
  }
}
