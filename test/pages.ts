import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { verifyIntact } from '../lib/app';

const root = join(__dirname, '..');

/** A block of code on a page. */
interface Block {
  /** What stands after `ts` where the block opens. */
  readonly info: string;
  readonly code: string;
  /** The last `##` heading above it. */
  readonly section: string;
}

/** The TypeScript of a page of documentation. */
export class Page {
  private readonly blocks: readonly Block[];

  public constructor(public readonly file: string) {
    const text = readFileSync(join(root, file), 'utf8');
    this.blocks = [...text.matchAll(/^```ts *(.*)\n([\s\S]*?)^```$/gm)].map(({ index, 1: info, 2: code }) => ({
      info: info!,
      code: code!,
      section: [...text.slice(0, index).matchAll(/^## (.*)$/gm)].at(-1)?.[1] ?? '',
    }));
  }

  /** Blocks that are whole programs. */
  public get programs(): readonly string[] {
    return this.blocks.map(({ code }) => code).filter(isProgram);
  }

  /**
   * Programs made of the other blocks, by section: those of a section stand in the constructor of one stack, after the block that is
   * marked as `fixture`. Each exports a `build`.
   *
   * @param names what may be used without an import, by module, beside `kplus`
   */
  public sections(names: ReadonlyMap<string, readonly string[]>): ReadonlyMap<string, string> {
    const fixture = this.blocks.find(({ info }) => info === 'fixture');
    const bodies = new Map<string, string>();
    for (const block of this.blocks) {
      if (block !== fixture && !isProgram(block.code)) bodies.set(block.section, `${bodies.get(block.section) ?? ''}${block.code}`);
    }
    return new Map([...bodies].map(([section, body]) => [section, moduleOf(`${fixture?.code ?? ''}${body}`, names)]));
  }
}

function isProgram(code: string): boolean {
  return /^import /m.test(code);
}

function moduleOf(body: string, names: ReadonlyMap<string, readonly string[]>): string {
  const imports = [...names].map(([from, exported]) => {
    const used = exported.filter((name) => new RegExp(`\\b${name}\\b`).test(body));
    return `import { ${used.join(', ')} } from '${from}';\n`;
  });
  return `${imports.join('')}${/\bkplus\./.test(body) ? "import * as kplus from 'cdk8s-plus-34';\n" : ''}import { TerraformStack } from 'cdktf';
import { StrataApp } from 'cdk-strata';
export function build(app: StrataApp): void {
  class Snippets extends TerraformStack {
    constructor() {
      super(app, 'site');
${body}
    }
  }
  new Snippets();
}
`;
}

/** What the compiler has against programs that are in no file, by the line that it is about. */
export function typeFaults(programs: readonly string[]): string[] {
  const config = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path));
  const { options } = ts.parseJsonConfigFileContent({ ...(config.config as object), include: [] }, ts.sys, root);
  const texts = new Map(programs.map((program, index) => [join(root, `test/page-${index}.ts`), program]));
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists } = host;
  host.readFile = (path) => texts.get(path) ?? readFile(path);
  host.fileExists = (path) => texts.has(path) || fileExists(path);
  const program = ts.createProgram([...texts.keys()], { ...options, noUnusedLocals: false }, host);
  return [...texts.keys()]
    .map((path) => program.getSourceFile(path)!)
    .flatMap((file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)])
    .map(({ file, start, messageText }) => {
      const { line } = file!.getLineAndCharacterOfPosition(start!);
      return `${file!.text.split('\n')[line]!.trim()}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
    });
}

/** The same program as a test can run it. */
export function transpiled(program: string): string {
  return ts.transpileModule(program, { compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, esModuleInterop: true } })
    .outputText;
}

/** Runs a program as a user does, and says how that ended and whether what it wrote is intact. */
export function run(program: string): { readonly status: number | null; readonly stderr: string; readonly intact: boolean } {
  const folder = mkdtempSync(join(__dirname, '.page-')); // within the checkout, so that packages are found
  try {
    writeFileSync(join(folder, 'main.ts'), program);
    const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'main.ts'], { cwd: folder, encoding: 'utf8' });
    return { status, stderr, intact: verifyIntact(join(folder, 'cdktf.out')).intact };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
