import { contextAttributes } from './attributes';
import { changesOfTree } from './hierarchy';
import type { Manager } from './manager';
import { placeOf, placeOfCollection } from './model';
import { page, asRead } from './reads';
import { realizedEntities, realizedStatus, segmentState } from './realization';
import { Refusal } from './refusals';
import { find } from './search';
import type { Body } from './values';

export interface Request {
  readonly method: string;
  /** Below `/policy/api/v1`, decoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Body;
}

type Handler = (manager: Manager, request: Request, match: RegExpExecArray) => Body | undefined;

interface Route {
  readonly method: string;
  readonly path: RegExp;
  readonly handle: Handler;
}

const ROOT = '(/infra|/orgs/[^/]+/projects/[^/]+/infra)';
const at = (pattern: string) => new RegExp(`^${pattern}$`);

const tree: Handler = (manager, { body, query }, match) => {
  manager.commit(changesOfTree(match[1] ?? '', body, query.get('enforce_revision_check') === 'true' ? 'checked' : 'ignored'));
  return undefined;
};

const machines: Handler = (manager, { query }) => page(manager.inventory.all(), query);

const tagMachine: Handler = (manager, { body }, match) => {
  manager.inventory.tag(match[2] ?? body.virtual_machine_id, body);
  return undefined;
};

/** Calls that are no reading or writing of one object at its path. */
const ROUTES: readonly Route[] = [
  { method: 'PATCH', path: at(ROOT), handle: tree },
  { method: 'PATCH', path: at('/org-root'), handle: tree },
  { method: 'GET', path: at('/search/query'), handle: search },
  { method: 'GET', path: at(`${ROOT}/realized-state/virtual-machines`), handle: machines },
  { method: 'GET', path: at(`${ROOT}/realized-state/enforcement-points/[^/]+/virtual-machines`), handle: machines },
  { method: 'POST', path: at(`${ROOT}/realized-state/enforcement-points/[^/]+/virtual-machines`), handle: tagMachine },
  { method: 'POST', path: at(`${ROOT}/realized-state/virtual-machines/([^/]+)/tags`), handle: tagMachine },
  {
    method: 'GET',
    path: at(`${ROOT}/realized-state/enforcement-points/[^/]+/vifs`),
    handle: (manager, { query }) => page(manager.inventory.allInterfaces(), query),
  },
  {
    method: 'GET',
    path: at(`${ROOT}/realized-state/realized-entities`),
    handle: (manager, { query }) => page(realizedEntities(query.get('intent_path'), manager.state), query),
  },
  {
    method: 'GET',
    path: at(`${ROOT}/realized-state/status`),
    handle: (manager, { query }) => realizedStatus(query.get('intent_path'), manager.state),
  },
  { method: 'GET', path: at('(.*/segments/[^/]+)/state'), handle: (manager, _, match) => segmentState(match[1]!, manager.state) },
  {
    method: 'GET',
    path: at(`${ROOT}/context-profiles/(custom-)?attributes(/default)?`),
    handle: (_, { query }, match) => page(match[2] === undefined ? contextAttributes(query.get('attribute_key')) : [], query),
  },
];

function search(manager: Manager, { query }: Request): Body {
  const all: Body[] = [...manager.state.all().map((object) => asRead(object, manager.state)), ...manager.inventory.all()];
  return page(find(query.get('query') ?? '', all), query);
}

/** Answers one request of the Policy API. @throws Refusal */
export function answer(manager: Manager, request: Request): Body | undefined {
  for (const { method, path, handle } of ROUTES) {
    const match = method === request.method ? path.exec(request.path) : null;
    if (match) return handle(manager, request, match);
  }
  const collection = placeOfCollection(request.path);
  if (collection && request.method === 'GET') return listOf(manager, request);
  const place = placeOf(request.path);
  if (!place?.methods.includes(request.method)) throw new Refusal('no-such-path', `there is no ${request.method} ${request.path}`);
  return atPlace(manager, request, place.type);
}

function listOf(manager: Manager, { path, query }: Request): Body {
  const { state } = manager;
  const objects = state.all().filter((object) => object.path.slice(0, object.path.lastIndexOf('/')) === path);
  const sorted = objects.sort((a, b) => a.display_name.localeCompare(b.display_name));
  return page(
    sorted.map((object) => asRead(object, state)),
    query,
  );
}

function atPlace(manager: Manager, { method, path, body, query }: Request, type: string): Body | undefined {
  const there = () => {
    const object = manager.state.get(path);
    if (!object) throw new Refusal('not-found', `The requested object : ${path} could not be found. Object identifiers are case sensitive.`);
    return asRead(object, manager.state);
  };
  if (method === 'GET') return there();
  if (method === 'DELETE') {
    there();
    manager.commit([
      { kind: 'delete', path, recursive: query.get('is_recursive') === 'true', force: type === 'Segment' && query.get('force') === 'true' },
    ]);
    return undefined;
  }
  const put = method === 'PUT';
  manager.commit([{ kind: 'write', path, type, body, replacesEmbedded: put, revision: put ? 'required' : 'ignored' }]);
  return put ? there() : undefined;
}
