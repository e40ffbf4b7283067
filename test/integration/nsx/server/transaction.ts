import { rangeOf } from './addresses';
import type { Change, Deletion, Write } from './changes';
import { CHECKS } from './checks';
import { companionsOf, GO_WITH_PARENT } from './companions';
import { computedOf } from './computed';
import { withDefaults } from './defaults';
import { EMBEDDED } from './embedded';
import type { Counters } from './identity';
import { OWNER_ID, uuidOf } from './identity';
import { IMMUTABLE } from './immutable';
import { concreteType, fieldsOf, placeOf } from './model';
import { referencesOf } from './references';
import type { Held } from './references';
import { Refusal } from './refusals';
import { parentOf } from './state';
import type { NsxObject, State } from './state';
import { checkValue, isAbsent } from './values';
import type { Body } from './values';

const PARTS_OF_NO_OBJECT = new Set(['_links', '_self', '_schema', 'children']);
const CANNOT_BE_DELETED = ['Service', 'TransitGateway', 'VpcConnectivityProfile', 'VpcServiceProfile', 'SecurityPolicy', 'GatewayPolicy'];

/** Makes all of some changes or none: the objects it starts from stay as they are. */
export class Transaction {
  private readonly draft: State;
  private readonly written = new Map<string, { readonly before?: NsxObject; readonly sent: Body }>();
  private readonly deleted = new Map<string, Deletion>();

  public constructor(
    private readonly start: State,
    private readonly counters: Counters,
  ) {
    this.draft = start.copy();
  }

  /** @throws Refusal */
  public apply(changes: readonly Change[]): State {
    for (const change of changes) if (change.kind === 'write') this.write(change);
    for (const change of changes) if (change.kind === 'delete') this.delete(change);
    for (const change of changes) if (change.kind === 'pass') this.demand(change.path);
    this.clearBelowDeleted();
    for (const path of this.written.keys()) this.checkWritten(path);
    this.checkNoneRefersToDeleted();
    this.checkDependents();
    return this.draft;
  }

  private write(change: Write): void {
    const { path, body } = change;
    checkValue(change.type, body);
    const type = concreteType(change.type, body);
    const id = path.split('/').at(-1)!;
    if (body.id !== undefined && body.id !== null && body.id !== id)
      throw new Refusal('id-mismatch', `id ${JSON.stringify(body.id)} is sent to ${path}`);
    if (this.written.has(path)) throw new Refusal('duplicate-id', `${path} is in the request twice`);
    const before = this.draft.get(path);
    if (before && !change.bySystem) this.checkChange(change, before, type);

    const embedded = EMBEDDED[type];
    const own: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(body)) {
      if (PARTS_OF_NO_OBJECT.has(name) || name === embedded?.attribute) continue;
      if (fieldsOf(type)[name]!.readOnly && !change.bySystem) continue;
      own[name] = value;
    }
    const filled = { ...withDefaults(type, own), path };
    const object = { ...filled, ...computedOf(type, filled, before, this.draft, this.counters), ...this.system(path, type, own, before, change) };
    this.draft.set(object as unknown as NsxObject);
    this.written.set(path, { ...(before && { before }), sent: body });

