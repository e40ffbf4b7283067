import type { ObjectId } from './object';
import { isReference, type Value } from './value';
import type { TerraformModel } from './terraform';

const found = new WeakMap<TerraformModel, ReadonlySet<ObjectId>>();

/** Entries that some VM is cloned from, as `<stack>/<address>`. */
export function templatesIn(model: TerraformModel): ReadonlySet<ObjectId> {
  let templates = found.get(model);
  if (!templates) found.set(model, (templates = new Set(clonesIn(model))));
  return templates;
}

function* clonesIn(model: TerraformModel): Iterable<ObjectId> {
  for (const { resources } of model.stacks) {
    for (const { values } of resources) {
      if (values.clone === undefined) continue;
      for (const block of Array.isArray(values.clone) ? values.clone : [values.clone]) {
        const template = (block as { readonly template_uuid?: Value } | null)?.template_uuid;
        if (isReference(template)) yield `${template.$ref.stack}/${template.$ref.address}`;
      }
    }
  }
}
