import { Fn, TerraformStack, TerraformVariable } from 'cdktf';
import type { IConstruct } from 'constructs';
import { shown } from '../units/shown';
import { ConstructError } from './construct-error';

/** Names that Terraform keeps for itself (developer.hashicorp.com/terraform/language/block/variable). */
const RESERVED = new Set(['source', 'version', 'providers', 'count', 'for_each', 'lifecycle', 'depends_on', 'locals']);
const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_-]*$/;
const KEY = /^[A-Za-z0-9._-]+$/;

/** A value that must not stand in any output. A secret is only ever a reference: there is no way to give it in clear. */
export abstract class Secret {
  /**
   * Whoever runs Terraform gives it, as the input variable `name`: `TF_VAR_<name>` in the environment, or a store that sets
   * it. The variable is sensitive, has no default and is made once for each stack and name, at the root of the stack.
   *
   * @param name name of the variable: a letter or underscore, then letters, digits, underscores and dashes
   * @throws when Terraform takes no variable of that name
   */
  public static variable(name: string): Secret {
    if (typeof name !== 'string' || !IDENTIFIER.test(name)) {
      const what = typeof name === 'string' ? 'a text that is not repeated here, since it may be the secret itself' : shown(name);
      throw new Error(`not a name of a Terraform variable: ${what}; give a letter or underscore, then letters, digits, "_" and "-"`);
    }
    if (RESERVED.has(name)) throw new Error(`Terraform keeps the variable name "${name}" for itself; choose another, such as "${name}_secret"`);
    return new VariableSecret(name);
  }

  /**
   * The provider reads it from its own environment, such as `VSPHERE_PASSWORD`: nothing is rendered. Only for the arguments of
   * a provider.
   */
  public static environment(): Secret {
    return new EnvironmentSecret();
  }

  /**
   * The secret as a resource takes it: a token.
   *
   * @throws when it comes from the environment of a provider, which a resource cannot read
   */
  public abstract bind(scope: IConstruct): string;

  /** The secret as a provider takes it: a token, or undefined where the provider reads its own environment. */
  public abstract bindToProvider(scope: IConstruct): string | undefined;

  /**
   * One of several secrets that one variable holds, as a map of texts by key: `TF_VAR_<name>='{"a": "..."}'`. A key that the map lacks is
   * an empty text, so that who applies gives only what is needed this time.
   *
   * @param key letters, digits, dots, underscores and dashes
   * @throws when the secret is no variable, or is an entry already, or the key is none
   */
  public entry(key: string): Secret {
    throw new Error(`only a variable has entries, and this secret is none: there is no entry ${shown(key)}; give a \`Secret.variable(...)\``);
  }
}

class VariableSecret extends Secret {
  public constructor(private readonly name: string) {
    super();
  }

  public override entry(key: string): Secret {
    return new EntrySecret(this.name, key);
  }

  public bind(scope: IConstruct): string {
    return variableOf(scope, this.name, 'string').stringValue;
  }

  public bindToProvider(scope: IConstruct): string {
    return this.bind(scope);
  }
}

class EntrySecret extends Secret {
  public constructor(
    private readonly name: string,
    private readonly key: string,
  ) {
    super();
    if (typeof key !== 'string' || !KEY.test(key)) {
      throw new Error(`the key of an entry of the secret "${name}" must be letters, digits, ".", "_" and "-", got ${shown(key)}`);
    }
  }

  public bind(scope: IConstruct): string {
    // cdktf leaves an empty default out of `lookup`, and escapes nothing in a key.
    return Fn.try([Fn.lookup(variableOf(scope, this.name, 'map(string)').value, this.key), '']) as string;
  }

  public bindToProvider(scope: IConstruct): string {
    return this.bind(scope);
  }
}

/** The variable of a stack, made where it is not there yet. */
function variableOf(scope: IConstruct, name: string, type: string): TerraformVariable {
  const stack = TerraformStack.of(scope);
  const existing = stack.node.tryFindChild(name);
  if (existing === undefined) return new TerraformVariable(stack, name, { type, sensitive: true, nullable: false });
  // A variable that the user made under this name will do as long as it keeps the secret.
  const variable = existing as Partial<TerraformVariable>;
  const isOfType = variable.type === undefined || (variable.type === 'map(string)') === (type === 'map(string)');
  if (variable.sensitive === true && variable.default === undefined && isOfType && typeof variable.stringValue === 'string') {
    return existing as TerraformVariable;
  }
  const what =
    type === 'string' ? 'a sensitive Terraform variable without a default' : `a sensitive Terraform variable of type ${type} without a default`;
  throw new ConstructError(scope, `the secret "${name}" needs ${what}, but ${existing.node.path} is something else; rename one of the two`);
}

class EnvironmentSecret extends Secret {
  public bind(scope: IConstruct): string {
    throw new ConstructError(scope, 'a resource cannot read the environment of the provider; give it a `Secret.variable(...)`');
  }

  public bindToProvider(): undefined {
    return undefined;
  }
}
