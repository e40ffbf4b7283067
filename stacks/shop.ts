import { Size } from 'cdk8s';
import type { Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-34';
import { Flow } from 'cdk-strata';
import { IsolationProfile, type ImageLock } from 'cdk-strata/container';
import type { IKubernetesCluster } from 'cdk-strata/kubernetes';

/** A service: the port of its pods, what a pod asks for and what it may have at most, and whom it calls. */
interface Service {
  readonly port: number;
  readonly replicas: number;
  /** Millicores. */
  readonly cpu: readonly [request: number, limit: number];
  /** MiB. */
  readonly memory: readonly [request: number, limit: number];
  readonly calls: readonly string[];
}

/**
 * In the shape of Online Boutique (github.com/GoogleCloudPlatform/microservices-demo, release/kubernetes-manifests.yaml): ports and requests are
 * its own.
 */
const SERVICES = {
  web: {
    port: 8080,
    replicas: 6,
    cpu: [100, 200],
    memory: [64, 128],
    calls: ['ads', 'recommendation', 'catalogue', 'cart', 'shipping', 'currency', 'checkout'],
  },
  cart: { port: 7070, replicas: 2, cpu: [200, 300], memory: [64, 128], calls: ['redis'] },
  catalogue: { port: 3550, replicas: 2, cpu: [100, 200], memory: [64, 128], calls: [] },
  checkout: { port: 5050, replicas: 2, cpu: [100, 200], memory: [64, 128], calls: ['cart', 'catalogue', 'currency', 'shipping', 'payment', 'email'] },
  payment: { port: 50051, replicas: 2, cpu: [100, 200], memory: [128, 256], calls: [] },
  shipping: { port: 50051, replicas: 2, cpu: [100, 200], memory: [64, 128], calls: [] },
  email: { port: 8080, replicas: 2, cpu: [100, 200], memory: [64, 128], calls: [] },
  currency: { port: 7000, replicas: 2, cpu: [100, 200], memory: [128, 256], calls: [] },
  ads: { port: 9555, replicas: 2, cpu: [200, 300], memory: [180, 300], calls: [] },
  recommendation: { port: 8080, replicas: 2, cpu: [100, 200], memory: [220, 450], calls: ['catalogue'] },
  redis: { port: 6379, replicas: 1, cpu: [70, 125], memory: [200, 256], calls: [] },
  load: { port: 8089, replicas: 1, cpu: [300, 500], memory: [256, 512], calls: ['web'] },
} as const satisfies Record<string, Service>;

export type ShopServices = Readonly<Record<keyof typeof SERVICES, kplus.Deployment>>;

/** Eleven services, a Redis for the carts, and nothing open between them but who calls whom. cdk8s-plus as it is. */
export function shopServices(prod: IKubernetesCluster, shop: Chart, images: ImageLock): ShopServices {
  const deployments = Object.fromEntries(
    Object.entries<Service>(SERVICES).map(([name, service]) => [name, deploymentOf(shop, name, service, images)]),
  ) as ShopServices;
  for (const [name, { calls }] of Object.entries<Service>(SERVICES)) {
    for (const callee of calls) {
      const to = callee as keyof ShopServices;
      prod.connect(deployments[name as keyof ShopServices]).to(deployments[to], Flow.tcp(SERVICES[to].port));
    }
  }
  // Six pods that no two share a node of; AVL-002 proves that this means different ESXi hosts.
  deployments.web.scheduling.spread({ topology: kplus.Topology.HOSTNAME });
  return deployments;
}

function deploymentOf(shop: Chart, name: string, { port, replicas, cpu, memory }: Service, images: ImageLock): kplus.Deployment {
  const deployment = new kplus.Deployment(shop, name, {
    replicas,
    containers: [
      {
        name,
        image: images.image(`registry.example.com/shop/${name}:v0.10.3`).reference,
        ports: [{ number: port }],
        resources: {
          cpu: { request: kplus.Cpu.millis(cpu[0]), limit: kplus.Cpu.millis(cpu[1]) },
          memory: { request: Size.mebibytes(memory[0]), limit: Size.mebibytes(memory[1]) },
        },
        readiness: kplus.Probe.fromTcpSocket({ port }),
      },
    ],
  });
  deployment.exposeViaService({ name, ports: [{ port }] });
  IsolationProfile.restricted({ runAsUser: 1000 }).applyTo(deployment);
  return deployment;
}
