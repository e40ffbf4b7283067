import { StrataApp } from 'cdk-strata';
import { Frankfurt } from './frankfurt';

const app = new StrataApp();
new Frankfurt(app, 'frankfurt');
app.synth(); // proves, then writes; or writes nothing and says exactly why
