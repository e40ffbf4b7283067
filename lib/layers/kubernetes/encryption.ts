import { brand, isBranded } from '../brand';
import { checkDistinct, checkProps, checkTexts, got } from '../check';
import { ConstructError } from '../construct-error';

export interface EncryptionProps {
  /**
   * What is encrypted, as `resource` or `resource.group`, such as `secrets` or `configmaps`.
   * @default - `secrets`
   */
  readonly resources?: readonly string[];
}

const ENCRYPTION = Symbol.for('cdk-strata.Encryption');
const RESOURCE = /^(?:\*|[a-z][a-z0-9]*)(?:\.[a-z0-9.*-]+)?$/;

/**
 * How objects lie in etcd (kubernetes.io/docs/tasks/administer-cluster/encrypt-data). The key is never in the program: nodes of the control
 * plane read it from the store that the cluster bootstraps from, 32 random bytes in base64.
 */
export class Encryption {
  /** XSalsa20 and Poly1305. */
  public static secretbox(props: EncryptionProps = {}): Encryption {
    return new Encryption('secretbox', props);
  }

  /** AES-GCM with a random nonce: the key has to be changed every 200,000 writes. */
  public static aesgcm(props: EncryptionProps = {}): Encryption {
    return new Encryption('aesgcm', props);
  }

  /** As they are: whoever has a copy of etcd has every Secret. */
  public static none(): Encryption {
    return new Encryption(undefined, {});
  }

  public static isEncryption(x: unknown): x is Encryption {
    return isBranded(x, ENCRYPTION);
  }

  public readonly resources: readonly string[];

  private constructor(
    private readonly provider: 'secretbox' | 'aesgcm' | undefined,
    props: EncryptionProps,
  ) {
    brand(this, ENCRYPTION);
    checkProps(undefined, 'encryption', props, []);
    this.resources = provider === undefined ? [] : checkTexts(undefined, 'resources of the encryption', props.resources ?? ['secrets']);
    checkDistinct(undefined, 'resources of the encryption', this.resources);
    if (provider !== undefined && this.resources.length === 0) {
      throw new ConstructError(undefined, 'resources of the encryption are none; give one such as "secrets", or Encryption.none()');
    }
    const wrong = this.resources.find((each) => !RESOURCE.test(each));
    if (wrong !== undefined) {
      throw new ConstructError(undefined, `resources of the encryption must be such as "secrets" or "configmaps", got ${got(wrong)}`);
    }
  }

  /** Whether anything is encrypted. */
  public get isOn(): boolean {
    return this.provider !== undefined;
  }

  /**
   * The document that the API server reads; undefined where nothing is encrypted. What was written before is read as it is.
   *
   * @param key what stands for the key, in base64
   */
  public configuration(key: string): Readonly<Record<string, unknown>> | undefined {
    if (this.provider === undefined) return undefined;
    return {
      apiVersion: 'apiserver.config.k8s.io/v1',
      kind: 'EncryptionConfiguration',
      resources: [{ resources: this.resources, providers: [{ [this.provider]: { keys: [{ name: 'key1', secret: key }] } }, { identity: {} }] }],
    };
  }
}
