import fc from 'fast-check';
import type { Container, PodSpec } from '../../../lib/estate';
import { requestsOf } from '../../../lib/proofs/capacity';

const container = (cpu: string, change: Partial<Container> = {}): Container => ({ name: 'c', resources: { requests: { cpu } }, ...change });
const sidecar = (cpu: string): Container => container(cpu, { restartPolicy: 'Always' });
const of = (spec: Partial<PodSpec>, overhead?: Record<string, string>): Record<string, bigint> =>
  Object.fromEntries(requestsOf({ labels: {}, annotations: {}, spec: { containers: [], ...spec } }, overhead));

describe('the effective request of a pod', () => {
  test('is the sum of its containers, CPU in millicores and memory in bytes', () => {
    const resources = { requests: { cpu: '1.5', memory: '1Gi', 'nvidia.com/gpu': '1' } };
    expect(of({ containers: [container('250m'), { name: 'd', resources }] })).toEqual({ cpu: 1750n, memory: 1073741824n, 'nvidia.com/gpu': 1n });
    expect(of({ containers: [container('0.0001')] })).toEqual({ cpu: 1n });
  });

  test('is what an init container asks for where that is more', () => {
    expect(of({ containers: [container('1')], initContainers: [container('3'), container('2')] })).toEqual({ cpu: 3000n });
    expect(of({ containers: [container('4')], initContainers: [container('3')] })).toEqual({ cpu: 4000n });
  });

  test('counts a sidecar for good, and beside init containers that come after it only', () => {
    expect(of({ containers: [container('1')], initContainers: [sidecar('2')] })).toEqual({ cpu: 3000n });
    expect(of({ containers: [container('1')], initContainers: [sidecar('2'), container('4')] })).toEqual({ cpu: 6000n });
    expect(of({ containers: [container('1')], initContainers: [container('4'), sidecar('2')] })).toEqual({ cpu: 4000n });
  });

  test('is the limit where nothing is asked for', () => {
    expect(of({ containers: [{ name: 'c', resources: { limits: { cpu: '2', memory: '1k' }, requests: { cpu: '1' } } }] })).toEqual({
      cpu: 1000n,
      memory: 1000n,
    });
  });

  test('is what the pod asks for as a whole, of CPU, memory and huge pages only', () => {
    const resources = { requests: { cpu: '1', 'hugepages-2Mi': '4Mi', 'nvidia.com/gpu': '8' } };
    expect(of({ containers: [container('4')], resources })).toEqual({ cpu: 1000n, 'hugepages-2Mi': 4194304n });
  });

  test('is the limit of the pod where none of its containers asks for any', () => {
    expect(of({ containers: [{ name: 'c' }], resources: { limits: { cpu: '2' } } })).toEqual({ cpu: 2000n });
    expect(of({ containers: [container('1')], resources: { limits: { cpu: '2' } } })).toEqual({ cpu: 1000n });
  });

  test('has the overhead of its RuntimeClass on top, or its own', () => {
    expect(of({ containers: [container('1')] }, { cpu: '250m', memory: '1Mi' })).toEqual({ cpu: 1250n, memory: 1048576n });
    expect(of({ containers: [container('1')], overhead: { cpu: '1m' } }, { cpu: '250m' })).toEqual({ cpu: 1001n });
    expect(of({ containers: [container('1')], resources: { requests: { cpu: '3' } } }, { cpu: '250m' })).toEqual({ cpu: 3250n });
  });

  test('is what runs at the hungriest moment, second by second', () => {
    const amount = fc.nat(9);
    const init = fc.record({ cpu: amount, isSidecar: fc.boolean() });
    fc.assert(
      fc.property(fc.array(amount, { maxLength: 4 }), fc.array(init, { maxLength: 5 }), (containers, inits) => {
        // Every init container runs in turn beside the sidecars that have started, then all containers do.
        const moments: number[] = [];
        let running = 0;
        for (const { cpu, isSidecar } of inits) {
          moments.push(running + cpu);
          if (isSidecar) running += cpu;
        }
        moments.push(running + containers.reduce((sum, cpu) => sum + cpu, 0));
        const found = of({
          containers: containers.map((cpu) => container(String(cpu))),
          initContainers: inits.map(({ cpu, isSidecar }) => (isSidecar ? sidecar(String(cpu)) : container(String(cpu)))),
        });
        expect(found.cpu ?? 0n).toBe(BigInt(Math.max(...moments) * 1000));
      }),
      { numRuns: 200 },
    );
  });
});
