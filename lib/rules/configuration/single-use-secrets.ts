import { isUnder, isUnknown, pathsAbove, type Estate, type Premise, type TerraformStackModel, type Value } from '../../estate';
import type { Subject } from '../verdict';

/** Attributes that are stated to carry one secret, good for one use and a short time. */
export interface SingleUseSecrets {
  /** Whether an attribute is one of these, and carries no other value of Terraform's. */
  has(subject: Subject, attribute: string, value: Value): boolean;
  /** What the verdict on a stack rests on. */
  premises(stack: TerraformStackModel): readonly Premise[];
}

const STATED = /^single-use-secret:(?<attribute>[^:]+):/;
/** What may be a secret in an expression. */
const REFERENCES = /\b(?:var|local|data|module|each|self)\.|\b[a-z]+_[a-z0-9_]+\.[A-Za-z]/g;

export function singleUseSecrets(estate: Estate): SingleUseSecrets {
  const byAttribute = new Map<string, Premise[]>();
  for (const premise of estate.premises) {
    const attribute = STATED.exec(premise.id)?.groups?.attribute;
    if (attribute !== undefined && premise.kind === 'stated') byAttribute.set(attribute, [...(byAttribute.get(attribute) ?? []), premise]);
  }
  const paths = new Map([...byAttribute].map(([attribute, premises]) => [attribute, new Set(premises.map(({ subject }) => subject))]));
  return {
    has: ({ path }, attribute, value) =>
      path !== undefined &&
      isUnknown(value) &&
      (value.$unknown.expression.match(REFERENCES) ?? []).length === 1 &&
      [...pathsAbove(path)].some((each) => paths.get(attribute)?.has(each)),
    premises: (stack) =>
      byAttribute.size === 0
        ? []
        : [...byAttribute.values()]
            .flat()
            .filter(({ subject }) => subject !== undefined && stack.resources.some(({ path }) => path !== undefined && isUnder(path, subject))),
  };
}
