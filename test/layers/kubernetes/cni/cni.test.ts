import { Flow } from 'cdk-strata';
import { Cni } from 'cdk-strata/kubernetes';
import { refusal } from '../cluster/site';

const cluster = { podCidrs: ['10.244.0.0/16'], serviceCidrs: ['10.96.0.0/16'], nodePrefixes: [24], endpoint: { host: '10.20.0.10', port: 6443 } };
const dual = { ...cluster, podCidrs: ['10.244.0.0/16', 'fd00:1::/56'], nodePrefixes: [24, 64] };
const flows = (cni: Cni): string[] => cni.requiredFlows().map(({ flow }) => Flow.format(flow));

describe('Cilium', () => {
  test.each([
    [Cni.cilium(), { encapsulation: 'vxlan', tunnelPort: 8472, snat: true }, ['udp 8472', 'tcp 4240', 'tcp 4244']],
    [Cni.cilium({ tunnel: 'geneve' }), { encapsulation: 'geneve', tunnelPort: 6081, snat: true }, ['udp 6081', 'tcp 4240', 'tcp 4244']],
    [Cni.cilium({ overlay: false, snat: false }), { encapsulation: 'none', snat: false }, ['tcp 4240', 'tcp 4244']],
    [
      Cni.cilium({ wireGuard: true }),
      { encapsulation: 'wireguard', tunnelPort: 51871, snat: true },
      ['udp 8472', 'udp 51871', 'tcp 4240', 'tcp 4244'],
    ],
  ])('says what the network sees (%#)', (cni, facts, expected) => {
    const { name, version, enforces, ...rest } = cni.toFacts();
    expect([name, version, rest]).toEqual(['cilium', '1.20.2', facts]);
    expect(enforces).toContain('NetworkPolicy');
    expect(flows(cni)).toEqual(expected);
  });

  test('is installed by its chart', () => {
    expect(Cni.cilium().chart(cluster)).toMatchSnapshot();
    expect(Cni.cilium({ overlay: false, snat: false, wireGuard: true, kubeProxyReplacement: false }).chart(dual)!.values).toMatchSnapshot();
  });

  test('takes the place of kube-proxy unless it is told not to', () => {
    expect([Cni.cilium().needsKubeProxy, Cni.cilium({ kubeProxyReplacement: false }).needsKubeProxy]).toEqual([false, true]);
    expect(Cni.cilium({ kubeProxyReplacement: false }).chart(cluster)!.values).not.toHaveProperty('k8sServiceHost');
  });

  test('enforces policies of the cluster where it is told to', () => {
    const cni = Cni.cilium({ clusterNetworkPolicy: true });
    expect(cni.toFacts().enforces).toContain('ClusterNetworkPolicy');
    expect(cni.chart(cluster)!.values).toMatchObject({ k8sClusterNetworkPolicy: { enabled: true } });
    expect(Cni.cilium().toFacts().enforces).not.toContain('ClusterNetworkPolicy');
  });

  test('takes values of the user over its own, field by field', () => {
    const { values } = Cni.cilium({ values: { ipam: { operator: { externalAPILimitQPS: 8 } }, hubble: { relay: { enabled: true } } } }).chart(
      cluster,
    )!;
    expect(values).toMatchObject({
      ipam: { mode: 'cluster-pool', operator: { clusterPoolIPv4MaskSize: 24, externalAPILimitQPS: 8 } },
      hubble: { relay: { enabled: true } },
    });
  });
});

describe('Calico', () => {
  test.each([
    [Cni.calico(), { encapsulation: 'vxlan', tunnelPort: 4789, snat: true }, ['udp 4789', 'tcp 5473']],
    [Cni.calico({ tunnel: 'ipip' }), { encapsulation: 'ipip', snat: true }, ['tcp 179', 'tcp 5473']],
    [Cni.calico({ overlay: false, snat: false }), { encapsulation: 'none', snat: false }, ['tcp 179', 'tcp 5473']],
    [Cni.calico({ wireGuard: true }), { encapsulation: 'wireguard', tunnelPort: 51820, snat: true }, ['udp 4789', 'udp 51820-51821', 'tcp 5473']],
  ])('says what the network sees (%#)', (cni, facts, expected) => {
    const { name, version, enforces, ...rest } = cni.toFacts();
    expect([name, version, rest]).toEqual(['calico', 'v3.31.4', facts]);
    expect(enforces).toContain('NetworkPolicy');
    expect(flows(cni)).toEqual(expected);
    expect(cni.needsKubeProxy).toBe(true);
  });

  test('is installed by its operator', () => {
    expect(Cni.calico().chart(dual)).toMatchSnapshot();
    expect(Cni.calico({ overlay: false, snat: false, wireGuard: true }).chart(cluster)!.values).toMatchSnapshot();
    expect(Cni.calico({ tunnel: 'ipip' }).chart(cluster)!.values).toMatchObject({
      installation: { calicoNetwork: { bgp: 'Enabled', ipPools: [{ encapsulation: 'IPIP' }] } },
    });
  });

  test('cannot wrap IPv6 by IP-in-IP', () => {
    expect(refusal(() => Cni.calico({ tunnel: 'ipip' }).chart(dual))).toContain(
      "Calico cannot wrap fd00:1::/56 by IP-in-IP, which is for IPv4; take tunnel: 'vxlan'",
    );
  });

  test.each([
    ['v3.28.0', []],
    ['v3.29.1', ['AdminNetworkPolicy']],
    ['v3.31.4', ['AdminNetworkPolicy', 'BaselineAdminNetworkPolicy']],
    ['v3.32.2', ['ClusterNetworkPolicy']],
    ['master', []],
  ])('%s enforces what it has of policies above those of namespaces', (version, above) => {
    expect(Cni.calico({ version }).toFacts().enforces).toEqual(['NetworkPolicy', 'GlobalNetworkPolicy', ...above]);
  });
});

