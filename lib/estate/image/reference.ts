/** A reference to an image, taken apart and in full. */
export interface ImageReference {
  /** Registry with its port, such as `registry.example.com:5000`. */
  readonly registry: string;
  /** Path within the registry, such as `library/nginx`. */
  readonly path: string;
  /** Absent where the reference has a digest and no tag; `latest` where it has neither. */
  readonly tag?: string;
  /** Such as `sha256:…`. */
  readonly digest?: string;
}

/** Where images lie of which nobody named the registry, and where those of one word lie there. */
const DEFAULT_REGISTRY = 'docker.io';
const DEFAULT_NAMESPACE = 'library';
const DEFAULT_TAG = 'latest';

const LABEL = '[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?';
const REGISTRY = new RegExp(`^(?:${LABEL}(?:\\.${LABEL})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?$`);
const PATH = /^[a-z0-9]+(?:(?:[_.]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[_.]|__|-+)[a-z0-9]+)*)*$/;
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^(?:sha256:[a-f0-9]{64}|sha384:[a-f0-9]{96}|sha512:[a-f0-9]{128})$/;
const IDENTIFIER = /^[a-f0-9]{64}$/;
/** Longest name of a repository, the registry included. */
const LONGEST = 255;

/**
 * Takes a reference apart by the grammar of github.com/distribution/reference, which containerd and Docker share, and puts in what it
 * leaves out as they do: `nginx` is `docker.io/library/nginx:latest`.
 *
 * @returns what is wrong with it and how to mend that, where it is none
 */
export function parseImageReference(text: string): ImageReference | string {
  const at = text.indexOf('@');
  const digest = at < 0 ? undefined : text.slice(at + 1);
  if (digest !== undefined && !DIGEST.test(digest)) {
    return `the digest is ${JSON.stringify(digest)}; give \`sha256:\` and 64 hexadecimal digits in lower case`;
  }
  const rest = at < 0 ? text : text.slice(0, at);
  if (/^[a-zA-Z][a-zA-Z0-9+.-]*:\/\//.test(rest)) return 'it begins with a scheme; leave that out, as in `registry.example.com/web:1.4`';
  const colon = rest.indexOf(':', rest.lastIndexOf('/') + 1);
  const tag = colon < 0 ? undefined : rest.slice(colon + 1);
  if (tag !== undefined && !TAG.test(tag)) {
    return `the tag is ${JSON.stringify(tag)}; a tag has letters, digits, "_", "." and "-", at most 128, and begins with none of the last two`;
  }
  const name = colon < 0 ? rest : rest.slice(0, colon);
  if (name === '') return 'it names no repository; give one such as `registry.example.com/web:1.4`';
  if (IDENTIFIER.test(name))
    return 'it is the id of an image, which only one machine knows; give its repository, as in `registry.example.com/web@sha256:…`';
  const { registry, path } = split(name);
  if (!REGISTRY.test(registry)) return `the registry is ${JSON.stringify(registry)}; give a host name or address, and a port where it needs one`;
  if (!PATH.test(path)) {
    const lower = path.toLowerCase();
    return `the repository is ${JSON.stringify(path)}; ${
      path !== lower && PATH.test(lower)
        ? `write it in lower case: \`${lower}\``
        : 'its parts have lower-case letters and digits, with ".", "_", "__" or dashes between them'
    }`;
  }
  if (registry.length + 1 + path.length > LONGEST) return `its name has ${registry.length + 1 + path.length} characters; at most ${LONGEST} will do`;
  const named = tag ?? (digest === undefined ? DEFAULT_TAG : undefined);
  return { registry, path, ...(named !== undefined && { tag: named }), ...(digest !== undefined && { digest }) };
}

/** A first part is a registry where it has a dot, a colon or a capital, or is `localhost`; else it is part of the path. */
function split(name: string): { readonly registry: string; readonly path: string } {
  const slash = name.indexOf('/');
  const first = name.slice(0, Math.max(slash, 0));
  const isRegistry = slash >= 0 && (/[.:[]/.test(first) || first === 'localhost' || first !== first.toLowerCase());
  const registry = !isRegistry || first === 'index.docker.io' ? DEFAULT_REGISTRY : first;
  const path = isRegistry ? name.slice(slash + 1) : name;
  return { registry, path: registry === DEFAULT_REGISTRY && !path.includes('/') ? `${DEFAULT_NAMESPACE}/${path}` : path };
}

/** A reference in full: `docker.io/library/nginx:1.27@sha256:…`. */
export function formatImageReference({ registry, path, tag, digest }: ImageReference): string {
  return `${registry}/${path}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
}
