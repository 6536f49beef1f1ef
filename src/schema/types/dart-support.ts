/** Declarations that the generated Dart classes share. */
import type { Support } from './shapes.ts';

export const dartSupport: Support = {
  DocumentInput: `/// Data of a document that is created or updated.
abstract class DocumentInput {
  /// Returns the data as the SDK takes it.
  Map<String, dynamic> toJson();
}`,
  Change: `/// A new value of a field in an update; Change(null) deletes the value.
class Change<T> {
  const Change(this.value);

  final T value;
}`,
  Related: `/// A related document as the server sent it: with its data, only its ID, none, or left out.
///
/// Servers leave out what is nested deeper than three levels, and the way back of a two-way relationship. Then there may
/// be a related document or not.
class Related<T> {
  const Related.leftOut()
      : isLeftOut = true,
        id = null,
        document = null;

  const Related.none()
      : isLeftOut = false,
        id = null,
        document = null;

  const Related.reference(String this.id)
      : isLeftOut = false,
        document = null;

  const Related.loaded(String this.id, T this.document) : isLeftOut = false;

  final bool isLeftOut;

  /// Null if there is no related document, or if it was left out.
  final String? id;

  /// Null if the server sent no data.
  final T? document;

  Object? toJson(Object? Function(T row) write) {
    final row = document;
    return row == null ? id : write(row);
  }
}`,
  RelatedInput: `/// A related document that is written: one that exists, by its ID; a new one; or changes of the one that has the ID.
class RelatedInput<C extends DocumentInput, U extends DocumentInput> {
  const RelatedInput.id(String this.id)
      : data = null,
        permissions = null;

  /// Without an ID, the server makes one.
  const RelatedInput.create(C this.data, {this.id, this.permissions});

  const RelatedInput.update(String this.id, U this.data, {this.permissions});

  final String? id;
  final DocumentInput? data;
  final List<String>? permissions;

  Object? toJson() {
    final fields = data?.toJson();
    if (fields == null) return id;
    return <String, dynamic>{
      if (id != null) '\\$id': id,
      if (permissions != null) '\\$permissions': permissions,
      ...fields,
    };
  }
}`,
  _Reader: 'typedef _Reader<T> = T Function(dynamic value);',
  _read: `T _read<T>(Map<dynamic, dynamic> json, String key, _Reader<T> reader) {
  try {
    return reader(json[key]);
  } on TypeError catch (error) {
    throw FormatException('unexpected value of the field $key: $error', json[key]);
  }
}`,
  _nullable:
    '_Reader<T?> _nullable<T>(_Reader<T> reader) => (value) => value == null ? null : reader(value);',
  _list: '_Reader<List<T>> _list<T>(_Reader<T> item) => (value) => (value as List).map(item).toList();',
  _related: `_Reader<Related<T>> _related<T>(T Function(Map<dynamic, dynamic> json) row) {
  return (value) {
    if (value == null) return Related<T>.none();
    if (value is String) return Related<T>.reference(value);
    // An ID that no document has is read as [], or as a map without an ID.
    final json = value is List ? const <dynamic, dynamic>{} : value as Map<dynamic, dynamic>;
    final id = json['\\$id'] as String?;
    return id == null ? Related<T>.none() : Related<T>.loaded(id, row(json));
  };
}`,
  _text: 'String _text(dynamic value) => value as String;',
  _integer: 'int _integer(dynamic value) => (value as num).toInt();',
  _double: 'double _double(dynamic value) => (value as num).toDouble();',
  _boolean: 'bool _boolean(dynamic value) => value as bool;',
  _date: 'DateTime _date(dynamic value) => DateTime.parse(value as String);',
  _map: 'Map<String, dynamic> _map(dynamic value) => Map<String, dynamic>.from(value as Map);',
  _any: 'dynamic _any(dynamic value) => value;',
};
