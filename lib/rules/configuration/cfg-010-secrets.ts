import {
  isReference,
  isUnknown,
  type Estate,
  type Premise,
  type ProviderConfiguration,
  type ResourceInstance,
  type TerraformOutputModel,
  type TerraformStackModel,
  type TerraformVariableModel,
  type Value,
} from '../../estate';
import type { Rule } from '../rule';
import type { Subject, Verdict } from '../verdict';
import { knownOnlyTo, quoted } from '../wording';
import { guestPart, isUserData } from './guest-parts';
import { singleUseSecrets, type SingleUseSecrets } from './single-use-secrets';
import { credentialAt, credentialNamed, CREDENTIAL_SOURCES, hiddenResultsIn, isHiddenResult, type CredentialAttribute } from './secret-attributes';
import { inManifest, manifestSubject } from './secret-manifests';
import { holdsPassword, holdsPrivateKey, isInClear, privateKeyText } from './secret-text';
import { refuted } from './secret-verdicts';
import { leavesOf } from './walk';

/**
 * No secret in clear: not in an attribute for credentials, a variable's default, an output, a VM's guestinfo or vApp
 * properties (which vCenter shows to whoever may read the VM), a Kubernetes Secret, nor a private key in any text.
 *
 * A credential fed by a variable that is not marked sensitive: Terraform prints it in clear where the provider does not
 * hide the attribute, which refutes; where the provider hides it, nothing prints it here, yet nothing keeps it hidden
 * elsewhere, so it is undecided until the variable is marked. State holds every value in clear, whatever is marked.
 *
 * A secret that is stated to be good for one use and a short time, such as a wrapping token of Vault, may stand where vCenter shows it.
 */
export const secrets: Rule = {
  id: 'CFG-010',
  title: 'No secret in clear',
  decides: 'No secret stands in clear in any output, nor flows unmarked to a place that shows it.',
  why: 'Rendered files are committed, cached and mailed; a secret in one of them is a leaked secret.',
  severity: 'error',
  evidence: 'The attribute and what makes it a secret, never the secret.',
  sources: [...CREDENTIAL_SOURCES, 'https://developer.hashicorp.com/terraform/language/manage-sensitive-data'],
  *check(estate: Estate): Iterable<Verdict> {
    const stacks = new Map(estate.terraform.stacks.map((stack) => [stack.name, stack]));
    const spent = singleUseSecrets(estate);
    for (const stack of estate.terraform.stacks) yield* orProved([...verdictsOn(stack, stacks, spent)], { stack: stack.name }, spent.premises(stack));
    for (const manifest of estate.manifests) yield* orProved([...inManifest(manifest)], manifestSubject(manifest));
  },
};

function* orProved(verdicts: readonly Verdict[], subject: Subject, premises: readonly Premise[] = []): Iterable<Verdict> {
  if (verdicts.length === 0) yield { verdict: 'proved', subject, ...(premises.length > 0 && { premises }) };
  else yield* verdicts;
}

type Stacks = ReadonlyMap<string, TerraformStackModel>;

/** Something with attributes: a resource, a data source, a provider. */
interface Holder {
  readonly type: string;
  readonly label: string;
  readonly subject: Subject;
  readonly values: Readonly<Record<string, Value>>;
  readonly sensitive: readonly string[];
  readonly stack: string;
  /** Nothing of a provider's configuration is in a plan or in state. */
  readonly unseen: boolean;
}

function* verdictsOn(stack: TerraformStackModel, stacks: Stacks, spent: SingleUseSecrets): Iterable<Verdict> {
  yield* inHolder(backendHolder(stack), stacks);
  for (const provider of stack.providers) yield* inHolder(providerHolder(provider, stack), stacks);
  for (const resource of stack.resources) {
    const holder = resourceHolder(resource);
    yield* inHolder(holder, stacks, spent);
    if (resource.provisioning) yield* literals(resource.provisioning, holder.label, holder.subject, stacks);
  }
  for (const module of stack.modules) {
    const subject = { stack: stack.name, address: `module.${module.name}`, ...(module.path === undefined ? {} : { path: module.path }) };
    yield* literals(module.arguments, `module ${quoted(module.name)}`, subject, stacks);
  }
  for (const variable of stack.variables) yield* inVariable(variable, stack, stacks);
  for (const output of stack.outputs) yield* inOutput(output, stack, stacks);
  yield* literals(stack.locals, `locals of stack ${quoted(stack.name)}`, { stack: stack.name, address: 'locals' }, stacks);
}

