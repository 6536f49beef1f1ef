declare module 'jmespath' {
  const jmespath: {
    /** @throws Error where the expression can't be read */
    compile(expression: string): unknown;
    /**
     * @returns the words of an expression, with the place where each begins
     * @throws Error where the expression can't be read
     */
    tokenize(
      expression: string,
    ): { readonly type: string; readonly start: number; readonly value: unknown }[];
    /** @throws Error where the expression can't be read, or a function gets what it can't take */
    search(data: unknown, expression: string): unknown;
  };
  export default jmespath;
}
