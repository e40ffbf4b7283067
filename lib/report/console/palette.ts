/** Paints text for a terminal, or leaves it as it is. */
export interface Palette {
  readonly error: Paint;
  readonly warning: Paint;
  readonly info: Paint;
  readonly good: Paint;
  readonly faint: Paint;
}

type Paint = (text: string) => string;

const paint =
  (code: number): Paint =>
  (text) =>
    text === '' ? text : `\u001b[${code}m${text}\u001b[0m`;

const plain: Paint = (text) => text;

export const COLOURED: Palette = { error: paint(31), warning: paint(33), info: paint(36), good: paint(32), faint: paint(2) };
export const PLAIN: Palette = { error: plain, warning: plain, info: plain, good: plain, faint: plain };
