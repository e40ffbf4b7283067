import type { Construct } from 'constructs';
import type { Taint } from '../../estate';
import { checkDistinct, checkOneOf, checkProps, got } from '../check';
import { ConstructError } from '../construct-error';

const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'] as const;
/** A label's name, perhaps with a prefix that is a name of DNS, and a label's value (kubernetes.io, "Labels and Selectors"). */
const NAME = /^(?:[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?\/)?[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/;
export const LABEL_VALUE = /^(?:[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)?$/;
const TAINT = /^([^=:]+)(?:=([^=:]*))?(?::([^=:]+))?$/;

/**
 * Taints as the API has them.
 *
 * @throws when one is not as kubectl writes it, or two have one key and effect
 */
export function checkTaints(pool: Construct, taint: string | undefined, taints: readonly (string | Taint)[] = []): Taint[] {
  if (!Array.isArray(taints)) throw new ConstructError(pool, `taints must be a list, got ${got(taints)}; write \`['wasm']\`, also for a single one`);
  const all = [...(taint === undefined ? [] : [{ what: 'taint', value: taint }]), ...taints.map((value, i) => ({ what: `taints[${i}]`, value }))];
  const checked = all.map(({ what, value }) => (typeof value === 'string' ? parsed(pool, what, value) : checkTaint(pool, what, value)));
  checkDistinct(
    pool,
    'taints of a pool',
    checked.map(({ key, effect }) => `${key}:${effect}`),
  );
  return checked;
}

/** @throws when a name or a value is none that Kubernetes takes */
export function checkLabels(pool: Construct, labels: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  checkProps(pool, 'labels', labels, []);
  for (const [name, value] of Object.entries(labels)) {
    if (!NAME.test(name))
      throw new ConstructError(pool, `labels must have names that Kubernetes takes, such as "example.com/disk", got ${got(name)}`);
    if (typeof value !== 'string' || !LABEL_VALUE.test(value)) {
      throw new ConstructError(
        pool,
        `labels["${name}"] must be at most 63 letters, digits, ".", "_" and "-", with a letter or digit at each end, got ${got(value)}`,
      );
    }
  }
  return labels;
}

function parsed(pool: Construct, what: string, text: string): Taint {
  const [, key, value = '', effect = 'NoSchedule'] = TAINT.exec(text) ?? [];
  if (key === undefined) {
    throw new ConstructError(pool, `${what} must be written key=value:effect, such as "wasm" or "gpu=a100:NoExecute", got ${got(text)}`);
  }
  return checkTaint(pool, what, { key, value, effect: effect as Taint['effect'] });
}

function checkTaint(pool: Construct, what: string, taint: Taint): Taint {
  checkProps(pool, what, taint, ['key', 'value', 'effect']);
  const { key, value = '', effect } = taint;
  if (typeof key !== 'string' || !NAME.test(key)) throw new ConstructError(pool, `${what}: its key must be a name of a label, got ${got(key)}`);
  if (typeof value !== 'string' || !LABEL_VALUE.test(value))
    throw new ConstructError(pool, `${what}: its value must be that of a label, got ${got(value)}`);
  return { key, value, effect: checkOneOf(pool, `${what}: its effect`, effect, EFFECTS) };
}
