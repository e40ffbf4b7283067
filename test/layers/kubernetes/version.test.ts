import { TerraformStack, TerraformVariable, Testing } from 'cdktf';
import { KubernetesVersion } from '../../../lib/layers/kubernetes/version';
import { FEATURE_GATES } from '../../../lib/layers/kubernetes/versions/feature-gates';
import { RELEASES } from '../../../lib/layers/kubernetes/versions/releases';

describe('KubernetesVersion', () => {
  test('has a constant for each release from 1.30 to 1.37, at its newest known patch', () => {
    const constants = [30, 31, 32, 33, 34, 35, 36, 37].map((minor) => KubernetesVersion[`V1_${minor}` as 'V1_34']);
    expect(constants.map(String)).toEqual(['1.30.14', '1.31.14', '1.32.13', '1.33.13', '1.34.4', '1.35.4', '1.36.3', '1.37.2']);
    expect(RELEASES.map(({ minor }) => minor)).toEqual([30, 31, 32, 33, 34, 35, 36, 37]);
  });

  test.each(['1.34.1', 'v1.34.1'])('takes a patch: %s', (text) => {
    const version = KubernetesVersion.of(text);
    expect([version.minor, version.patch, version.minorVersion, String(version)]).toEqual([34, 1, '1.34', '1.34.1']);
  });

  test('takes a patch that is newer than any known', () => {
    expect(String(KubernetesVersion.of('1.37.99'))).toBe('1.37.99');
  });

  test.each(['1.29.4', '1.38.0', '2.34.1', '1.34.x', '1.34.4-rc.1', '', '34', ' 1.34'])('refuses %p', (text) => {
    expect(() => KubernetesVersion.of(text)).toThrow(
      `version of Kubernetes must be from 1.30 to 1.37, got ${JSON.stringify(text)}; give one such as "1.37.2"`,
    );
  });

  test('refuses what is no text, and a token', () => {
    expect(() => KubernetesVersion.of(1.34 as unknown as string)).toThrow('got 1.34;');
    const variable = new TerraformVariable(new TerraformStack(Testing.app(), 's'), 'v', {});
    expect(() => KubernetesVersion.of(variable.stringValue)).toThrow('got a Terraform token; give it in the program');
  });

  test('compares by minor, then by patch', () => {
    const [a, b, c] = ['1.33.9', '1.34.1', '1.34.4'].map((text) => KubernetesVersion.of(text)) as [
      KubernetesVersion,
      KubernetesVersion,
      KubernetesVersion,
    ];
    expect([a.isAtLeast(b), b.isAtLeast(a), b.isAtLeast(c), c.isAtLeast(b), b.isAtLeast(b)]).toEqual([false, true, false, true, true]);
  });

  test('is known by its brand', () => {
    expect(KubernetesVersion.isKubernetesVersion(KubernetesVersion.V1_34)).toBe(true);
    expect(KubernetesVersion.isKubernetesVersion({ minor: 34 })).toBe(false);
  });

  test('configures kubeadm by v1beta3 in 1.30, by v1beta4 since', () => {
    expect(KubernetesVersion.V1_30.kubeadmApiVersion).toBe('kubeadm.k8s.io/v1beta3');
    expect(KubernetesVersion.V1_31.kubeadmApiVersion).toBe('kubeadm.k8s.io/v1beta4');
    expect(KubernetesVersion.V1_37.kubeadmApiVersion).toBe('kubeadm.k8s.io/v1beta4');
  });

  test('knows the images that kubeadm asks for', () => {
    expect(KubernetesVersion.V1_34.images).toEqual({ pause: '3.10.1', coreDns: 'v1.12.1', etcd: '3.6.5-0' });
    expect(KubernetesVersion.of('1.34.1').images).toBe(KubernetesVersion.V1_34.images);
  });

  test('knows which containerd is recommended, and says nothing of a release nobody wrote of', () => {
    expect(KubernetesVersion.V1_35.recommendedContainerd).toEqual(['1.7.28', '2.1.5', '2.2.0']);
    expect(KubernetesVersion.V1_37.recommendedContainerd).toBeUndefined();
    expect(KubernetesVersion.V1_37.leastContainerd).toBe('1.6');
    expect(KubernetesVersion.V1_34.userNamespaceNeeds.containerd).toBe('2.0');
  });

  test('knows the defaults of kubelet', () => {
    expect(KubernetesVersion.V1_34.kubeletDefaults.maxPods).toBe(110);
    expect(KubernetesVersion.V1_34.kubeletDefaults.evictionHard['memory.available']).toBe('100Mi');
  });

  test('knows feature gates by version: not yet there, alpha, beta, stable, removed', () => {
    const levels = (version: KubernetesVersion) => version.featureGate('PodLevelResources');
    expect([levels(KubernetesVersion.V1_31), levels(KubernetesVersion.V1_32), levels(KubernetesVersion.V1_34)]).toEqual([
      undefined,
      { stage: 'alpha', enabled: false, settable: true },
      { stage: 'beta', enabled: true, settable: true },
    ]);
    const userNamespaces = [30, 33, 36].map((minor) => KubernetesVersion.of(`1.${minor}`).featureGate('UserNamespacesSupport'));
    expect(userNamespaces.map((gate) => [gate?.stage, gate?.enabled, gate?.settable])).toEqual([
      ['beta', false, true],
      ['beta', true, true],
      ['stable', true, false],
    ]);
    expect(KubernetesVersion.V1_37.featureGate('SidecarContainers')).toEqual({ stage: 'removed', enabled: true, settable: false });
  });

  test('a feature that is not there yet is off, one that is not listed is not known', () => {
    expect(KubernetesVersion.V1_30.isFeatureEnabled('PodLevelResources')).toBe(false);
    expect(KubernetesVersion.V1_34.isFeatureEnabled('PodLevelResources')).toBe(true);
    expect(KubernetesVersion.V1_34.isFeatureEnabled('toString')).toBeUndefined();
    expect(KubernetesVersion.V1_34.featureGate('toString')).toBeUndefined();
  });

  test('gates are listed in the order of versions', () => {
    for (const lines of Object.values(FEATURE_GATES)) {
      const since = lines.map(([minor]) => minor as number);
      expect(since).toEqual([...since].sort((a, b) => a - b));
    }
  });
});
