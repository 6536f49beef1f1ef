import { splitWords } from '../../../lib/text/words.ts';

/**
 * Passwords that a project with a password dictionary refuses: the most common ones of at least eight characters. A
 * real server's list has ten thousand.
 */
export const commonPasswords: ReadonlySet<string> = new Set(
  splitWords(`
  password password1 password12 password123 passw0rd p@ssw0rd p@ssword Password Password1 12345678 123456789
  1234567890 12341234 11111111 00000000 88888888 87654321 987654321 0987654321 123123123 12344321 11223344 123456780
  1q2w3e4r 1q2w3e4r5t 1qaz2wsx 1qazxsw2 q1w2e3r4 qwertyui qwertyuiop qwerty12 qwerty123 qwer1234 asdfghjk asdfghjkl
  zxcvbnm1 abcd1234 abc12345 a1b2c3d4 aaaaaaaa letmein1 welcome1 iloveyou iloveyou1 sunshine princess football
  baseball superman starwars trustno1 whatever computer internet michelle jennifer samantha danielle victoria
  jonathan alexande charlie1 liverpool chelsea1 arsenal1 mustang1 corvette porsche1 mercedes dolphins redskins
  yankees1 steelers marlboro midnight snoopy12 startrek blink182 metallic nirvana1 garfield elephant butterfly
  mountain snowball sweetie1 chocolate scooter1 hardcore bigdaddy babygirl changeme administrator admin123
`),
);
