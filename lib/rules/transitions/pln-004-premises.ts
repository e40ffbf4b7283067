import type { Estate } from '../../estate';
import { credentialNamed } from '../configuration/secret-attributes';
import type { Rule } from '../rule';
import type { Subject, Verdict } from '../verdict';
import { assumedValues } from './premises-assumed';
import { providerDefaults } from './premises-defaults';
import { declaredHosts, modulesWithoutPolicy, recordedMachines } from './premises-surroundings';
import { notShown, shownValue } from './words';

/** Premises that no plan can show (constants, hardware, what others put where) get no verdict here. */
export const premisesInPlan: Rule = {
  id: 'PLN-004',
  title: 'Premises hold in the plan',
  decides: 'What the synthesis assumed of values, variables, the defaults of the provider, lookups and modules is what the plan shows.',
  why: 'The synthesis proves the estate on its premises, and a plan is the first to know: a `-var`, another provider version or a lookup that finds something else voids the proof.',
  severity: 'error',
  waivable: false,
  reads: 'plan',
  evidence: 'The premise and what the plan has instead.',
  sources: ['https://developer.hashicorp.com/terraform/internals/json-format'],
  *check(estate: Estate): Iterable<Verdict> {
    if (!estate.plan) return;
    yield* assumedValues(estate);
    yield* variableDefaults(estate);
    yield* providerDefaults(estate);
    yield* declaredHosts(estate);
    yield* modulesWithoutPolicy(estate);
    yield* recordedMachines(estate);
  },
};

function* variableDefaults(estate: Estate): Iterable<Verdict> {
  for (const { stack, variables } of estate.plan!.plans) {
    const model = estate.terraform.stacks.find(({ name }) => name === stack);
    for (const { name, path, default: byDefault, sensitive } of model?.variables ?? []) {
      const premise = estate.premises.find(({ id }) => id === `variable-default:${stack}/var.${name}`);
      if (!premise) continue;
      const subject: Subject = { ...(path === undefined ? {} : { path }), stack, address: `var.${name}` };
      const planned = variables.find((variable) => variable.name === name);
      if (planned?.isDefault === true) yield { verdict: 'proved', subject, premises: [premise] };
      else if (planned?.isDefault === false) {
        yield {
          verdict: 'refuted',
          subject,
          premises: [premise],
          message: `variable \`${name}\` does not keep its default, on which the synthesis rests`,
          witness:
            sensitive || credentialNamed(name)
              ? [{ label: '', text: 'what it is is not shown, since it is a secret' }]
              : [
                  { label: 'default', text: shownValue(byDefault) },
                  { label: 'planned', text: shownValue(planned.value) },
                ],
          remedies: [
            { text: 'the value in the program, or `Assume.value` of the variable, and a new synthesis' },
            { text: 'a plan without the `-var`, `-var-file` or `TF_VAR_...` that sets it' },
          ],
        };
      } else yield notShown(subject, premise, `variable \`${name}\``, 'the plan does not list the variable');
    }
  }
}
