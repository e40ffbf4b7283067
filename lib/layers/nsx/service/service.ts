import { Construct } from 'constructs';
import type { Flow } from '../../../estate/flow';
import { recordOrigin } from '../../../estate/origin';
import { brand, isBranded } from '../../brand';
import { checkFlag, checkProps, checkText, got, ifGiven } from '../../check';
import { ConstructError } from '../../construct-error';
import { NSX_SERVICE } from '../../kind';
import { nsxt, type PolicyService } from '../bindings';
import { checkKindHere, nsxConnectionOf } from '../connection';
import { checkLength, checkPolicyPath, type NsxObjectProps, objectConfig, DELETED_LAST } from '../nsx-object';
import { projectContext, enclosingProjectContext } from '../space';
import { entryBlocks } from './entry-blocks';
import type { IService } from './iservice';
import { entryOf } from './rule-service';
import { ServiceEntry } from './service-entry';

export type { IService } from './iservice';

export interface ServiceProps extends NsxObjectProps {
  /** What it is: any of these. A service among them stands for all that it is. */
  readonly entries: readonly (Flow | ServiceEntry | IService)[];
}

export interface ServiceLookup {
  /** Name in NSX, such as `HTTPS`. */
  readonly name: string;

  /**
   * In a project, whether it is one of NSX itself or of the default space, and not one of the project's own.
   * @default true
   */
  readonly shared?: boolean;
}

export interface ServiceAttributes {
  /** Policy path, such as `/infra/services/HTTPS`. */
  readonly servicePath: string;

  /**
   * Name in NSX.
   * @default - not known
   */
  readonly serviceName?: string;
}

const BRAND = Symbol.for('cdk-strata.Service');

/**
 * A service of NSX: traffic by protocol and port, under a name. Terraform deletes it after whatever names it is changed, since NSX
 * refuses to delete a service that a rule names.
 *
 * @throws when it has no entry, an EtherType beside other entries, or SCTP with ports; or it lies in a VPC, which has no services
 */
export class Service extends Construct implements IService {
  public static isService(x: unknown): x is Service {
    return isBranded(x, BRAND);
  }

  /** One that exists, such as those that NSX comes with, found by its name when Terraform runs. */
  public static fromLookup(scope: Construct, id: string, props: ServiceLookup): IService {
    return new LookedUpService(scope, id, props);
  }

  /** One that exists, by its path. */
  public static fromAttributes(scope: Construct, id: string, attributes: ServiceAttributes): IService {
    return new KnownService(scope, id, attributes);
  }

  public readonly serviceName: string;
  public readonly resource: PolicyService;

  public constructor(scope: Construct, id: string, props: ServiceProps) {
    super(scope, id);
    checkProps(this, 'props', props, ['entries']);
    recordOrigin(this);
    brand(this, BRAND);
    const entries = this.checkEntries(props.entries);
    const nested = entries.flatMap(({ _entry }) => (_entry.kind === 'nested' ? [{ nestedServicePath: _entry.service.servicePath }] : []));
    const object = objectConfig(this, props);
    this.serviceName = object.displayName;
    this.resource = new nsxt.PolicyService(this, 'Default', {
      provider: nsxConnectionOf(this),
      ...object,
      ...entryBlocks(entries),
      nestedServiceEntry: nested.length === 0 ? undefined : nested,
      ...projectContext(this),
      ...DELETED_LAST,
    });
  }

  /** A token costs a stack trace in cdktf, so it is made when somebody asks. */
  public get servicePath(): string {
    return this.resource.path;
  }

  private checkEntries(values: ServiceProps['entries']): ServiceEntry[] {
    if (!Array.isArray(values) || values.length === 0) {
      throw new ConstructError(this, `entries must be a list of at least one, got ${got(values)}; give one such as \`[Flow.tcp(443)]\``);
    }
    const entries = (values as ServiceProps['entries']).map((value, index) => this.checkEntry(`entries[${index}]`, value));
    const [layer2, others] = [true, false].map((ether) =>
      entries.filter(({ _entry }) => (_entry.kind === 'ether') === ether && _entry.kind !== 'nested'),
    );
    if (layer2!.length === 0 || others!.length === 0) return entries;
    throw new ConstructError(this, 'NSX takes no EtherType beside other protocols in one service; make a service of its own for it');
  }

  private checkEntry(what: string, value: Flow | ServiceEntry | IService): ServiceEntry {
    const nested = ServiceEntry.isServiceEntry(value) && value._entry.kind === 'nested' ? value._entry.service : value;
    if (typeof nested === 'object' && nested !== null && 'servicePath' in nested) {
      return ServiceEntry.nested(checkKindHere(this, what, nested, NSX_SERVICE));
    }
    return entryOf(this, what, nested);
  }
}

class LookedUpService extends Construct implements IService {
  public readonly servicePath: string;
  public readonly serviceName: string;

  public constructor(scope: Construct, id: string, props: ServiceLookup) {
    super(scope, id);
    checkProps(this, 'props', props, ['name']);
    recordOrigin(this);
    this.serviceName = checkLength(this, 'name', props.name, 255);
    this.servicePath = new nsxt.DataNsxtPolicyService(this, 'Default', {
      provider: nsxConnectionOf(this),
      displayName: this.serviceName,
      ...(checkFlag(this, 'shared', props.shared ?? true) ? {} : enclosingProjectContext(this)),
    }).path;
  }
}

class KnownService extends Construct implements IService {
  public readonly servicePath: string;
  public readonly serviceName?: string;

  public constructor(scope: Construct, id: string, attributes: ServiceAttributes) {
    super(scope, id);
    checkProps(this, 'attributes', attributes, ['servicePath']);
    recordOrigin(this);
    this.servicePath = checkPolicyPath(this, 'servicePath', attributes.servicePath);
    this.serviceName = ifGiven(attributes.serviceName, (name) => checkText(this, 'serviceName', name));
  }
}
