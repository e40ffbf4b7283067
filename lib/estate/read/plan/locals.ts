import type { PlannedChange } from '../../plan';
import type { TerraformStackModel } from '../../terraform';
import type { StackDocument } from '../terraform/document';
import { isLoosely } from './same';

/**
 * A plan says nothing of locals. Where an attribute rests on one, what the synthesis took for it is held against what is
 * planned: they may have been others when the plan was made. The provider may also plan a value in its own way.
 */
export function otherLocals(changes: readonly PlannedChange[], { resources }: TerraformStackModel, document: StackDocument): string[] {
  const resting = new Map(
    document
      .elements('resource')
      .map(({ labels, body }) => [labels.join('.'), Object.keys(body).filter((name) => /\blocal\./.test(JSON.stringify(body[name])))]),
  );
  const planned = new Map(changes.filter(({ deposed }) => deposed === undefined).map((change) => [change.address, change.after]));
  const others = resources.flatMap(({ address, type, name, values }) =>
    (resting.get(`${type}.${name}`) ?? []).flatMap((attribute) => {
      const [taken, will] = [values[attribute], planned.get(address)?.[attribute]];
      const isOther = isScalar(taken) && isScalar(will) && !isLoosely(will, taken);
      return isOther ? [`\`${attribute}\` of \`${address}\``] : [];
    }),
  );
  if (others.length === 0) return [];
  const more = others.length > 1 ? ` and ${others.length - 1} more` : '';
  return [`${others[0]!}${more} is not what the locals of the stack say; plan what lies there, unless the provider writes it otherwise`];
}

function isScalar(x: unknown): boolean {
  return x !== undefined && x !== null && typeof x !== 'object';
}
