import type { Container, ContainerSecurityContext, PodSecurityContext, Probe, ResourceRequirements, SeLinuxOptions } from '../../kubernetes';
import { defined, type Fields } from './fields';

/** A container of any of the three lists of a pod. */
export function readContainer(fields: Fields): Container {
  const lifecycle = fields.optional('lifecycle');
  return defined({
    name: fields.text('name') ?? '',
    image: fields.text('image'),
    env: listOf(fields, 'env', (each) => defined({ name: each.text('name') ?? '', value: each.text('value') })),
    ports: listOf(fields, 'ports', (each) =>
      defined({
        name: each.text('name'),
        containerPort: each.number('containerPort'),
        hostPort: each.number('hostPort'),
        protocol: each.text('protocol') ?? 'TCP',
      }),
    ),
    resources: readResources(fields.optional('resources')),
    restartPolicy: fields.text('restartPolicy'),
    securityContext: containerSecurity(fields.optional('securityContext')),
    volumeMounts: listOf(fields, 'volumeMounts', (each) =>
      defined({ name: each.text('name') ?? '', mountPath: each.text('mountPath') ?? '', readOnly: each.boolean('readOnly') }),
    ),
    livenessProbe: probe(fields.optional('livenessProbe')),
    readinessProbe: probe(fields.optional('readinessProbe')),
    startupProbe: probe(fields.optional('startupProbe')),
    lifecycle: lifecycle && defined({ postStart: probe(lifecycle.optional('postStart')), preStop: probe(lifecycle.optional('preStop')) }),
  });
}

/** Requests and limits as they stand. */
export function readResources(fields: Fields | undefined): ResourceRequirements | undefined {
  return fields && defined({ requests: fields.quantities('requests'), limits: fields.quantities('limits') });
}

/** A container of a pod that runs: the API takes a limit for a request that is left out, and the port itself on the network of the node. */
export function withDefaults(container: Container, hostNetwork: boolean): Container {
  const { resources, ports } = container;
  return {
    ...container,
    ...(resources?.limits && { resources: { ...resources, requests: { ...resources.limits, ...resources.requests } } }),
    ...(hostNetwork &&
      ports && {
        ports: ports.map((port) =>
          (port.hostPort ?? 0) === 0 && port.containerPort !== undefined ? { ...port, hostPort: port.containerPort } : port,
        ),
      }),
  };
}

export function podSecurity(fields: Fields | undefined): PodSecurityContext | undefined {
  return (
    fields &&
    defined({
      runAsNonRoot: fields.boolean('runAsNonRoot'),
      runAsUser: fields.number('runAsUser'),
      seccompProfile: profile(fields.optional('seccompProfile')),
      appArmorProfile: profile(fields.optional('appArmorProfile')),
      seLinuxOptions: seLinux(fields.optional('seLinuxOptions')),
      sysctls: listOf(fields, 'sysctls', (each) => ({ name: each.text('name') ?? '' })),
      windowsOptions: windows(fields.optional('windowsOptions')),
    })
  );
}

/** The elements of a list; undefined where there is no list. */
export function listOf<T>(fields: Fields, name: string, element: (fields: Fields) => T): T[] | undefined {
  return fields.has(name) ? fields.objects(name).map(element) : undefined;
}

function containerSecurity(fields: Fields | undefined): ContainerSecurityContext | undefined {
  const capabilities = fields?.optional('capabilities');
  const texts = (name: string): string[] | undefined => (capabilities?.has(name) ? capabilities.texts(name) : undefined);
  return (
    fields &&
    defined({
      privileged: fields.boolean('privileged'),
      allowPrivilegeEscalation: fields.boolean('allowPrivilegeEscalation'),
      readOnlyRootFilesystem: fields.boolean('readOnlyRootFilesystem'),
      runAsNonRoot: fields.boolean('runAsNonRoot'),
      runAsUser: fields.number('runAsUser'),
      procMount: fields.text('procMount'),
      capabilities: capabilities && defined({ add: texts('add'), drop: texts('drop') }),
      seccompProfile: profile(fields.optional('seccompProfile')),
      appArmorProfile: profile(fields.optional('appArmorProfile')),
      seLinuxOptions: seLinux(fields.optional('seLinuxOptions')),
      windowsOptions: windows(fields.optional('windowsOptions')),
    })
  );
}

function profile(fields: Fields | undefined): { readonly type?: string } | undefined {
  return fields && defined({ type: fields.text('type') });
}

function seLinux(fields: Fields | undefined): SeLinuxOptions | undefined {
  return fields && defined({ type: fields.text('type'), user: fields.text('user'), role: fields.text('role') });
}

function windows(fields: Fields | undefined): { readonly hostProcess?: boolean } | undefined {
  return fields && defined({ hostProcess: fields.boolean('hostProcess') });
}

function probe(fields: Fields | undefined): Probe | undefined {
  const host = (name: string): { readonly host?: string } | undefined => {
    const inner = fields?.optional(name);
    return inner && defined({ host: inner.text('host') });
  };
  return fields && defined({ httpGet: host('httpGet'), tcpSocket: host('tcpSocket') });
}
