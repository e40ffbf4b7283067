import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';

/** Where DNS is answered in a cluster that kubeadm made. */
const DNS_PODS = {
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
  podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
};

export interface ChartNamespaceProps {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly closed: boolean;
}

/** The namespace of a chart, and what closes it. */
export class ChartNamespace extends Construct {
  public constructor(scope: Construct, { name, labels, closed }: ChartNamespaceProps) {
    // The name that constructs give to what they make beside the user's own.
    super(scope, 'Namespace');
    new ApiObject(this, 'Resource', { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: { ...labels } } });
    if (!closed) return;
    new ApiObject(this, 'default-deny', {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'default-deny', namespace: name },
      spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
    });
    new ApiObject(this, 'allow-dns', {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'allow-dns', namespace: name },
      spec: {
        podSelector: {},
        policyTypes: ['Egress'],
        egress: [
          {
            to: [DNS_PODS],
            ports: [
              { protocol: 'UDP', port: 53 },
              { protocol: 'TCP', port: 53 },
            ],
          },
        ],
      },
    });
  }
}
