import { StrataApp } from 'cdk-strata';
import { stress } from './stress';

// It shows sensitive values where one should not, to compare what is marked: the gate must not stop it.
const app = new StrataApp({ gate: 'warn', context: { cdktfRelativeModules: ['./module'] } });
stress(app);
app.synth();