describe('Antrea', () => {
  test.each([
    [Cni.antrea(), { encapsulation: 'geneve', tunnelPort: 6081, snat: true }, ['udp 6081', 'tcp 10349-10351', 'udp 10351']],
    [Cni.antrea({ tunnel: 'vxlan' }), { encapsulation: 'vxlan', tunnelPort: 4789, snat: true }, ['udp 4789', 'tcp 10349-10351', 'udp 10351']],
    [Cni.antrea({ overlay: false, snat: false }), { encapsulation: 'none', snat: false }, ['tcp 10349-10351', 'udp 10351']],
    [
      Cni.antrea({ wireGuard: true }),
      { encapsulation: 'wireguard', tunnelPort: 51820, snat: true },
      ['udp 6081', 'udp 51820', 'tcp 10349-10351', 'udp 10351'],
    ],
  ])('says what the network sees (%#)', (cni, facts, expected) => {
    const { name, version, enforces, ...rest } = cni.toFacts();
    expect([name, version, enforces, rest]).toEqual(['antrea', '2.4.0', ['NetworkPolicy'], facts]);
    expect(flows(cni)).toEqual(expected);
  });

  test('is installed by its chart', () => {
    expect(Cni.antrea().chart(cluster)).toMatchSnapshot();
    expect(Cni.antrea({ overlay: false, snat: false }).chart(cluster)!.values).toEqual({ trafficEncapMode: 'noEncap', noSNAT: true });
    expect(Cni.antrea({ wireGuard: true }).chart(cluster)!.values).toMatchObject({ trafficEncryptionMode: 'wireGuard' });
  });

  test('encrypts with an overlay only', () => {
    expect(refusal(() => Cni.antrea({ overlay: false, wireGuard: true }))).toContain('Antrea encrypts with an overlay only');
  });
});

describe('another plugin', () => {
  const flannel = { name: 'flannel', encapsulation: 'vxlan', tunnelPort: 8472, snat: true } as const;

  test('is what it is said to be', () => {
    const cni = Cni.of({ ...flannel, version: '0.27', enforces: [], flows: [Flow.tcp(9000)], kubeProxy: false, registries: ['ghcr.io'] });
    expect(cni.toFacts()).toEqual({ ...flannel, version: '0.27', enforces: [] });
    expect(flows(cni)).toEqual(['udp 8472', 'tcp 9000']);
    expect([cni.needsKubeProxy, cni.registries, Cni.isCni(cni), Cni.isCni({})]).toEqual([false, ['ghcr.io'], true, false]);
  });

  test('enforces what nobody knows where nobody says it', () => {
    expect(Cni.of(flannel).toFacts().enforces).toBeNull();
  });

  test('has no port without a tunnel', () => {
    expect(refusal(() => Cni.of({ ...flannel, encapsulation: 'none' }))).toContain(
      'tunnelPort is 8472, and encapsulation "none" has no port; leave out tunnelPort',
    );
  });

  test.each([
    [{ encapsulation: 'gre' as never }, 'encapsulation must be one of'],
    [{ snat: 'yes' as never }, 'snat must be one of true, false'],
    [{ tunnelPort: 0 }, 'tunnelPort must be a whole number from 1 to 65535, got 0'],
    [{ name: ' ' }, 'name must not be empty'],
    [{ flows: 'tcp' as never }, 'flows must be a list, each of it a Flow, got "tcp"'],
    [{ flows: [null as never] }, 'flows[0] must be a Flow, got null'],
  ])('%j is refused', (change, message) => {
    expect(refusal(() => Cni.of({ ...flannel, ...change }))).toContain(message);
  });
});

test.each([Cni.cilium({ values: 'a: b' as never }), Cni.calico({ values: null as never })])('values that are none are refused', (cni) => {
  expect(() => cni.chart(cluster)).toThrow(/values must be an object, got/);
});
