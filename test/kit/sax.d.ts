declare module 'sax' {
  interface Parser {
    onerror: (error: Error) => void;
    ontext: (text: string) => void;
    onopentag: (tag: {
      readonly name: string;
      readonly attributes: Readonly<Record<string, string>>;
    }) => void;
    onclosetag: (name: string) => void;
    write(text: string): Parser;
    close(): Parser;
  }
  const sax: { parser(isStrict: boolean): Parser };
  export default sax;
}
