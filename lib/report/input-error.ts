/** Something handed to Strata cannot be used: a file, a setting. The program is not at fault and no rule has spoken. */
export class InputError extends Error {
  public constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'InputError';
  }
}
