import { join } from 'node:path';
import { Include, Size } from 'cdk8s';
import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { StrataApp } from 'cdk-strata';
import { ImageLock } from 'cdk-strata/container';
import { Cni, KubernetesCluster, KubernetesVersion, PodSecurity } from 'cdk-strata/kubernetes';

/** Manifests that are there already, on a cluster that others run. */
export class ExistingCharts extends TerraformStack {
  public constructor(scope: Construct, id: string) {
    super(scope, id);

    const prod = KubernetesCluster.fromAttributes(this, 'prod', {
      version: KubernetesVersion.V1_34,
      cni: Cni.cilium(),
      pools: { general: { replicas: 3, cpus: 8, memory: Size.gibibytes(32) } },
    });
    new ImageLock(this, 'images', { file: join(__dirname, 'images.lock.json') });

    const guestbook = prod.chart('guestbook', { namespace: 'guestbook', podSecurity: PodSecurity.restricted() });
    new Include(guestbook, 'yaml', { url: join(__dirname, 'charts/guestbook.yaml') });
  }
}

export function build(app: StrataApp): void {
  new ExistingCharts(app, 'existing');
}

if (require.main === module) {
  const app = new StrataApp();
  build(app);
  app.synth();
}