    if (!before) for (const companion of companionsOf(type, path)) this.write({ kind: 'write', ...companion, bySystem: true });
    if (embedded) this.writeEmbedded(change, type);
  }

  private checkChange({ path, body, revision = 'ignored' }: Write, before: NsxObject, type: string): void {
    const sent = body._revision;
    if ((revision === 'required' || (revision === 'checked' && sent !== undefined)) && sent !== before._revision) {
      throw new Refusal('stale-revision', `${path} has the revision ${before._revision}, the request ${JSON.stringify(sent ?? null)}`);
    }
    if ((type === 'Service' && before.is_default === true) || before.default === true) {
      throw new Refusal('default-object', `${path} comes with the system and cannot be modified`);
    }
    const fixed = IMMUTABLE.find(
      (row) => row.type === type && !isAbsent(body[row.field]) && !isAbsent(before[row.field]) && body[row.field] !== before[row.field],
    );
    if (fixed) throw new Refusal('cannot-change', `${fixed.field} of ${path} cannot be changed`, fixed.source);
  }

  private system(path: string, type: string, own: Body, before: NsxObject | undefined, { bySystem = false }: Write): Body {
    const id = path.split('/').at(-1)!;
    const now = this.counters.nextTime();
    const uuid = (before?.unique_id as string | undefined) ?? uuidOf(`${path} ${now}`);
    const user = bySystem ? 'system' : 'admin';
    return {
      resource_type: type,
      id,
      display_name: own.display_name ?? id,
      path,
      relative_path: id,
      parent_path: placeOf(path)?.template.endsWith('{}') === false ? '/infra' : parentOf(path),
      unique_id: uuid,
      realization_id: uuid,
      owner_id: OWNER_ID,
      remote_path: '',
      marked_for_delete: false,
      overridden: false,
      _create_time: before?._create_time ?? now,
      _create_user: before?._create_user ?? user,
      _last_modified_time: now,
      _last_modified_user: user,
      _system_owned: before?._system_owned ?? bySystem,
      _protection: 'NOT_PROTECTED',
      _revision: before ? before._revision + 1 : 0,
    };
  }

  /** Rules and entries sent within their policy or service. */
  private writeEmbedded(change: Write, type: string): void {
    const { attribute, collection, type: itemType } = EMBEDDED[type]!;
    const items = (change.body[attribute] ?? undefined) as readonly Body[] | undefined;
    if (items === undefined && !change.replacesEmbedded) return;
    const kept = new Set<string>();
    (items ?? []).forEach((item, i) => {
      const id = (item.id as string | undefined) ?? uuidOf(`${change.path} ${i} ${this.counters.nextTime()}`);
      const path = `${change.path}/${collection}/${id}`;
      kept.add(path);
      this.write({ kind: 'write', path, type: itemType, body: item, bySystem: change.bySystem });
    });
    if (!change.replacesEmbedded) return;
    for (const child of this.draft.childrenOf(change.path)) {
      if (!kept.has(child.path) && child.is_default !== true) this.delete({ kind: 'delete', path: child.path });
    }
  }

  private delete(deletion: Deletion): void {
    const object = this.draft.get(deletion.path);
    if (!object) return;
    if (CANNOT_BE_DELETED.includes(object.resource_type) && object.is_default === true) {
      throw new Refusal('default-object', `${deletion.path} comes with the system and cannot be deleted`);
    }
    this.remove(deletion);
    for (const companion of companionsOf(object.resource_type, deletion.path)) this.remove({ ...deletion, path: companion.path });
    if (deletion.recursive) for (const below of this.draft.below(deletion.path)) this.remove({ ...deletion, path: below.path });
  }

  private remove(deletion: Deletion): void {
    this.draft.delete(deletion.path);
    this.written.delete(deletion.path);
    this.deleted.set(deletion.path, deletion);
  }

  private clearBelowDeleted(): void {
    for (const [path, deletion] of this.deleted) {
      for (const child of this.draft.childrenOf(path)) {
        const port = child.resource_type === 'SegmentPort';
        if (GO_WITH_PARENT.has(child.resource_type) || (port && deletion.force)) this.remove({ ...deletion, path: child.path });
        else if (port) throw new Refusal('segment-has-ports', `Segment path=[${path}] has ports: ${child.path}`);
        else throw new Refusal('has-children', `The object path=[${path}] cannot be deleted, it has children: ${child.path}`);
      }
    }
  }

  private checkWritten(path: string): void {
    const object = this.draft.get(path)!;
    if (!this.isThere(object.parent_path)) throw new Refusal('unknown-path', `The path=[${object.parent_path}] is invalid`);
    for (const held of referencesOf(object)) this.checkReference(object, held);
    const { before, sent } = this.written.get(path)!;
    CHECKS[object.resource_type]?.(object, { state: this.draft, sent, ...(before && { before }) });
  }

  private checkReference(object: NsxObject, { row, target, at }: Held): void {
    if (row.or !== undefined && target.toUpperCase() === 'ANY') return;
    if (row.or === 'any-or-address' && rangeOf(target) !== undefined) return;
    const found = this.draft.get(target);
    if (found && row.to.includes(found.resource_type)) return;
    const fault = found ? `is a ${found.resource_type}, expected ${row.to.join(' or ')}` : 'names nothing';
    throw new Refusal('unknown-path', `The path=[${target}] is invalid: ${at} of ${object.path} ${fault}`, `vcf-nsx ${row.type}.${row.field}`);
  }

  private isThere(path: string): boolean {
    if (path === '/infra' || path === '/orgs/default') return true;
    return this.draft.get(path.replace(/(?<=.)\/infra$/, '')) !== undefined;
  }

  private demand(path: string): void {
    if (!this.isThere(path)) throw new Refusal('unknown-path', `The path=[${path}] is invalid`);
  }

  private checkNoneRefersToDeleted(): void {
    if (this.deleted.size === 0) return;
    for (const object of this.draft.all()) {
      const held = referencesOf(object).find(({ target }) => this.deleted.has(target) && this.draft.get(target) === undefined);
      if (held) throw new Refusal('in-use', `The object path=[${held.target}] cannot be deleted, it is being referenced by path=[${object.path}]`);
    }
  }

  /** What names an object that has changed may be no longer right, though nobody has touched it. */
  private checkDependents(): void {
    const changed = new Set([...this.written.keys()].filter((path) => this.start.get(path) !== undefined));
    if (changed.size === 0) return;
    for (const object of this.draft.all()) {
      if (this.written.has(object.path) || !referencesOf(object).some(({ target }) => changed.has(target))) continue;
      CHECKS[object.resource_type]?.(object, { state: this.draft, before: object });
    }
  }
}
