import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/*
 * What the gate costs: StrataApp with every rule, as it is published, against a plain cdktf App on the same program, synth() only, each
 * run in a process of its own, median of five. Goal: at most 1.25 times the time and 1.5 times the memory, and no worse than linear.
 */

const SIZES = [1000, 5000, 10_000];
const RUNS = 5;

interface Figures {
  readonly milliseconds: number;
  readonly mebibytes: number;
}

const rows = SIZES.map((machines) => {
  const plain: Figures[] = [];
  const strata: Figures[] = [];
  for (let run = 0; run < RUNS; run++) {
    plain.push(measure('plain', machines)); // alternating, so that a slow moment of the machine meets both
    strata.push(measure('strata', machines));
  }
  return { machines, plain: median(plain), strata: median(strata) };
});

console.log('machines  plain ms  strata ms  ratio  plain MiB  strata MiB  ratio  strata us/machine');
for (const { machines, plain, strata } of rows) {
  console.log(
    [
      String(machines).padStart(8),
      plain.milliseconds.toFixed(0).padStart(8),
      strata.milliseconds.toFixed(0).padStart(9),
      (strata.milliseconds / plain.milliseconds).toFixed(2).padStart(5),
      plain.mebibytes.toFixed(0).padStart(9),
      strata.mebibytes.toFixed(0).padStart(10),
      (strata.mebibytes / plain.mebibytes).toFixed(2).padStart(5),
      ((1000 * strata.milliseconds) / machines).toFixed(0).padStart(17),
    ].join('  '),
  );
}

function measure(kind: 'plain' | 'strata', machines: number): Figures {
  const output = execFileSync(process.execPath, [join(__dirname, 'one-run.js'), kind, String(machines)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return JSON.parse(output.trim().split('\n').at(-1)!) as Figures;
}

function median(figures: readonly Figures[]): Figures {
  const middle = (pick: (x: Figures) => number): number => figures.map(pick).sort((a, b) => a - b)[Math.floor(figures.length / 2)]!;
  return { milliseconds: middle((x) => x.milliseconds), mebibytes: middle((x) => x.mebibytes) };
}
