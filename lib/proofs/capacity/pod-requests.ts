import type { Container, PodTemplate, Quantities, ResourceRequirements } from '../../estate';
import { Quantity } from '../../units';

/** What a pod asks of its node, by resource: CPU in millicores, everything else in whole units, memory in bytes. */
export type Amounts = ReadonlyMap<string, bigint>;

/**
 * The effective request of a pod, by which the scheduler places it (component-helpers/resource/helpers.go, `PodRequests`): the larger of
 * what runs in the long term, sidecars included, and of the hungriest moment while it starts; what the pod asks as a whole goes before
 * that, for CPU, memory and huge pages; and the overhead of its RuntimeClass comes on top.
 *
 * @param overhead of its RuntimeClass. @default - none
 * @throws when an amount is no quantity
 */
export function requestsOf({ spec }: PodTemplate, overhead: Quantities = {}): Amounts {
  const sum = new Map<string, bigint>();
  const peak = new Map<string, bigint>();
  const sidecars = new Map<string, bigint>();
  for (const container of spec.containers) add(sum, requestOf(container.resources));
  for (const container of spec.initContainers ?? []) {
    const own = requestOf(container.resources);
    if (isSidecar(container)) {
      add(sum, own);
      add(sidecars, own);
      raise(peak, sidecars);
    } else raise(peak, plus(own, sidecars));
  }
  raise(sum, peak);
  for (const [resource, amount] of podLevel(spec.resources, sum)) sum.set(resource, amount);
  add(sum, amountsOf(spec.overhead ?? overhead));
  return sum;
}

/** An init container that goes on running. */
function isSidecar({ restartPolicy }: Container): boolean {
  return restartPolicy === 'Always';
}

/** What is not asked for is what is allowed, as the API server fills it in. */
function requestOf({ requests = {}, limits = {} }: ResourceRequirements = {}): Amounts {
  return amountsOf({ ...limits, ...requests });
}

/** Of a resource that it limits only, a pod asks what its containers do, or its limit where none asks for any. */
function podLevel({ requests = {}, limits = {} }: ResourceRequirements = {}, containers: Amounts): Amounts {
  const allowed = Object.entries(limits).filter(([resource]) => !Object.hasOwn(requests, resource) && (containers.get(resource) ?? 0n) === 0n);
  return new Map([...amountsOf({ ...Object.fromEntries(allowed), ...requests })].filter(([resource]) => isOfPod(resource)));
}

function isOfPod(resource: string): boolean {
  return resource === 'cpu' || resource === 'memory' || resource.startsWith('hugepages-');
}

function amountsOf(quantities: Quantities): Map<string, bigint> {
  return new Map(
    Object.entries(quantities).map(([resource, text]) => {
      const amount = Quantity.parse(text);
      return [resource, resource === 'cpu' ? Quantity.toMilli(amount) : Quantity.toBytes(amount)];
    }),
  );
}

function add(to: Map<string, bigint>, amounts: Amounts): void {
  for (const [resource, amount] of amounts) to.set(resource, (to.get(resource) ?? 0n) + amount);
}

function plus(a: Amounts, b: Amounts): Map<string, bigint> {
  const sum = new Map(a);
  add(sum, b);
  return sum;
}

function raise(to: Map<string, bigint>, amounts: Amounts): void {
  for (const [resource, amount] of amounts) if (amount > (to.get(resource) ?? 0n)) to.set(resource, amount);
}
