declare module 'jmespath' {
  const jmespath: {
    /** @throws Error if the expression is not valid */
    compile(expression: string): unknown;
    /**
     * @returns the tokens of an expression, with their offsets
     * @throws Error if the expression is not valid
     */
    tokenize(
      expression: string,
    ): { readonly type: string; readonly start: number; readonly value: unknown }[];
    /** @throws Error if the expression is not valid, or an argument has a wrong type */
    search(data: unknown, expression: string): unknown;
  };
  export default jmespath;
}
