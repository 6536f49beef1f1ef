/**
 * Whether a double keeps the value of a JSON number: printing it again gives the same number, though perhaps in
 * another notation (`1.0`, `1e2`).
 */
export function isExact(text: string): boolean {
  const printed = String(Number(text));
  return printed === text || normalForm(printed) === normalForm(text);
}

/** A number's digits without zeros around them, and the power of ten they are to be multiplied with. */
function normalForm(text: string): string {
  const [, sign, whole, fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(text) ?? [];
  if (whole === undefined) return text;
  const digits = (whole + fraction).replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  if (significant === '') return '0';
  const power = Number(exponent) - fraction.length + (digits.length - significant.length);
  return `${sign}${significant}e${power}`;
}
