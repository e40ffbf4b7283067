export { digestOf, moduleArtifact, validatedComponent } from './artifact';
export { BadWasm } from './bytes';
export { compose, type ComponentBytes, type Composed } from './compose';
export { kindOf } from './module';
export { ociArtifactOf, type OciArtifact } from './oci-artifact';
export { BadLayout, readLayout, writeLayout } from './oci-layout';
