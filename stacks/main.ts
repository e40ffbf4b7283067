import { Assume, StrataApp } from 'cdk-strata';
import { Frankfurt } from './frankfurt';

const app = new StrataApp();
app.assume(Assume.estate('surroundings/nsx-export.json')); // what others own: the tier-0 with its firewall, the default section of the distributed one
new Frankfurt(app, 'frankfurt');
app.synth(); // proves, then writes; or writes nothing and says exactly why
