import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import type { BlockJson, SchemaJson } from '../differential/schema-json';
import { announce, available, describeLane, describeRealNsx, say } from '../lane/components';
import { schemasOf, terraformWithStandIn } from '../lane/deployment';
import { nsxtProviderSchema } from '../provider/nsxt-schema';
import { NSXT_PROVIDER } from '../../../scripts/nsx-schema';
import { Terraform } from '../tools/terraform';
import { LOOKUPS } from './provider/lookups';
import { SCENARIOS } from './provider';
import { PolicyServer } from './server';
import { listenWithTls } from './tls';

announce();

async function inFolder<T>(run: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'strata-nsx-'));
  try {
    return await run(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function write(folder: string, blocks: Readonly<Record<string, unknown>>): void {
  const required = { nsxt: { source: NSXT_PROVIDER.source, version: NSXT_PROVIDER.version } };
  writeFileSync(join(folder, 'main.tf.json'), JSON.stringify({ terraform: { required_providers: required }, ...blocks }));
}

/** Names, types and obligations; descriptions were shortened. */
function shapeOf({ attributes = {}, block_types: blocks = {} }: BlockJson): unknown {
  const attribute = ({ type, required, optional, computed }: Flags) => ({ type, required: !!required, optional: !!optional, computed: !!computed });
  return {
    attributes: Object.fromEntries(Object.entries(attributes).map(([name, each]) => [name, attribute(each as Flags)])),
    blocks: Object.fromEntries(
      Object.entries(blocks).map(([name, { nesting_mode: nesting, block, ...limits }]) => {
        const { min_items: min = 0, max_items: max = 0 } = limits as { min_items?: number; max_items?: number };
        return [name, { nesting, min, max, ...(shapeOf(block) as object) }];
      }),
    ),
  };
}

interface Flags {
  readonly type: unknown;
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly computed?: boolean;
}

const KINDS = ['resource_schemas', 'data_source_schemas'] as const;

describeLane('the stand-in for the NSX provider', () => {
  test('has the schema that is checked in', () =>
    inFolder(async (folder) => {
      const terraform = terraformWithStandIn();
      try {
        write(folder, {});
        await terraform.init(folder);
        const [schema] = await schemasOf(terraform, folder);
        compare(schema!, nsxtProviderSchema() as unknown as SchemaJson);
      } finally {
        terraform.dispose();
      }
    }));

  test('makes values up where no server is named', () =>
    inFolder(async (folder) => {
      const terraform = terraformWithStandIn();
      try {
        const { resource, data } = SCENARIOS[0]!;
        write(folder, { provider: { nsxt: {} }, resource, data: { ...data, nsxt_policy_vm: LOOKUPS.nsxt_policy_vm } });
        await terraform.init(folder);
        expect(await terraform.plan(folder, 'first.tfplan')).toBe('changes');
        await terraform.apply(folder, 'first.tfplan');
        expect(await terraform.plan(folder, 'second.tfplan')).toBe('no changes');
      } finally {
        terraform.dispose();
      }
    }));
});

describeRealNsx('the real NSX provider', () => {
  test('has the schema that is checked in, of the types in use', () =>
    inFolder(async (folder) => {
      const terraform = new Terraform({
        binary: available().terraform,
        providers: [{ source: NSXT_PROVIDER.source, version: NSXT_PROVIDER.version, binary: available().nsxProvider! }],
      });
      try {
        write(folder, {});
        await terraform.init(folder);
        const [schema] = await schemasOf(terraform, folder);
        compare(schema!, nsxtProviderSchema() as unknown as SchemaJson);
      } finally {
        terraform.dispose();
      }
    }));
});

/** Every type that is checked in, at once: one run with a real provider shows all that differs. */
function compare(found: SchemaJson, checkedIn: SchemaJson): void {
  const shapes = (schema: SchemaJson) =>
    Object.fromEntries(
      KINDS.flatMap((kind) => Object.keys(checkedIn[kind] ?? {}).map((type) => [`${kind}.${type}`, shapeOf(schema[kind]?.[type]?.block ?? {})])),
    );
  const expected = shapes(checkedIn);
  expect(shapes(found)).toEqual(expected);
  say(`NSX schema: ${Object.keys(expected).length} types compared`);
}

describeLane('https in front of the server', () => {
  test('answers as the server does', async () => {
    const server = new PolicyServer();
    const tls = await listenWithTls(await server.listen());
    try {
      const answer = await new Promise<unknown>((resolve, reject) => {
        get(`${tls.url}/api/v1/node/version`, { rejectUnauthorized: false }, (response) => resolve(json(response))).on('error', reject);
      });
      expect(answer).toMatchObject({ node_version: expect.stringMatching(/^9\./) as unknown });
    } finally {
      await tls.close();
      await server.close();
    }
  });
});
