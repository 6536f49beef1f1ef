import { splitWords } from '../../lib/text/words.ts';

/** Browsers that have an icon, as two-letter codes: ch is Chrome, ff Firefox, sf Safari. */
export const browsers = splitWords('aa an ch ci cm cr ff sf mf ps oi om op on');

/** Brands of credit cards that have an icon. */
export const creditCards = splitWords(`
  amex argencard cabal cencosud diners discover elo hipercard jcb mastercard naranja targeta-shopping
  union-china-pay@..1.7 unionpay@1.7 visa mir maestro rupay@1.6
`);
