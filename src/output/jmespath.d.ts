declare module 'jmespath' {
  const jmespath: {
    /** @throws Error where the expression can't be read */
    compile(expression: string): unknown;
    /** @throws Error where the expression can't be read, or a function gets what it can't take */
    search(data: unknown, expression: string): unknown;
  };
  export default jmespath;
}
