import { Interval } from '../../../units';
import type { ManifestedObject } from '../../kubernetes';
import { Fields } from './fields';
import { nameIn, ObjectLog, type ManifestItem } from './object-log';

/** Where an object of a namespaced kind goes that names no namespace. */
export const DEFAULT_NAMESPACE = 'default';

/** One object of a manifest while it is read. */
export class ItemReader {
  public readonly log: ObjectLog;
  public readonly fields: Fields;

  public constructor(
    public readonly item: ManifestItem,
    private readonly isNamespaced: boolean,
  ) {
    this.log = new ObjectLog(item);
    this.fields = new Fields(item.body, this.log);
  }

  public get name(): string {
    return nameIn(this.item.body);
  }

  /** Of a kind that lies in namespaces; `default` where it names none. */
  public get namespace(): string {
    return this.fields.object('metadata').text('namespace') ?? DEFAULT_NAMESPACE;
  }

  public get namesNamespace(): boolean {
    return this.fields.object('metadata').has('namespace');
  }

  public get spec(): Fields {
    return this.fields.object('spec');
  }

  /** What every object has. Asked for last, once everything that may not be read was met. */
  public base(): ManifestedObject {
    const { manifest, apiVersion, kind } = this.item;
    const metadata = this.fields.object('metadata');
    const namespace = this.isNamespaced ? this.namespace : null;
    metadata.text('name');
    const object = {
      id: `${manifest.cluster ?? ''}/${namespace ?? ''}/${kind}/${this.name}`,
      addresses: [],
      ...(manifest.path !== undefined && { path: manifest.path }),
      origin: 'owned' as const,
      name: this.name,
      instances: Interval.exactly(1),
      cluster: manifest.cluster ?? null,
      apiVersion,
      kind,
      namespace,
      labels: metadata.texted('labels'),
      annotations: metadata.texted('annotations'),
      manifest: { file: manifest.file, index: manifest.index },
    };
    return this.log.unread.length === 0 ? object : { ...object, unread: [...new Set(this.log.unread)] };
  }
}
