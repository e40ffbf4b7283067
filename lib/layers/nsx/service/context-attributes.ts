import type { Construct } from 'constructs';
import { checkFlag, checkProps, checkText, checkTexts, got, ifGiven } from '../../check';
import { ConstructError } from '../../construct-error';
import type { PolicyContextProfileConfig } from '../bindings';

/** An application that NSX recognises, narrowed. */
export interface AppId {
  /** As NSX names it, such as `SSL` or `CIFS`. */
  readonly id: string;

  /**
   * Versions of TLS as NSX names them, such as `SSL_V3`; of `SSL`.
   * @default - any
   */
  readonly tlsVersions?: readonly string[];

  /**
   * Cipher suites of TLS, such as `TLS_RSA_WITH_AES_128_CBC_SHA`; of `SSL`.
   * @default - any
   */
  readonly tlsCipherSuites?: readonly string[];

  /**
   * Versions of SMB as NSX names them; of `CIFS`.
   * @default - any
   */
  readonly smbVersions?: readonly string[];
}

/** What a context profile lists. What is listed of one kind is any of it. */
export interface ContextAttributes {
  /**
   * Applications, such as `HTTP2` or `{ id: 'SSL', tlsVersions: ['SSL_V3'] }`.
   * @default - any
   */
  readonly apps?: readonly (string | AppId)[];

  /**
   * Domain names, such as `*.example.com`: those that NSX comes with, or custom ones that it was told of before.
   * @default - any
   */
  readonly domainNames?: readonly string[];

  /**
   * Categories of URLs as NSX names them; for gateway firewalls.
   * @default - any
   */
  readonly urlCategories?: readonly string[];

  /**
   * Custom URLs that NSX was told of before.
   * @default - any
   */
  readonly customUrls?: readonly string[];

  /**
   * Whether a part of a URL is enough to be one of `customUrls`; from NSX 4.0 on.
   * @default false
   */
  readonly customUrlPartialMatch?: boolean;
}

type Blocks = Pick<PolicyContextProfileConfig, 'appId' | 'domainName' | 'urlCategory' | 'customUrl'>;

/** What a profile lists, as a resource takes it. NSX takes what narrows an application with that one only. */
export function contextBlocks(profile: Construct, props: ContextAttributes): Blocks {
  const list = (what: 'domainNames' | 'urlCategories' | 'customUrls'): { value: string[] } | undefined => {
    const texts = [...new Set(checkTexts(profile, what, props[what] ?? []))];
    return texts.length === 0 ? undefined : { value: texts };
  };
  const [domainName, urlCategory, customUrl] = [list('domainNames'), list('urlCategories'), list('customUrls')];
  const appId = appBlocks(profile, props.apps ?? []);
  if (![domainName, urlCategory, customUrl, appId].some((each) => each !== undefined)) {
    throw new ConstructError(
      profile,
      "it lists nothing; give at least one of apps, domainNames, urlCategories and customUrls, such as `apps: ['HTTP2']`",
    );
  }
  const partial = ifGiven(props.customUrlPartialMatch, (each) => checkFlag(profile, 'customUrlPartialMatch', each));
  if (partial === true && customUrl === undefined) {
    throw new ConstructError(profile, 'customUrlPartialMatch is given without customUrls; leave it out, or give them');
  }
  return { appId, domainName, urlCategory, customUrl: customUrl && { ...customUrl, customUrlPartialMatch: partial } };
}

function appBlocks(profile: Construct, apps: readonly (string | AppId)[]): Blocks['appId'] {
  if (!Array.isArray(apps)) throw new ConstructError(profile, `apps must be a list, got ${got(apps)}; write \`[...]\`, also around a single one`);
  const plain: string[] = [];
  const narrowed: object[] = [];
  (apps as readonly (string | AppId)[]).forEach((app, index) => {
    const what = `apps[${index}]`;
    if (typeof app === 'string') {
      plain.push(checkText(profile, what, app));
      return;
    }
    checkProps(profile, what, app, ['id']);
    const texts = (name: 'tlsVersions' | 'tlsCipherSuites' | 'smbVersions'): string[] | undefined => {
      const list = checkTexts(profile, `${what}.${name}`, app[name] ?? []);
      return list.length === 0 ? undefined : list;
    };
    const subAttribute = { tlsVersion: texts('tlsVersions'), tlsCipherSuite: texts('tlsCipherSuites'), cifsSmbVersion: texts('smbVersions') };
    const id = checkText(profile, `${what}.id`, app.id);
    if (Object.values(subAttribute).some((each) => each !== undefined)) narrowed.push({ value: [id], subAttribute });
    else plain.push(id);
  });
  const blocks = [...(plain.length === 0 ? [] : [{ value: [...new Set(plain)] }]), ...narrowed];
  return blocks.length === 0 ? undefined : (blocks as Blocks['appId']);
}
