// Builds the components from their sources: `node components/build.mjs`.
import { readFileSync, writeFileSync } from 'node:fs';
import { componentEmbed, componentNew, parse } from '@bytecodealliance/jco';

const read = (name) => readFileSync(new URL(name, import.meta.url), 'utf8');

export async function build(world, witSource = read('shop.wit')) {
  const binary = await parse(read(`${world}.wat`));
  return componentNew(await componentEmbed({ binary, witSource, world }), []);
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  for (const world of ['pricing', 'rates']) writeFileSync(new URL(`${world}.wasm`, import.meta.url), await build(world));
}
