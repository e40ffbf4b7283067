import { TerraformStack, TerraformVariable } from 'cdktf';
import type { IConstruct } from 'constructs';
import { shown } from '../units/shown';
import { ConstructError } from './construct-error';

/** Names that Terraform keeps for itself (developer.hashicorp.com/terraform/language/block/variable). */
const RESERVED = new Set(['source', 'version', 'providers', 'count', 'for_each', 'lifecycle', 'depends_on', 'locals']);
const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_-]*$/;

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
}

class VariableSecret extends Secret {
  public constructor(private readonly name: string) {
    super();
  }

  public bind(scope: IConstruct): string {
    const stack = TerraformStack.of(scope);
    const existing = stack.node.tryFindChild(this.name);
    if (existing === undefined) {
      return new TerraformVariable(stack, this.name, { type: 'string', sensitive: true, nullable: false }).stringValue;
    }
    // A variable that the user made under this name will do as long as it keeps the secret.
    const variable = existing as Partial<TerraformVariable>;
    if (variable.sensitive === true && variable.default === undefined && typeof variable.stringValue === 'string') return variable.stringValue;
    throw new ConstructError(
      scope,
      `the secret "${this.name}" needs a sensitive Terraform variable without a default, but ${existing.node.path} is something else; rename one of the two`,
    );
  }

  public bindToProvider(scope: IConstruct): string {
    return this.bind(scope);
  }
}

class EnvironmentSecret extends Secret {
  public bind(scope: IConstruct): string {
    throw new ConstructError(scope, 'a resource cannot read the environment of the provider; give it a `Secret.variable(...)`');
  }

  public bindToProvider(): undefined {
    return undefined;
  }
}
