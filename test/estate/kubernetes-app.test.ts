import { Chart } from 'cdk8s';
import { App, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import * as one from '../../lib/estate/kubernetes-app';
import { temporaryFolder } from '../app/trees';

/** As from a package that is installed a second time. */
function another(): typeof one {
  let copy: typeof one | undefined;
  jest.isolateModules(() => {
    copy = jest.requireActual<typeof one>('../../lib/estate/kubernetes-app');
  });
  return copy!;
}

describe('the cdk8s app of a cdktf app', () => {
  test('is one for the whole tree, also for another copy of the package', () => {
    const app = new App({ outdir: temporaryFolder() });
    const charts = one.kubernetesAppOf(new TerraformStack(app, 'site'));
    expect(one.kubernetesAppOf(app)).toBe(charts);
    expect(another().kubernetesAppOf(app)).toBe(charts);
    expect(one.kubernetesAppOf(new App({ outdir: temporaryFolder() }))).not.toBe(charts);
  });

  test('writes beside the stacks when it is synthesised by itself', () => {
    const app = new App({ outdir: temporaryFolder() });
    expect(one.kubernetesAppOf(app).outdir).toBe(`${app.outdir}/manifests`);
  });

  test('is known to be written once somebody says so, to another copy too', () => {
    const app = new App({ outdir: temporaryFolder() });
    const stack = new TerraformStack(app, 'site');
    expect(one.isKubernetesAppWritten(stack)).toBe(false);
    one.writeKubernetesAppOf(app);
    one.writeKubernetesAppOf(app);
    expect(another().isKubernetesAppWritten(stack)).toBe(true);
  });
});

describe('the place of a chart', () => {
  test('is that of the nearest chart which has one, to another copy too', () => {
    const charts = one.kubernetesAppOf(new App({ outdir: temporaryFolder() }));
    const cluster = new Construct(charts, 'cluster');
    const chart = new Chart(cluster, 'shop');
    expect(one.placeOfChart(chart)).toBeUndefined();
    one.placeChart(chart, { cluster, rank: 7 });
    expect(another().placeOfChart(new Construct(new Chart(chart, 'inner'), 'x'))).toEqual({ cluster, rank: 7 });
    expect(one.placeOfChart(new Chart(charts, 'other'))).toBeUndefined();
  });
});
