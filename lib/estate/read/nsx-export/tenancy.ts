import type { Project, Vpc } from '../../nsx';
import type { NsxExport } from './nsx-export';

export function readProjects(nsx: NsxExport): Project[] {
  return nsx.found.of('Project').map((project) => ({
    ...nsx.base(project),
    tier0Gateways: project.whole ? nsx.members(project.fields.texts('tier_0s') ?? []) : nsx.membersOf(project, 'tier_0s'),
    externalBlocks: project.whole ? nsx.members(project.fields.texts('external_ipv4_blocks') ?? []) : nsx.membersOf(project, 'external_ipv4_blocks'),
    defaultFirewallRules: nsx.or(project, 'activate_default_dfw_rules', project.fields.boolean('activate_default_dfw_rules'), true),
  }));
}

export function readVpcs(nsx: NsxExport): Vpc[] {
  return nsx.found.of('Vpc').map((vpc) => {
    const [, project] = /^(.*)\/vpcs\/[^/]+$/.exec(vpc.path) ?? [];
    const ranges = vpc.fields.texts('private_ips');
    return {
      ...nsx.base(vpc),
      project: project === undefined ? nsx.open(vpc, 'path') : nsx.reference(project),
      // Older VPCs name blocks of their project instead.
      privateRanges: vpc.fields.has('private_ipv4_blocks') ? nsx.missing(vpc, 'private_ipv4_blocks', ranges) : nsx.list(vpc, 'private_ips', ranges),
    };
  });
}
