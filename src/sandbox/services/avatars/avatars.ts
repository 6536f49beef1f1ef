import { Readable } from 'node:stream';
import { encode } from 'uqr';
import type { Call } from '../../core/call.ts';
import { black, type Colour, colourParam, parseColour, white } from '../../core/colour.ts';
import { invalidArgument, notImplemented } from '../../core/errors.ts';
import { expires, Reply } from '../../core/http/reply.ts';
import type { Handler, Module } from '../../core/module.ts';
import { users } from '../../core/records/users.ts';
import { Canvas } from './canvas.ts';

/** Background colours for images without a chosen one. */
const backgrounds: readonly Colour[] = ['27005e', '5e2700', '003d5e', '00573a', '5e0034', '5c4400'].map(
  parseColour,
);

/** Returns the same background for the same text. */
function backgroundFor(text: string): Colour {
  const sum = [...text].reduce((total, letter) => total + letter.codePointAt(0)!, 0);
  return backgrounds[sum % backgrounds.length]!;
}

async function image(call: Call, canvas: Canvas, headers = {}): Promise<Reply> {
  return new Reply({
    headers: { 'content-type': 'image/png', expires: expires(call.now), ...headers },
    body: Readable.from([await canvas.toPng()]),
  });
}

/** Returns a canvas of the requested size; 0 means the default. */
function canvas({ params }: Call, size: number, background: Colour): Canvas {
  return new Canvas(params.number('width', size) || size, params.number('height', size) || size, background);
}

/** Flags and logos are protected works; the sandbox draws their code on a coloured background instead. */
const icon: Handler = (call) => {
  const text = call.params.string('code').toUpperCase();
  const drawn = canvas(call, 100, backgroundFor(text));
  drawn.write(text.replace(/[^A-Z0-9]/g, ''), white);
  return image(call, drawn);
};

/** Returns the first letters of the first two words of a name. */
function initials(name: string): string {
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '').toUpperCase();
  const words = plain.includes(' ') ? plain.split(' ') : plain.split('_');
  return words
    .slice(0, 2)
    .map((word) => /^[A-Z0-9]/.exec(word)?.[0] ?? '')
    .join('');
}

/** Returns the signed-in user's name; '' for keys and guests. */
function ownName({ store, actor }: Call): string {
  const user = actor.kind === 'user' && actor.signedIn && users(store).get(actor.signedIn.userId);
  return user ? user.name || (user.email ?? '') : '';
}

const cannotFetch: Handler = () => {
  throw notImplemented('The sandbox fetches nothing from the web, so it has no images from there.');
};

/** Small images, drawn by the sandbox. */
export const avatarsModule: Module = {
  handlers: {
    'avatars.getFlag': icon,
    'avatars.getBrowser': icon,
    'avatars.getCreditCard': icon,
    'avatars.getImage': cannotFetch,
    'avatars.getFavicon': cannotFetch,

    'avatars.getInitials': (call) => {
      const text = initials(call.params.string('name', '') || ownName(call));
      const drawn = canvas(call, 500, colourParam(call, 'background') ?? backgroundFor(text));
      drawn.write(text, white);
      return image(call, drawn);
    },

    'avatars.getQr': (call) => {
      const { params } = call;
      const drawn = drawQr(params.string('text'), params.number('size', 400), params.number('margin', 1));
      const isSaved = params.boolean('download', false);
      return image(call, drawn, isSaved && { 'content-disposition': 'attachment; filename="qr.png"' });
    },
  },
};

/**
 * @param size in pixels
 * @param margin in modules, the squares of the code
 * @throws ApiError 400 general_argument_invalid if the text is too long for a QR code
 */
function drawQr(text: string, size: number, margin: number): Canvas {
  const code = encodeQr(text, margin);
  const drawn = new Canvas(size, size, white);
  const edge = (index: number) => Math.round((index * size) / code.size);
  for (const [y, row] of code.data.entries()) {
    for (const [x, isDark] of row.entries()) {
      if (isDark) drawn.fill(edge(x), edge(y), edge(x + 1) - edge(x), edge(y + 1) - edge(y), black);
    }
  }
  return drawn;
}

function encodeQr(text: string, border: number) {
  try {
    return encode(text, { border, ecc: 'M' });
  } catch (error) {
    if (error instanceof RangeError) throw invalidArgument('text', 'it is too long for a QR code.');
    throw error;
  }
}
