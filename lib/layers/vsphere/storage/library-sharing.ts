import type { ContentLibraryPublication, ContentLibrarySubscription } from '@cdktf/provider-vsphere/lib/content-library';
import type { IConstruct } from 'constructs';
import { checkFlag, checkKind, checkProps, checkText, ifGiven } from '../../check';
import { SECRET } from '../../kind';
import type { Secret } from '../../secret';

/** The only user that libraries know (the provider's documentation of `vsphere_content_library`, `username`). */
const USER = 'vcsp';

/** How a library is published to other vCenters. */
export class LibraryPublication {
  /** Whoever reaches it may subscribe. */
  public static open(): LibraryPublication {
    return new LibraryPublication(undefined);
  }

  /** Whoever knows the password may subscribe. */
  public static withPassword(password: Secret): LibraryPublication {
    return new LibraryPublication({ password });
  }

  public readonly publishes = true;

  private constructor(private readonly authentication: { readonly password: Secret } | undefined) {}

  /** @internal */
  public _bind(library: IConstruct): ContentLibraryPublication {
    return {
      published: true,
      ...authentication(library, 'the password of publication', this.authentication),
    };
  }
}

export interface LibrarySubscriptionProps {
  /** Where the other library is published, such as `https://vc.example.com:443/cls/vcsp/lib/.../lib.json`. */
  readonly url: string;

  /**
   * The password that the other library asks for.
   * @default - it asks for none
   */
  readonly password?: Secret;

  /**
   * Whether it follows changes of the other library by itself.
   * @default false
   */
  readonly automaticSync?: boolean;

  /**
   * Whether it fetches an item only when somebody needs it.
   * @default true
   */
  readonly onDemand?: boolean;
}

/** Which library of another vCenter a library follows. */
export class LibrarySubscription {
  public static of(props: LibrarySubscriptionProps): LibrarySubscription {
    checkProps(undefined, 'props', props, ['url']);
    return new LibrarySubscription(props);
  }

  private constructor(private readonly props: LibrarySubscriptionProps) {}

  public get subscribesTo(): string {
    return this.props.url;
  }

  /** @internal */
  public _bind(library: IConstruct): ContentLibrarySubscription {
    const { url, password, automaticSync, onDemand } = this.props;
    return {
      subscriptionUrl: checkText(library, 'url of subscription', url),
      automaticSync: ifGiven(automaticSync, (each) => checkFlag(library, 'automaticSync', each)),
      onDemand: ifGiven(onDemand, (each) => checkFlag(library, 'onDemand', each)),
      ...authentication(library, 'the password of subscription', password === undefined ? undefined : { password }),
    };
  }
}

function authentication(
  library: IConstruct,
  what: string,
  given: { readonly password: Secret } | undefined,
): { authenticationMethod: string; username?: string; password?: string } {
  if (given === undefined) return { authenticationMethod: 'NONE' };
  return { authenticationMethod: 'BASIC', username: USER, password: checkKind(library, what, given.password, SECRET).bind(library) };
}
