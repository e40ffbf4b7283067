import { brand, isBranded } from '../brand';

const LEVEL = Symbol.for('cdk-strata.IsolationLevel');

/** As the estate has it. */
export type IsolationLevelName = 'baseline' | 'restricted' | 'user-namespaces' | 'sandbox' | 'virtual-machine' | 'wasm';

/**
 * How well a pod is kept from its node, and so from the other pods there. From the weakest: `baseline`, `restricted`, user namespaces, a
 * sandbox, a virtual machine; each counts as those before it. WebAssembly is a point of its own. A pod that meets none of them is privileged,
 * which is not asked for: it would hold of every pod.
 */
export class IsolationLevel {
  /** What the Pod Security Standard `baseline` lets pass: nothing that is known to take over the node. */
  public static baseline(): IsolationLevel {
    return new IsolationLevel('baseline', '`baseline`');
  }

  /** What the Pod Security Standard `restricted` lets pass. */
  public static restricted(): IsolationLevel {
    return new IsolationLevel('restricted', '`restricted`');
  }

  /** `restricted`, with users that are nobody on the node: `hostUsers: false`, on nodes that can do it. */
  public static userNamespaces(): IsolationLevel {
    return new IsolationLevel('user-namespaces', 'user namespaces');
  }

  /** A kernel of its own in user space, such as gVisor's, by a RuntimeClass; nothing of the node is let in. */
  public static sandbox(): IsolationLevel {
    return new IsolationLevel('sandbox', 'a sandbox');
  }

  /** A virtual machine of its own, such as Kata's, by a RuntimeClass; nothing of the node is let in. */
  public static virtualMachine(): IsolationLevel {
    return new IsolationLevel('virtual-machine', 'a virtual machine');
  }

  /** WebAssembly, by a RuntimeClass: code without system calls but those that the runtime gives it. No other level counts as it. */
  public static wasm(): IsolationLevel {
    return new IsolationLevel('wasm', 'WebAssembly');
  }

  public static isIsolationLevel(x: unknown): x is IsolationLevel {
    return isBranded(x, LEVEL);
  }

  private constructor(
    public readonly isolationLevel: IsolationLevelName,
    /** As a sentence names it. */
    private readonly words: string,
  ) {
    brand(this, LEVEL);
  }

  /** @internal */
  public _describe(): string {
    return this.words;
  }
}
