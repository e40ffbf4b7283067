import type { ManifestObject, Value } from '../../estate';
import type { Subject, Verdict } from '../verdict';
import { quoted } from '../wording';
import { credentialNamed } from './secret-attributes';
import { holdsPrivateKey, isInClear, privateKeyText } from './secret-text';
import { refuted } from './secret-verdicts';
import { leavesOf } from './walk';

export function manifestSubject(manifest: ManifestObject): Subject {
  const name = manifest.namespace === undefined ? manifest.name : `${manifest.namespace}/${manifest.name}`;
  return { object: `${name}[${manifest.kind}]`, ...(manifest.path === undefined ? {} : { path: manifest.path }) };
}

/** Kinds whose values are encrypted. */
const ENCRYPTED = new Set(['SealedSecret']);

/** Secrets in clear in a manifest, those within a `List` included. */
export function* inManifest(manifest: ManifestObject): Iterable<Verdict> {
  const subject = manifestSubject(manifest);
  const { kind, apiVersion } = manifest;
  for (const { body, at } of objectsIn(manifest.body as Value, ''))
    yield* inObject(at === '' ? { ...fieldsOf(body), kind, apiVersion } : body, at, subject);
}

/** An object itself, or those of a `List`, each with where it stands. */
function* objectsIn(body: Value, at: string): Iterable<{ body: Value; at: string }> {
  const { kind, items } = fieldsOf(body);
  if (typeof kind !== 'string' || !kind.endsWith('List') || !Array.isArray(items)) yield { body, at };
  else for (const [i, item] of (items as readonly Value[]).entries()) yield* objectsIn(item, `${at}items.${i}.`);
}

function* inObject(body: Value, at: string, subject: Subject): Iterable<Verdict> {
  const { kind, apiVersion, metadata } = fieldsOf(body);
  if (ENCRYPTED.has(String(kind))) return;
  const isSecret = kind === 'Secret' && apiVersion === 'v1';
  const secretName = at === '' ? subject.object!.replace('[Secret]', '') : String(fieldsOf(metadata).name ?? '');
  for (const { path: local, value } of leavesOf(body)) {
    if (value === null || value === '' || typeof value === 'object') continue;
    const path = `${at}${local}`;
    const where = { ...subject, attribute: path };
    if (isSecret && /^(?:data|stringData)\./.test(local)) {
      yield refuted(
        where,
        `literal:${path}`,
        `Secret ${quoted(secretName)} holds ${quoted(path)} in clear`,
        local.startsWith('data.') ? 'base64 hides nothing' : 'a literal stands in `stringData`',
        [{ text: 'an external secret (External Secrets, Sealed Secrets, a CSI secret store) instead of the Secret itself' }],
      );
    } else if (typeof value === 'string' && holdsPrivateKey(value)) {
      yield refuted(
        where,
        `private-key:${path}`,
        `${quoted(path)} of ${quoted(subject.object!)} holds a private key in clear`,
        privateKeyText(value),
        [{ text: 'an external secret' }],
      );
    } else if (isInClear(value) && credentialNamed(nameAt(body, local))) {
      yield refuted(
        where,
        `literal:${path}`,
        `${quoted(path)} of ${quoted(subject.object!)} is a secret in clear`,
        'a literal stands where a credential belongs',
        [{ text: 'a reference to a Secret (`secretKeyRef`) that an external secret fills' }],
      );
    }
  }
}

/** What a value is called: its key; of a pair such as an environment variable, its `name`. */
function nameAt(body: Value, path: string): string {
  const steps = path.split('.');
  if (steps.at(-1) !== 'value') return steps.at(-1)!;
  let pair: Value | undefined = body;
  for (const step of steps.slice(0, -1)) pair = fieldsOf(pair)[step];
  const { name } = fieldsOf(pair);
  return typeof name === 'string' ? name : 'value';
}

function fieldsOf(value: Value | undefined): Readonly<Record<string, Value>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, Value>>) : {};
}
