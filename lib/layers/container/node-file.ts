/** A file that a node has before its kubelet starts. */
export interface NodeFile {
  /** Absolute path on the node. */
  readonly path: string;
  readonly content: string;
  /** Octal mode, such as `0644`. */
  readonly permissions: string;
}

/** Something that a node fetches before its kubelet starts: checked by its digest, or the node does not join. */
export interface NodeDownload {
  readonly url: string;
  /** Of what the URL gives: 64 hexadecimal digits. */
  readonly sha256: string;
  /** Absolute path of the folder that an archive is unpacked into, or of the file itself. */
  readonly to: string;
  readonly archive: 'tar.gz' | 'none';
  /** Octal mode of the file, such as `0755`. */
  readonly permissions: string;
}
