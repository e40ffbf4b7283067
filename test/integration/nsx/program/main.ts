import { StrataApp } from 'cdk-strata';
import { inOneStack, overTwoStacks } from './frankfurt';

const app = new StrataApp();
if (process.argv[2] === 'two') overTwoStacks(app);
else inOneStack(app);
app.synth();
