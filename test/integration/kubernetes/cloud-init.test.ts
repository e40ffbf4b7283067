import { announce, describeWith, kubernetes } from '../lane/components';
import { pathOf } from '../tools/build';
import { cloudInitVerdict } from './cloud-init';

announce();

const USER_DATA = `#cloud-config
hostname: worker-1
write_files:
  - path: /etc/containerd/config.toml
    permissions: '0644'
    owner: root:root
    content: |
      version = 3
runcmd:
  - [systemctl, enable, --now, kubelet]
`;

describeWith(kubernetes.cloudInit)("cloud-init's schema", () => {
  const refusal = (text: string): string | undefined => cloudInitVerdict(pathOf(kubernetes.cloudInit), text).refused;

  test('takes user data', () => {
    expect(cloudInitVerdict(pathOf(kubernetes.cloudInit), USER_DATA)).toEqual({ warnings: [] });
  });

  test.each([
    ['a key of a module that it does not know', 'permissions', 'permission', "'permission' was unexpected"],
    ['a value of the wrong type', "'0644'", '0644', 'permissions'],
    ['what is no YAML', 'hostname: worker-1', 'hostname: "worker-1', 'not valid yaml'],
    ['what says not that it is a cloud-config', '#cloud-config', '# cloud-config', '#cloud-config'],
  ])('refuses %s', (_what, from, to, reason) => {
    expect(refusal(USER_DATA.replace(from, to))).toContain(reason);
  });
});