function* inVariable(variable: TerraformVariableModel, stack: TerraformStackModel, stacks: Stacks): Iterable<Verdict> {
  if (variable.default === undefined) return;
  const subject = { stack: stack.name, address: `var.${variable.name}`, ...(variable.path === undefined ? {} : { path: variable.path }) };
  if (variable.sensitive && !isEmpty(variable.default)) {
    yield refuted(
      { ...subject, attribute: 'default' },
      'default',
      `sensitive variable ${quoted(variable.name)} has its default in clear`,
      'a default is rendered as it is, however the variable is marked',
      [{ text: `no default: \`TF_VAR_${variable.name}\` or a variables file that is not committed` }],
    );
  } else {
    yield* literals({ default: variable.default }, `variable ${quoted(variable.name)}`, subject, stacks, variable.name);
  }
}

function* inOutput(output: TerraformOutputModel, stack: TerraformStackModel, stacks: Stacks): Iterable<Verdict> {
  const subject = { stack: stack.name, address: `output.${output.name}`, ...(output.path === undefined ? {} : { path: output.path }) };
  const leaves = leavesOf(output.value);
  if (!output.sensitive && (output.containsSensitive || leaves.some(({ value }) => hiddenIn(value) !== undefined))) {
    yield refuted(
      subject,
      'output',
      `output ${quoted(output.name)} shows a sensitive value`,
      'the output is not marked sensitive; state holds it in clear either way',
      [{ text: '`sensitive: true` on the output' }],
    );
  } else if (!output.sensitive) {
    const reason = leaves.map(({ value }) => unmarkedUse(value, stack)).find((use) => use !== undefined);
    if (reason !== undefined) {
      const message = `secrecy of output ${quoted(output.name)}`;
      yield { verdict: 'undecided', subject, key: 'unmarked', message, reason, decidedBy: '`sensitive: true` on the output' };
    }
  }
  yield* literals({ value: output.value }, `output ${quoted(output.name)}`, subject, stacks, output.name);
}

function backendHolder({ name, backend }: TerraformStackModel): Holder {
  const config = backend.config;
  return {
    type: `backend:${backend.type}`,
    label: `backend ${quoted(backend.type)}`,
    subject: { stack: name, address: `terraform.backend.${backend.type}` },
    values:
      typeof config === 'object' && config !== null && !isUnknown(config) && !isReference(config) ? (config as Readonly<Record<string, Value>>) : {},
    sensitive: [],
    stack: name,
    unseen: true,
  };
}

function providerHolder(provider: ProviderConfiguration, stack: TerraformStackModel): Holder {
  return {
    type: provider.type,
    label: `provider ${quoted(provider.key)}`,
    subject: { stack: stack.name, address: `provider.${provider.key}`, ...(provider.path === undefined ? {} : { path: provider.path }) },
    values: provider.values,
    sensitive: [],
    stack: stack.name,
    unseen: true,
  };
}

function resourceHolder(resource: ResourceInstance): Holder {
  return {
    type: resource.type,
    label: quoted(resource.path ?? `${resource.stack}/${resource.address}`),
    subject: { stack: resource.stack, address: resource.address, ...(resource.path === undefined ? {} : { path: resource.path }) },
    values: resource.values,
    sensitive: resource.sensitive,
    stack: resource.stack,
    unseen: false,
  };
}

