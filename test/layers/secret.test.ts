import { TerraformOutput, TerraformStack, TerraformVariable, Testing } from 'cdktf';
import { Construct } from 'constructs';
import { Secret } from 'cdk-strata';

interface Rendered {
  readonly variable: Record<string, Record<string, unknown>>;
  readonly output: Record<string, Record<string, unknown>>;
}
const render = (stack: TerraformStack): Rendered => JSON.parse(Testing.synth(stack)) as Rendered;

describe('Secret.variable', () => {
  test('is one sensitive variable without a default, at the root of the stack, however often it is used', () => {
    const stack = new TerraformStack(Testing.app(), 'stack');
    const deep = new Construct(new Construct(stack, 'a'), 'b');
    new TerraformOutput(stack, 'out', { value: [Secret.variable('password').bind(deep), Secret.variable('password').bind(stack)], sensitive: true });
    const { variable, output } = render(stack);
    expect(variable).toEqual({ password: { type: 'string', sensitive: true, nullable: false } });
    expect(output.out!.value).toEqual(['${var.password}', '${var.password}']);
  });

  test('is made once in each stack', () => {
    const app = Testing.app();
    const secret = Secret.variable('password');
    const stacks = ['one', 'two'].map((id) => new TerraformStack(app, id));
    for (const stack of stacks) secret.bind(stack);
    for (const stack of stacks) expect(Object.keys(render(stack).variable)).toEqual(['password']);
  });

  test('takes a variable of the user that keeps the secret', () => {
    const stack = new TerraformStack(Testing.app(), 'stack');
    new TerraformVariable(stack, 'password', { type: 'string', sensitive: true, description: 'from the vault' });
    Secret.variable('password').bind(stack);
    expect(render(stack).variable.password!.description).toBe('from the vault');
  });

  test.each([
    ['is not sensitive', { type: 'string' }],
    ['has a default', { type: 'string', sensitive: true, default: 'hunter2' }],
  ])('refuses a variable of the user that %s', (_, config) => {
    const stack = new TerraformStack(Testing.app(), 'stack');
    new TerraformVariable(stack, 'password', config);
    expect(() => Secret.variable('password').bind(stack)).toThrow(
      '[stack] the secret "password" needs a sensitive Terraform variable without a default, but stack/password is something else; rename one of the two',
    );
  });

  test('refuses to share its name with another construct', () => {
    const stack = new TerraformStack(Testing.app(), 'stack');
    new Construct(stack, 'password');
    expect(() => Secret.variable('password').bind(stack)).toThrow('stack/password is something else');
  });

  test.each(['', '1st', 'with space', 'a.b', '${x}'])('refuses the name %j', (name) => {
    expect(() => Secret.variable(name)).toThrow('not a name of a Terraform variable');
  });

  test('does not repeat what is no name, since it may be the secret itself', () => {
    const make = (): Secret => Secret.variable('hunter2!');
    expect(make).toThrow('not a name of a Terraform variable: a text that is not repeated here');
    expect(make).not.toThrow('hunter2');
  });

  test('does not take a name that is not there for the name "undefined"', () => {
    expect(() => Secret.variable(undefined as never)).toThrow('not a name of a Terraform variable: undefined; give a letter');
  });

  test('refuses a name that Terraform keeps for itself', () => {
    expect(() => Secret.variable('count')).toThrow('Terraform keeps the variable name "count" for itself; choose another, such as "count_secret"');
  });
});

describe('an entry', () => {
  test('is looked up in one sensitive variable for all of them, and empty where the map lacks it', () => {
    const stack = new TerraformStack(Testing.app(), 'stack');
    const tokens = Secret.variable('tokens');
    new TerraformOutput(stack, 'out', { value: [tokens.entry('a-1').bind(stack), tokens.entry('b.c').bindToProvider(stack)], sensitive: true });
    const { variable, output } = render(stack);
    expect(variable).toEqual({ tokens: { type: 'map(string)', sensitive: true, nullable: false } });
    expect(output.out!.value).toEqual(['${try(var.tokens["a-1"], "")}', '${try(var.tokens["b.c"], "")}']);
  });

  test('takes a variable of the user that is a map or says no type', () => {
    for (const config of [{ type: 'map(string)', sensitive: true }, { sensitive: true }]) {
      const stack = new TerraformStack(Testing.app(), 'stack');
      new TerraformVariable(stack, 'tokens', config);
      expect(() => Secret.variable('tokens').entry('a').bind(stack)).not.toThrow();
    }
  });

  test('does not share a variable with a secret that is no map', () => {
    const stack = new TerraformStack(Testing.app(), 'stack');
    Secret.variable('tokens').bind(stack);
    expect(() => Secret.variable('tokens').entry('a').bind(stack)).toThrow(
      '[stack] the secret "tokens" needs a sensitive Terraform variable of type map(string) without a default, but stack/tokens is something else; rename one of the two',
    );
    const other = new TerraformStack(Testing.app(), 'stack');
    Secret.variable('tokens').entry('a').bind(other);
    expect(() => Secret.variable('tokens').bind(other)).toThrow('needs a sensitive Terraform variable without a default');
  });

  test('is there for variables only, and has a name', () => {
    expect(() => Secret.environment().entry('a')).toThrow('only a variable has entries, and this secret is none: there is no entry "a"; give a');
    expect(() => Secret.variable('tokens').entry('a').entry('b')).toThrow('only a variable has entries');
    for (const key of ['', '"b', '${x}', 'a b', undefined as never]) {
      expect(() => Secret.variable('tokens').entry(key)).toThrow(
        'the key of an entry of the secret "tokens" must be letters, digits, ".", "_" and "-", got',
      );
    }
  });
});

describe('Secret.environment', () => {
  test('renders nothing for a provider', () => {
    const stack = new TerraformStack(Testing.app(), 'stack');
    expect(Secret.environment().bindToProvider(stack)).toBeUndefined();
    expect(stack.node.children).toEqual([]);
  });

  test('is refused for a resource', () => {
    const stack = new TerraformStack(Testing.app(), 'stack');
    expect(() => Secret.environment().bind(stack)).toThrow(
      '[stack] a resource cannot read the environment of the provider; give it a `Secret.variable(...)`',
    );
  });
});
