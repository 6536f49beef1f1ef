import { isIP } from 'node:net';

const local = /^[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*$/;
const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i;

/** Whether a text is an e-mail address with a domain of two names or more: `ada@example.com`. */
export function isEmail(text: string): boolean {
  const at = text.lastIndexOf('@');
  const domain = text.slice(at + 1).split('.');
  return (
    at > 0 &&
    at <= 64 &&
    text.length <= 254 &&
    local.test(text.slice(0, at)) &&
    domain.length > 1 &&
    domain.every((name) => label.test(name))
  );
}

/** Whether a text is a URL with a scheme and a host, all in ASCII. */
export function isUrl(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\/[\x21-\x7e]+$/i.test(text) && URL.canParse(text);
}

/** Whether a text is an IP address, of version 4 or 6. */
export function isIp(text: string): boolean {
  return isIP(text) !== 0 && !text.includes('%');
}
