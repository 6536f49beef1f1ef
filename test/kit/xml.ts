import sax from 'sax';

/** An element of XML. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** Text of the element itself, without that of its children. */
  readonly text: string;
}

type Draft = { -readonly [Key in keyof XmlElement]: XmlElement[Key] } & { children: Draft[] };

/**
 * Reads XML.
 * @returns its root
 * @throws Error if it is not well-formed
 */
export function readXml(text: string): XmlElement {
  const character = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.exec(text);
  if (character) throw new Error(`XML can't hold the character ${JSON.stringify(character[0])}`);
  const parser = sax.parser(true);
  const root: Draft = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  parser.onerror = (error) => {
    throw error;
  };
  parser.onopentag = ({ name, attributes }) => {
    const element: Draft = { name, attributes, children: [], text: '' };
    open.at(-1)!.children.push(element);
    open.push(element);
  };
  parser.ontext = (piece) => {
    open.at(-1)!.text += piece;
  };
  parser.onclosetag = () => {
    open.pop();
  };
  parser.write(text).close();
  return root.children[0]!;
}

/** Returns an element and all within it. */
export const everyElement = (element: XmlElement): readonly XmlElement[] => [
  element,
  ...element.children.flatMap(everyElement),
];
