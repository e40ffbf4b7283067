import { StrataApp } from 'cdk-strata';
import { stress } from './stress';

const app = new StrataApp({ context: { cdktfRelativeModules: ['./module'] } });
stress(app);
app.synth();
