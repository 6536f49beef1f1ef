/** Types and functions of Go that the structs of inputs use. */

const nullable = `// Nullable is a value that may be null: Set gives one, and Null stands for null. It is a map because
// encoding/json leaves out a nil map, but no struct.
type Nullable[T any] map[bool]T

// Set returns a value for a field that may be null.
func Set[T any](value T) Nullable[T] {
\treturn Nullable[T]{true: value}
}

// Null returns null for a field that may be null.
func Null[T any]() Nullable[T] {
\tvar none T
\treturn Nullable[T]{false: none}
}

// MarshalJSON writes the value, or null.
func (nullable Nullable[T]) MarshalJSON() ([]byte, error) {
\tif value, isSet := nullable[true]; isSet {
\t\treturn json.Marshal(value)
\t}
\treturn []byte("null"), nil
}`;

const pointer = `// Pointer returns a value for a field that may be left out, but can't be null.
func Pointer[T any](value T) *T {
\treturn &value
}`;

/** Returns the type of a related document that is written within another one. */
export const relatedStruct = (
  typeName: string,
): string => `// ${typeName}Related is a related document to write: a new one, changes of the one whose ID they have, or just an ID.
type ${typeName}Related struct {
\tID     string
\tCreate *${typeName}Create
\tUpdate *${typeName}Update
}

// MarshalJSON writes the document, or the ID.
func (related ${typeName}Related) MarshalJSON() ([]byte, error) {
\tif related.Create != nil {
\t\treturn json.Marshal(related.Create)
\t}
\tif related.Update != nil {
\t\treturn json.Marshal(related.Update)
\t}
\treturn json.Marshal(related.ID)
}`;

/** Returns the declarations that the structs need. */
export function supportOf(definitions: string): readonly string[] {
  return [
    ...(definitions.includes(' Nullable[') ? [nullable] : []),
    ...(/ \*\[?/.test(definitions) ? [pointer] : []),
  ];
}
