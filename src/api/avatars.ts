import { countries } from './choices/countries.ts';
import { browsers, creditCards } from './choices/icons.ts';
import { timeZones } from './choices/time-zones.ts';
import { summaries } from './groups.ts';
import { boolean, integer, list, number, object, type Params, string } from './param-spec.ts';
import { imageFormat, imageQuality } from './params.ts';
import { get, group, keyOrUser, section } from './vocabulary.ts';

/** Defines an operation that answers with an image. */
const image = (path: string, summary: string, params: Params, aliases: readonly string[] = []) =>
  get(path, summary, params, null, { kind: 'location', media: 'image/', aliases });

/** Size of the drawn image, in pixels. */
const size = (pixels: number) => ({
  width: integer('Width in pixels').range(0, 2000).default(pixels),
  height: integer('Height in pixels').range(0, 2000).default(pixels),
});
const icon = { ...size(100), quality: imageQuality };

/** Settings of the browser that takes a picture, then of the picture. */
const screenshot = {
  url: string('URL of the website').url.required,
  headers: object('Headers to send to the website'),
  viewportWidth: integer('Width of the browser window in pixels').range(1, 1920).default(1280),
  viewportHeight: integer('Height of the browser window in pixels').range(1, 1080).default(720),
  scale: number('Image pixels for each pixel of the window').default(1),
  theme: string('Colour scheme of the browser').oneOf(['light', 'dark']).default('light'),
  userAgent: string('User-Agent header to send'),
  fullpage: boolean('Capture the whole page, not only the window').default(false),
  locale: string('Language of the browser, such as en-GB'),
  timezone: string('Time zone of the browser, such as europe/paris').oneOfSome(timeZones),
  latitude: number('Latitude of the browser in degrees').range(-90, 90).default(0),
  longitude: number('Longitude of the browser in degrees').range(-180, 180).default(0),
  accuracy: number('Accuracy of the position in metres').range(0, 100_000).default(0),
  touch: boolean('Emulate a touch screen').default(false),
  permissions: list('Permissions of the website, such as geolocation').commaSeparated,
  sleep: integer('Seconds to wait before the capture').seconds.range(0, 10).default(0),
  width: integer('Width of the image in pixels; that of the window by default').range(1, 2000),
  height: integer('Height of the image in pixels; that of the window by default').range(1, 2000),
  quality: integer('Quality in percent; the best by default').range(0, 100),
  output: imageFormat,
};

export const avatars = group(
  'avatars',
  summaries.avatars,
  {},

  section(
    'Icons',
    { scope: 'avatars.*', auth: keyOrUser },
    {
      getBrowser: image('/avatars/browsers/{code}', 'Get the icon of a browser', {
        code: string('Browser code, such as ch for Chrome').oneOfSome(browsers),
        ...icon,
      }),
      getCreditCard: image('/avatars/credit-cards/{code}', 'Get the icon of a credit card', {
        code: string('Brand of the card').oneOfSome(creditCards),
        ...icon,
      }),
      getFlag: image('/avatars/flags/{code}', 'Get the flag of a country', {
        code: string('Two-letter country code, such as fr').oneOfSome(countries),
        ...icon,
      }),
      getFavicon: image('/avatars/favicon', 'Get the icon of a website', {
        url: string('URL of the website').url.required,
      }),
    },
  ),

  section(
    'Pictures',
    { scope: 'avatars.*', auth: keyOrUser },
    {
      getImage: image('/avatars/image', 'Get an image from the web, cropped to a size', {
        url: string('URL of the image').url.required,
        ...size(400),
      }),
      getInitials: image('/avatars/initials', 'Draw the initials of a name', {
        name: string('Name; by default that of the signed-in user').max(128),
        ...size(500),
        background: string('Background colour in hex without #, such as FF9900'),
      }),
      getQr: image(
        '/avatars/qr',
        'Draw text as a QR code',
        {
          text: string('Text to encode').required,
          size: integer('Width and height in pixels').range(1, 1000).default(400),
          margin: integer('Margin around the code, in modules').range(0, 10).default(1),
          download: boolean('Make browsers save the image instead of showing it').default(false),
        },
        ['getQR'],
      ),
      getScreenshot: get('/avatars/screenshots', 'Take a screenshot of a website', screenshot, null, {
        kind: 'location',
        media: 'image/',
        since: '1.8',
        limit: [60, 3600],
      }),
    },
  ),
);
