/** A release of a shim: the program that containerd starts for a container, with an engine built in. */
export interface ShimRelease {
  readonly version: string;
  /** Version of the engine in it. */
  readonly engine: string;
  /** Of the archives, where somebody has written them down; a node takes no other bytes. */
  readonly sha256?: Readonly<Record<'amd64' | 'arm64', string>>;
}

/** A shim that Strata installs. */
export interface Shim {
  readonly engine: 'wasmtime' | 'spin';
  readonly name: string;
  readonly handler: string;
  readonly runtimeType: string;
  /** Newest first. */
  readonly releases: readonly [ShimRelease, ...ShimRelease[]];
  url(version: string, architecture: 'amd64' | 'arm64'): string;
}

const MACHINES = { amd64: 'x86_64', arm64: 'aarch64' } as const;

/**
 * runwasi. That release 0.6.1 has Wasmtime 36.0.10 stands in its Cargo.toml
 * (https://github.com/containerd/runwasi/blob/containerd-shim-wasmtime/v0.6.1/Cargo.toml). Releases up to 0.6.0 run native code that an
 * image brings along (https://github.com/containerd/runwasi/security/advisories/GHSA-cc25-vq59-rcjx), so that none of them is here.
 * The digests are those of the release's archives as https://github.com/harodggg/k3s-wasm, scripts/install-wasm-runtime.sh, has them.
 */
export const WASMTIME: Shim = {
  engine: 'wasmtime',
  name: 'containerd-shim-wasmtime-v1',
  handler: 'wasmtime',
  runtimeType: 'io.containerd.wasmtime.v1',
  releases: [
    {
      version: '0.6.1',
      engine: '36.0.10',
      sha256: {
        amd64: 'a9b1215ee670f11414c8fd8e970b52679085929c8ec73a0fe6ed9cf215cf9ba1',
        arm64: '0ae922715dd484a923825fd4fa25052fe00f8769d29c236704f1f5638f735ae0',
      },
    },
  ],
  url: (version, architecture) =>
    `https://github.com/containerd/runwasi/releases/download/containerd-shim-wasmtime%2Fv${version}/containerd-shim-wasmtime-${MACHINES[architecture]}-linux-musl.tar.gz`,
};

/**
 * SpinKube. Which Spin a release has stands in its README (https://github.com/spinframework/containerd-shim-spin#shim-and-spin-version-map).
 * The digests are those of https://github.com/harodggg/k3s-wasm, scripts/install-wasm-runtime.sh.
 */
export const SPIN: Shim = {
  engine: 'spin',
  name: 'containerd-shim-spin-v2',
  handler: 'spin',
  runtimeType: 'io.containerd.spin.v2',
  releases: [
    {
      version: '0.25.1',
      engine: '4.0.1',
      sha256: {
        amd64: '1755fbeb2dec7d026faf8c37031d8a025975f5e194b782da10188206a386d6e4',
        arm64: '5ca9c9207a146a182dc9c870eaaad1afbf64e1d9a4781228dbf6e7ef90ff2e1f',
      },
    },
    { version: '0.24.0', engine: '3.6.3' },
    { version: '0.22.0', engine: '3.5.0' },
    { version: '0.19.0', engine: '3.2.0' },
  ],
  url: (version, architecture) =>
    `https://github.com/spinframework/containerd-shim-spin/releases/download/v${version}/containerd-shim-spin-v2-linux-${MACHINES[architecture]}.tar.gz`,
};
