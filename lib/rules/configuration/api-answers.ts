import type { Premise } from '../../estate';
import { alternativesTo, availabilityOf, groupOf, kindsLike, type Availability, type Switches } from '../../proofs/kubernetes-api';
import type { Evidence, Remedy, Severity } from '../verdict';
import { listed, quoted } from '../wording';
import type { CustomResources } from './custom-resources';

/** What becomes of an object of a kind, in a cluster. */
export type Answer =
  | { readonly is: 'served'; readonly premises: readonly Premise[] }
  | {
      readonly is: 'refused';
      /** Milder where it works for now. @default - the rule's */
      readonly severity?: Severity;
      /** What is wrong with it, after the name of the object. */
      readonly fault: string;
      readonly witness: readonly Evidence[];
      readonly remedies: readonly Remedy[];
    }
  | { readonly is: 'open' };

/** An API server: its version, what it is told to serve, and the kinds that manifests bring to it. */
export interface Server {
  readonly minor: number;
  readonly switches: Switches;
  /** Construct path of the cluster. */
  readonly path: string;
  readonly custom: CustomResources;
}

export function answerOf(server: Server, apiVersion: string, kind: string): Answer {
  const custom = server.custom.servedVersions(apiVersion, kind);
  if (custom !== undefined) return ofCustomResource(custom, apiVersion, kind);
  const availability = availabilityOf(apiVersion, kind, server.minor, server.switches);
  if (availability.is === 'foreign') {
    return server.switches[apiVersion] === true ? { is: 'served', premises: [stated(server, apiVersion)] } : { is: 'open' };
  }
  if (availability.is !== 'served') return refused(server, apiVersion, kind, availability);
  const premises = availability.switched ? [stated(server, apiVersion)] : [];
  if (availability.deprecation === undefined) return { is: 'served', premises };
  const { since, until } = availability.deprecation;
  const removal = until === undefined ? '' : `, gone in 1.${until}`;
  return {
    is: 'refused',
    severity: 'warning',
    fault: `is of an API that is deprecated in Kubernetes 1.${server.minor}`,
    witness: [{ label: 'API', text: `${api(apiVersion, kind)}: deprecated since 1.${since}${removal}` }],
    remedies: remediesFor(alternativesTo(apiVersion, kind, server.minor)),
  };
}

function ofCustomResource(served: readonly string[], apiVersion: string, kind: string): Answer {
  const [, version = ''] = apiVersion.split('/');
  if (served.includes(version)) return { is: 'served', premises: [] };
  return {
    is: 'refused',
    fault: 'is of a version that its CustomResourceDefinition does not serve',
    witness: [{ label: 'API', text: `${api(apiVersion, kind)}; served: ${served.length === 0 ? 'none' : listed(served.map(quoted))}` }],
    remedies: remediesFor(served.map((each) => `${groupOf(apiVersion)}/${each}`)),
  };
}

function refused(server: Server, apiVersion: string, kind: string, availability: Exclude<Availability, { is: 'served' | 'foreign' }>): Answer {
  const instead = alternativesTo(apiVersion, kind, server.minor);
  const here = `Kubernetes 1.${server.minor}`;
  const said: Evidence[] = instead.length === 0 ? [] : [{ label: 'has instead', text: listed(instead.map((each) => api(each, kind))) }];
  const told = (what: string) => [{ label: 'API', text: `${api(apiVersion, kind)}: ${what}` }, ...said];
  const lacks = `needs an API that ${here} does not have`;
  switch (availability.is) {
    case 'gone':
      return { is: 'refused', fault: lacks, witness: told(`gone since 1.${availability.until}`), remedies: remediesFor(instead) };
    case 'not-yet':
      return {
        is: 'refused',
        fault: lacks,
        witness: told(`there from 1.${availability.since} on`),
        remedies: [{ text: `a cluster of version 1.${availability.since} or later` }, ...remediesFor(instead)],
      };
    case 'off':
      return {
        is: 'refused',
        fault: `needs an API that is off in ${here}`,
        witness: told(availability.switched ? 'the cluster switches it off' : 'there, and off by default'),
        remedies: [{ text: `${quoted(`--runtime-config=${apiVersion}=true`)} of the API server` }, ...remediesFor(instead)],
      };
    case 'none': {
      const alike = kindsLike(apiVersion, kind);
      return {
        is: 'refused',
        fault: `needs an API that no version of Kubernetes has`,
        witness: told('Kubernetes has the group, and not this'),
        remedies: [...alike.map((each) => ({ text: quoted(`kind: ${each}`) })), ...remediesFor(instead)],
      };
    }
  }
}

function remediesFor(instead: readonly string[]): Remedy[] {
  return instead.slice(0, 1).map((each) => ({ text: quoted(`apiVersion: ${each}`) }));
}

function api(apiVersion: string, kind: string): string {
  return `${quoted(apiVersion)} ${kind}`;
}

function stated({ path }: Server, apiVersion: string): Premise {
  return {
    id: `api:${path}:${apiVersion}`,
    kind: 'stated',
    statement: `the cluster serves ${quoted(apiVersion)}, which its version does not do by itself`,
    subject: path,
  };
}