function* inHolder(holder: Holder, stacks: Stacks, spent?: SingleUseSecrets): Iterable<Verdict> {
  const leaves = leavesOf(holder.values);
  const paths = new Set(leaves.map(({ path }) => path));
  for (const { path, value } of leaves) {
    if (value === null && holder.sensitive.length === 0) continue;
    const subject = (): Subject => ({ ...holder.subject, attribute: path });
    const marked = isMarked(holder.sensitive, path, paths);
    const credential = credentialOf(holder, path);
    const guest = guestPart(holder.type, path);
    // A yes or no under a name that only sounds like a credential, as in `reset_password = true`, is none.
    if (credential && isGiven(value) && !(typeof value === 'boolean' && credential.guessed)) {
      if (marked && isDefaultOfSensitive(value, stacks)) continue; // told of the variable, where it stands
      const variable = variableWithDefault(value, stacks.get(holder.stack));
      const found =
        variable === undefined ? LITERAL : `a literal stands where a credential belongs: it is the default of ${quoted(`var.${variable}`)}`;
      yield refuted(subject(), `literal:${path}`, `${quoted(path)} of ${holder.label} is a secret in clear`, found, [
        { text: literalRemedy(variable, holder.unseen) },
      ]);
    } else if (typeof value === 'string' && holdsPrivateKey(value)) {
      yield refuted(subject(), `private-key:${path}`, `${quoted(path)} of ${holder.label} holds a private key in clear`, privateKeyText(value), [
        { text: 'the key from a secret store, fetched by the guest itself' },
      ]);
    } else if (typeof value === 'string' && holdsPassword(value)) {
      yield refuted(
        subject(),
        `password:${path}`,
        `${quoted(path)} of ${holder.label} holds a password in clear`,
        'cloud-init user data with a password that is not hashed',
        [{ text: 'a key for `ssh_authorized_keys`, or a password that the guest fetches itself' }],
      );
    } else if (guest && (marked || hiddenIn(value) !== undefined)) {
      if (spent?.has(holder.subject, path, value)) continue;
      yield refuted(
        subject(),
        `guest:${path}`,
        `${quoted(path)} of ${holder.label} carries a sensitive value`,
        `vCenter shows ${guest} in clear to everyone who may read the VM`,
        [{ text: 'a secret that the guest fetches itself at its first boot' }],
      );
    } else if (isGiven(value) && holder.sensitive.includes(path) && !hasSensitiveDefault(stacks)) {
      yield refuted(
        subject(),
        `literal:${path}`,
        `${quoted(path)} of ${holder.label} is a secret in clear`,
        'a literal is marked sensitive where it is used: the file holds it as it is',
        [{ text: 'a sensitive variable without a default' }],
      );
    } else if ((isUnknown(value) || isReference(value)) && !marked) {
      if (credential) yield* fedBy(value, subject(), path, holder, credential.hidden || holder.unseen, stacks);
      else if (isUnknown(value) && isUserData(holder.type, path)) yield userData(value, subject(), path, holder);
      else if (guest) {
        const use = unmarkedUse(value, stacks.get(holder.stack));
        if (use !== undefined)
          yield undecided(
            subject(),
            path,
            holder,
            `${use}, and vCenter shows ${guest} in clear`,
            'a secret that the guest fetches itself at its first boot',
          );
      }
    } else if (isUnknown(value) && marked && !(credential?.hidden ?? false) && crossesStacks(value.$unknown.expression)) {
      yield refuted(
        subject(),
        `other-stack:${path}`,
        `${quoted(path)} of ${holder.label} shows a sensitive value of another stack`,
        'a value read from another stack’s state loses its mark: Terraform prints it in clear',
        [{ text: 'a sensitive variable of this stack instead of a reference to the other' }],
      );
    }
  }
}

/** A credential whose value nobody marked. */
function* fedBy(value: Value, subject: Subject, path: string, holder: Holder, hidden: boolean, stacks: Stacks): Iterable<Verdict> {
  if (isReference(value)) {
    if (!hidden && !isHiddenResult(value.$ref.address, value.$ref.attribute)) {
      yield undecided(
        subject,
        path,
        holder,
        `it is the ${quoted(value.$ref.attribute)} of ${quoted(value.$ref.address)}, and whether that provider hides it is not known here`,
        'a sensitive variable',
      );
    }
    return;
  }
  if (!isUnknown(value)) return;
  const { reason, knownBy, expression } = value.$unknown;
  if (reason === 'variable') {
    const variable = variableOf(knownBy, stacks);
    if (variable?.sensitive) return; // marked where it is declared
    if (hidden) {
      yield undecided(
        subject,
        path,
        holder,
        `it comes from variable ${quoted(knownBy)}, which is not marked sensitive: what else uses the variable prints it`,
        '`sensitive: true` on the variable',
      );
    } else {
      yield refuted(
        subject,
        `unmarked:${path}`,
        `${quoted(path)} of ${holder.label} comes from a variable that is not marked sensitive`,
        `${quoted(knownBy)}: Terraform prints it in clear in every plan`,
        [{ text: '`sensitive: true` on the variable' }],
      );
    }
    return;
  }
  const address = /([\w-]+\.[\w-]+(?:\.[\w-]+)?)$/.exec(knownBy)?.[1] ?? knownBy;
  const attribute = expression.split(`${address}.`)[1] ?? '';
  if (isHiddenResult(address, attribute)) return;
  yield undecided(
    subject,
    path,
    holder,
    `its value is ${knownOnlyTo(value)}, and nothing marks it sensitive`,
    '`Fn.sensitive(…)` around it, or a sensitive variable',
  );
}

const LITERAL = 'a literal stands where a credential belongs';

function literalRemedy(variable: string | undefined, unseen: boolean): string {
  if (variable !== undefined) return `${quoted(`var.${variable}`)} without its default, and \`sensitive: true\`: \`TF_VAR_${variable}\` gives it`;
  return unseen ? 'the provider’s environment variable, or a sensitive variable without a default' : 'a sensitive variable without a default';
}

type Literal = string | number | boolean;

/** A literal that says something. A number or a boolean is as much in clear as a text. */
function isGiven(value: Value): value is Literal {
  return value !== null && value !== '' && typeof value !== 'object';
}

/**
 * The variable whose default a literal is. A reference to one that is decided leaves nothing else to tell it by; of numbers
 * and booleans, too many are the same.
 */
function variableWithDefault(value: Literal, stack: TerraformStackModel | undefined): string | undefined {
  return typeof value === 'string' ? stack?.variables.find((variable) => variable.default === value)?.name : undefined;
}

