import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { Language, type Node, Parser } from 'web-tree-sitter';

const require = createRequire(import.meta.url);

export type GrammarName = 'dart' | 'kotlin' | 'swift';

/** Parses text of a language. */
export type Parse = (text: string) => Node;

/**
 * Loads the grammar of a language. It knows the syntax only: no types, no names.
 * @returns a parser that throws an error with the place of the first part that the grammar refuses
 */
export async function loadGrammar(name: GrammarName): Promise<Parse> {
  // Optimising the code of a grammar takes longer than running it.
  setFlagsFromString('--liftoff-only');
  await Parser.init();
  const parser = new Parser();
  const folder = dirname(require.resolve('tree-sitter-wasms/package.json'));
  parser.setLanguage(await Language.load(join(folder, 'out', `tree-sitter-${name}.wasm`)));
  return (text) => {
    const root = parser.parse(text)?.rootNode;
    if (root === undefined) throw new Error(`${name}: not parsed`);
    if (root.hasError) throw new Error(`${name}: ${placeOfError(root, text)}`);
    return root;
  };
}

const childrenOf = (node: Node) => node.children.filter((child) => child !== null);

function placeOfError(root: Node, text: string): string {
  const next = (node: Node) => childrenOf(node).find(({ hasError, isMissing }) => hasError || isMissing);
  let node = root;
  for (let child = next(node); child !== undefined; child = next(node)) node = child;
  const { row, column } = node.startPosition;
  const problem = node.isMissing ? `${node.type} is missing` : 'not understood';
  return `${problem} at ${row + 1}:${column + 1}: ${text.split('\n')[row]}`;
}

/** A type that is declared. */
export interface DeclaredType {
  readonly name: string;
  /** Names of its fields, constants, methods and cases, in their order. */
  readonly members: readonly string[];
}

/** Kinds of nodes of a grammar. */
interface Kinds {
  /** Types that are declared. */
  readonly types: readonly string[];
  /** Names of types and of their parameters, in the node that declares them. */
  readonly names: readonly string[];
  /** Nodes whose first identifier is the name of a member. */
  readonly members: readonly string[];
  readonly identifiers: readonly string[];
  /** Bodies that have names of their own: nested types, and functions. */
  readonly scopes: readonly string[];
  /** Types and parameters of types, which hide none of the names outside. */
  readonly parameters: readonly string[];
}

const kinds: Readonly<Record<GrammarName, Kinds>> = {
  dart: {
    types: ['class_definition', 'type_alias'],
    names: ['identifier', 'type_identifier'],
    members: [
      'initialized_identifier',
      'static_final_declaration',
      'getter_signature',
      'function_signature',
      'operator_signature',
    ],
    identifiers: ['identifier'],
    scopes: ['class_definition', 'function_body', 'formal_parameter_list'],
    parameters: ['type_parameter'],
  },
  kotlin: {
    types: ['class_declaration', 'object_declaration'],
    names: ['type_identifier'],
    members: ['class_parameter', 'property_declaration', 'function_declaration'],
    identifiers: ['simple_identifier'],
    scopes: ['class_declaration', 'object_declaration', 'function_body', 'getter'],
    parameters: ['type_parameter'],
  },
  swift: {
    types: ['class_declaration'],
    names: ['type_identifier'],
    members: ['property_declaration', 'function_declaration', 'enum_entry'],
    identifiers: ['simple_identifier'],
    scopes: ['class_declaration', 'function_body', 'computed_property'],
    parameters: ['type_parameter'],
  },
};

const firstOf = (node: Node, types: readonly string[]): string | undefined =>
  node.descendantsOfType([...types]).find((each) => each !== null)?.text;

/** Returns the types that are declared outside of others, in the order of the text. Extensions are left out. */
export function declaredTypes(root: Node, language: GrammarName): readonly DeclaredType[] {
  const { types, names } = kinds[language];
  return childrenOf(root)
    .filter(({ type }) => types.includes(type))
    .flatMap((node) => {
      const name = childrenOf(node).find(({ type }) => names.includes(type))?.text;
      return name === undefined ? [] : [{ name, members: [...membersIn(node, language)] }];
    });
}

function* membersIn(node: Node, language: GrammarName): Generator<string> {
  const { members, identifiers, scopes } = kinds[language];
  for (const child of childrenOf(node)) {
    if (members.includes(child.type)) yield firstOf(child, identifiers) ?? child.text;
    else if (!scopes.includes(child.type)) yield* membersIn(child, language);
  }
}

/** Returns the names of types that are used but not declared in the text, each once. */
export function foreignTypes(root: Node, language: GrammarName): readonly string[] {
  const declared = new Set([
    ...nodesOf(root, ...kinds[language].types, ...kinds[language].parameters).map(
      (node) => childrenOf(node).find(({ type }) => kinds[language].names.includes(type))?.text,
    ),
  ]);
  const used = new Set(nodesOf(root, 'type_identifier').map(({ text }) => text));
  return [...used].filter((name) => !declared.has(name)).sort();
}

/** Returns the nodes of the types, in the order of the text. */
export const nodesOf = (root: Node, ...types: readonly string[]): readonly Node[] =>
  root.descendantsOfType([...types]).filter((node) => node !== null);
