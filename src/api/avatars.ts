import { countries } from './choices/countries.ts';
import { browsers, creditCards } from './choices/icons.ts';
import { summaries } from './groups.ts';
import { boolean, integer, type Params, string } from './param-spec.ts';
import { get, group, keyOrUser, section } from './vocabulary.ts';

/** Defines an operation that answers with an image. */
const image = (path: string, summary: string, params: Params, aliases: readonly string[] = []) =>
  get(path, summary, params, null, { kind: 'location', media: 'image/', aliases });

/** Size of the drawn image, in pixels. */
const size = (pixels: number) => ({
  width: integer('Width in pixels').range(0, 2000).default(pixels),
  height: integer('Height in pixels').range(0, 2000).default(pixels),
});
const icon = { ...size(100), quality: integer('Quality in percent').range(0, 100).default(100) };

export const avatars = group(
  'avatars',
  summaries.avatars,
  {},

  section(
    'Icons',
    { scope: 'avatars.*', auth: keyOrUser },
    {
      getBrowser: image('/avatars/browsers/{code}', 'Get the icon of a browser', {
        code: string('Browser code, such as ch for Chrome').oneOf(browsers),
        ...icon,
      }),
      getCreditCard: image('/avatars/credit-cards/{code}', 'Get the icon of a credit card', {
        code: string('Brand of the card').oneOf(creditCards),
        ...icon,
      }),
      getFlag: image('/avatars/flags/{code}', 'Get the flag of a country', {
        code: string('Country code of two letters, such as fr').oneOf(countries),
        ...icon,
      }),
      getFavicon: image('/avatars/favicon', 'Get the icon of a website', {
        url: string('Address of the website').url.required,
      }),
    },
  ),

  section(
    'Pictures',
    { scope: 'avatars.*', auth: keyOrUser },
    {
      getImage: image('/avatars/image', 'Get an image from the web, cropped to a size', {
        url: string('Address of the image').url.required,
        ...size(400),
      }),
      getInitials: image('/avatars/initials', 'Draw the initials of a name', {
        name: string('Name; that of the signed-in user by default').max(128),
        ...size(500),
        background: string('Background colour in hex without #, such as FF9900'),
      }),
      getQr: image(
        '/avatars/qr',
        'Draw text as a QR code',
        {
          text: string('Text to draw').required,
          size: integer('Width and height in pixels').range(1, 1000).default(400),
          margin: integer('Empty space around it, in modules').range(0, 10).default(1),
          download: boolean('Whether a browser is told to save it').default(false),
        },
        ['getQR'],
      ),
    },
  ),
);