function isDefaultOfSensitive(value: Literal, stacks: Stacks): boolean {
  return [...stacks.values()].some(({ variables }) => variables.some((variable) => variable.sensitive && variable.default === value));
}

function variableOf(knownBy: string, stacks: Stacks): { readonly sensitive: boolean } | undefined {
  const [, stack, name] = /^(.*)\/var\.(.+)$/.exec(knownBy) ?? [];
  return stack === undefined ? undefined : stacks.get(stack)?.variables.find((variable) => variable.name === name);
}

function userData(value: Value, subject: Subject, path: string, holder: Holder): Verdict {
  const who = isUnknown(value) ? knownOnlyTo(value) : '';
  return undecided(
    subject,
    path,
    holder,
    `what it says is ${who}, and vCenter shows it in clear`,
    'literal user data, with its secrets fetched by the guest',
  );
}

/** Whether a leaf is marked: by itself, or by a value above it of which no smaller part is known to be the marked one. */
function isMarked(sensitive: readonly string[], path: string, leaves: ReadonlySet<string>): boolean {
  const isAbove = (marked: string): boolean =>
    // A key of a map may have dots: `guestinfo.metadata.encoding` is no part of `guestinfo.metadata`.
    path.startsWith(`${marked}.`) && !leaves.has(marked) && !sensitive.some((other) => other.startsWith(`${marked}.`));
  return sensitive.some((marked) => path === marked || isAbove(marked));
}

function crossesStacks(expression: string): boolean {
  return expression.includes('terraform_remote_state');
}

function credentialOf({ type, values, unseen }: Holder, path: string): CredentialAttribute | undefined {
  if (
    type === 'kubernetes_manifest' &&
    /^manifest\.(?:data|stringData)\./.test(path) &&
    (values.manifest as Readonly<Record<string, Value>>).kind === 'Secret'
  ) {
    return { hidden: false, guessed: false };
  }
  return credentialAt(type, path, unseen);
}

/** A result that another provider hides, which a value is or is made of. */
function hiddenIn(value: Value): string | undefined {
  if (isReference(value)) return isHiddenResult(value.$ref.address, value.$ref.attribute) ? value.$ref.address : undefined;
  return isUnknown(value) ? hiddenResultsIn(value.$unknown.expression)[0] : undefined;
}

const UNKNOWN_REST = 'and what is left of the secret is not known here';

/** How a value that carries no mark is made of a sensitive one: the mark was taken off, or nobody could follow it. */
function unmarkedUse(value: Value, stack: TerraformStackModel | undefined): string | undefined {
  if (!isUnknown(value)) return undefined;
  const { expression } = value.$unknown;
  if (/\bnonsensitive\s*\(/.test(expression)) return `it takes the mark off a sensitive value with \`nonsensitive\`, ${UNKNOWN_REST}`;
  const used = [...expression.matchAll(/(?<![\w.])var\.([\w-]+)/g)].map(([, name]) => name!);
  const variable = used.find((name) => stack?.variables.some((each) => each.sensitive && each.name === name));
  return variable === undefined ? undefined : `it is made of sensitive variable ${quoted(variable)}, ${UNKNOWN_REST}`;
}

function hasSensitiveDefault(stacks: Stacks): boolean {
  const isTold = ({ sensitive, default: value }: TerraformVariableModel): boolean => sensitive && value !== undefined && !isEmpty(value);
  return [...stacks.values()].some(({ variables }) => variables.some(isTold));
}

function isEmpty(value: Value): boolean {
  return value === null || value === '' || (typeof value === 'object' && Object.keys(value).length === 0);
}

/** Literals under a name that tells, and private keys. @param name what the values are all called, where they have one name */
function* literals(values: Readonly<Record<string, Value>>, label: string, subject: Subject, stacks: Stacks, name?: string): Iterable<Verdict> {
  for (const { path, value } of leavesOf(values)) {
    const at = { ...subject, attribute: path };
    if (typeof value === 'string' && holdsPrivateKey(value)) {
      yield refuted(at, `private-key:${path}`, `${quoted(path)} of ${label} holds a private key in clear`, privateKeyText(value), [
        { text: 'a sensitive variable without a default' },
      ]);
    } else if (credentialNamed(name !== undefined && !path.includes('.') ? name : path) && isInClear(value) && !isDefaultOfSensitive(value, stacks)) {
      yield refuted(at, `literal:${path}`, `${quoted(path)} of ${label} is a secret in clear`, 'a literal stands where a credential belongs', [
        { text: 'a sensitive variable without a default' },
      ]);
    }
  }
}

function undecided(subject: Subject, key: string, holder: Holder, reason: string, decidedBy: string): Verdict {
  return { verdict: 'undecided', subject, key, message: `secrecy of ${quoted(key)} of ${holder.label}`, reason, decidedBy };
}
