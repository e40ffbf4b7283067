import { StrataApp } from 'cdk-strata';
import { sites } from './sites';

// It sets options for the sake of setting them: what the rules make of such sites is not asked here.
const app = new StrataApp({ gate: 'warn' });
sites(app);
app.synth();
