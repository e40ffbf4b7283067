/** What is known of an attribute that holds a credential. */
export interface CredentialAttribute {
  /** Whether the provider marks it sensitive, so that Terraform hides it in a plan whatever feeds it. */
  readonly hidden: boolean;
  /** Whether its name alone says so. */
  readonly guessed: boolean;
}

const HIDDEN: CredentialAttribute = { hidden: true, guessed: false };
const SHOWN: CredentialAttribute = { hidden: false, guessed: false };
const GUESSED: CredentialAttribute = { hidden: false, guessed: true };

/** Credentials of the vSphere provider, by type and the dotted path without list positions. */
const VSPHERE: Readonly<Record<string, CredentialAttribute>> = {
  'vsphere_host.password': HIDDEN,
  'vsphere_guest_os_customization.spec.linux_options.script_text': HIDDEN,
  'vsphere_guest_os_customization.spec.windows_options.admin_password': HIDDEN,
  'vsphere_guest_os_customization.spec.windows_options.domain_admin_password': HIDDEN,
  'vsphere_guest_os_customization.spec.windows_options.product_key': HIDDEN,
  'vsphere_guest_os_customization.spec.windows_sysprep_text': HIDDEN,
  'vsphere_virtual_machine.clone.customize.linux_options.script_text': HIDDEN,
  'vsphere_virtual_machine.clone.customize.windows_options.admin_password': HIDDEN,
  'vsphere_virtual_machine.clone.customize.windows_options.domain_admin_password': HIDDEN,
  'vsphere_virtual_machine.clone.customize.windows_options.product_key': HIDDEN,
  'vsphere_virtual_machine.clone.customize.windows_sysprep_text': HIDDEN,
  'vsphere_content_library.publication.password': SHOWN,
  'vsphere_content_library.subscription.password': SHOWN,
};

/** Where the rows above are declared. */
export const CREDENTIAL_SOURCES: readonly string[] = [
  'https://github.com/vmware/terraform-provider-vsphere/blob/main/vsphere/resource_vsphere_host.go',
  'https://github.com/vmware/terraform-provider-vsphere/blob/main/vsphere/internal/helper/guestoscustomizations/customizations_helper.go',
  'https://github.com/vmware/terraform-provider-vsphere/blob/main/vsphere/resource_vsphere_content_library.go',
];

/** Last part of an attribute's name that says it is a credential, in any provider. A name like `password_length` is none. */
const TELLING =
  /(?:^|_)(?:password|passwd|passphrase|private_key|private_key_pem|client_secret|secret_key|secret_access_key|access_token|auth_token|api_token|api_key)$/;

/** In the configuration of a provider or a backend these are credentials too; elsewhere a token may be one of a page. */
const TELLING_IN_CONFIGURATION = /(?:^|[._])(?:token|secret|secret_id)$/;

/** https://registry.terraform.io/providers/hashicorp/kubernetes/latest/docs/resources/secret_v1 */
const KUBERNETES_SECRET = /^kubernetes_secret(?:_v1)?$/;

/**
 * What an attribute is, if it holds a credential.
 *
 * @param type resource type, or the provider's for a provider block
 * @param path dotted path within it, list positions included
 * @param isConfiguration whether it is the configuration of a provider or a backend
 */
export function credentialAt(type: string, path: string, isConfiguration: boolean = false): CredentialAttribute | undefined {
  const key = `${type}${isConfiguration ? '!' : ' '}${path}`;
  let decided = answers.get(key);
  if (decided === undefined) {
    decided = decideCredential(type, path, isConfiguration) ?? null;
    if (answers.size >= MOST_ANSWERS) answers.clear();
    answers.set(key, decided);
  }
  return decided ?? undefined;
}

/** What was found before: thousands of VMs have the same few attributes. */
const answers = new Map<string, CredentialAttribute | null>();
const MOST_ANSWERS = 10_000;

function decideCredential(type: string, path: string, isConfiguration: boolean): CredentialAttribute | undefined {
  const bare = path
    .split('.')
    .filter((part) => !/^\d+$/.test(part))
    .join('.');
  const known = VSPHERE[`${type}.${bare}`];
  if (known) return known;
  if (KUBERNETES_SECRET.test(type) && /^(?:data|binary_data)\./.test(bare)) return HIDDEN;
  if (isConfiguration && TELLING_IN_CONFIGURATION.test(bare)) return GUESSED;
  return TELLING.test(bare.split('.').at(-1) ?? '') ? GUESSED : undefined;
}

/** Whether a name, of a variable, an environment variable or a key, says that it is a credential. */
export function credentialNamed(name: string): boolean {
  return TELLING.test((name.split('.').at(-1) ?? '').toLowerCase().replaceAll('-', '_'));
}

/** Results of other providers that Terraform hides on its own. */
const HIDDEN_RESULTS: readonly { readonly type: RegExp; readonly attributes: readonly string[]; readonly source: string }[] = [
  {
    type: /^random_password$/,
    attributes: ['result', 'bcrypt_hash'],
    source: 'https://registry.terraform.io/providers/hashicorp/random/latest/docs/resources/password',
  },
  {
    type: /^tls_private_key$/,
    attributes: ['private_key_pem', 'private_key_openssh', 'private_key_pem_pkcs8'],
    source: 'https://registry.terraform.io/providers/hashicorp/tls/latest/docs/resources/private_key',
  },
  {
    type: /^vault_(?:generic_secret|kv_secret|kv_secret_v2)$/,
    attributes: ['data', 'data_json'],
    source: 'https://registry.terraform.io/providers/hashicorp/vault/latest/docs/data-sources/kv_secret_v2',
  },
];

/** Whether `address` and `attribute` name a result that Terraform hides wherever it goes. */
export function isHiddenResult(address: string, attribute: string): boolean {
  const type = address.replace(/^data\./, '').split('.')[0] ?? '';
  const name = attribute.split(/[.[]/)[0] ?? '';
  return HIDDEN_RESULTS.some((row) => row.type.test(type) && row.attributes.includes(name));
}

const RESULT = /(?<![\w.])((?:data\.)?[a-z]\w*\.[\w-]+)(?:\[[^\]]*\])?\.(\w+)/g;

/** Addresses of the hidden results that an expression is made of. */
export function hiddenResultsIn(expression: string): string[] {
  return [...expression.matchAll(RESULT)].filter(([, address, attribute]) => isHiddenResult(address!, attribute!)).map(([, address]) => address!);
}
