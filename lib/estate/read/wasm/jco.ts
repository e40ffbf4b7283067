import { pathToFileURL } from 'node:url';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from 'node:worker_threads';

/** The package that holds the reference validator: an optional peer, since few programs have components. */
export const JCO = '@bytecodealliance/jco';

export type JcoAnswer<T> =
  | { readonly answer: T }
  /** What it says against what it was given. */
  | { readonly refusal: string }
  /** Why it could not be asked. */
  | { readonly unavailable: string };

/** How long one question may take. A component of 50 MB takes a few seconds. */
const PATIENCE_MS = 120_000;

/**
 * What runs in the worker. It is a text, so that it starts alike from sources, from a build and from a bundle. Each question brings
 * its own signal: the worker wakes whoever asked once the answer lies in the port.
 */
const WORKER = `
const { workerData: { port, url } } = require('node:worker_threads');
let jco;
port.on('message', async ({ call, args, signal }) => {
  let reply;
  try {
    jco ??= await import(url);
    reply = { answer: await jco[call](...args) };
  } catch (error) {
    // An answer that says no carries a payload; anything else is a trap.
    reply = { refusal: String(error && error.message ? error.message : error), trapped: !(error && 'payload' in Object(error)) };
  }
  port.postMessage(reply);
  Atomics.store(signal, 0, 1);
  Atomics.notify(signal, 0);
});
`;

type Reply<T> = { readonly answer: T } | { readonly refusal: string; readonly trapped: boolean };

interface Running {
  readonly worker: Worker;
  readonly port: MessagePort;
}

let running: Running | undefined;

/**
 * Asks jco, and waits for what it says: a program is synthesised in one go.
 *
 * jco runs in a worker, since it only speaks by promises. A trap inside leaves it in disorder, and every later call would fail: the next
 * question then goes to a fresh worker.
 *
 * @param locate where the package is; throws where it is not installed
 */
export function askJco<T>(call: string, args: readonly unknown[], locate: () => string = locateJco): JcoAnswer<T> {
  let file: string;
  try {
    file = locate();
  } catch {
    return { unavailable: `\`${JCO}\`, which has the reference validator, is not installed; run \`npm install --save-dev ${JCO}\`` };
  }
  running ??= start(file);
  const signal = new Int32Array(new SharedArrayBuffer(4));
  running.port.postMessage({ call, args, signal });
  const waited = Atomics.wait(signal, 0, 0, PATIENCE_MS);
  const reply = waited === 'timed-out' ? undefined : (receiveMessageOnPort(running.port)?.message as Reply<T> | undefined);
  if (reply === undefined || ('trapped' in reply && reply.trapped)) stop();
  if (reply !== undefined) return 'answer' in reply ? reply : { refusal: reply.refusal };
  return { unavailable: `\`${JCO}\` gave no answer within ${PATIENCE_MS / 1000} seconds` };
}

/** Ends the worker, which the next question starts anew. */
function stop(): void {
  running?.port.close();
  void running?.worker.terminate();
  running = undefined;
}

function start(file: string): Running {
  const { port1: port, port2 } = new MessageChannel();
  const worker = new Worker(WORKER, {
    eval: true,
    execArgv: [],
    // What it prints of a panic is in its refusal too.
    stderr: true,
    workerData: { port: port2, url: pathToFileURL(file).href },
    transferList: [port2],
  });
  // Neither keeps a program alive that is done.
  worker.unref();
  port.unref();
  return { worker, port };
}

/** From this package, else from the folder that the program runs in: where packages are linked, only that sees it. */
function locateJco(): string {
  try {
    return require.resolve(JCO);
  } catch {
    return createRequire(join(process.cwd(), 'package.json')).resolve(JCO);
  }
}
