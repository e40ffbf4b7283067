/** Where a command writes to. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
}
