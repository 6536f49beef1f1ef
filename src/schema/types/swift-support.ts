/** Declarations that the generated Swift structures share. */
import type { Support } from './shapes.ts';

export const swiftSupport: Support = {
  Change: `/// A change of a field in an update. \`.set(nil)\` deletes the value.
public enum Change<Value> {
    case keep
    case set(Value?)

    func map<Coded>(_ transform: (Value) -> Coded) -> Change<Coded> {
        switch self {
        case .keep: return .keep
        case .set(let value): return .set(value.map(transform))
        }
    }
}

extension Change: Equatable where Value: Equatable {}
extension Change: Hashable where Value: Hashable {}
extension Change: Sendable where Value: Sendable {}`,
  Related: `/// A related document as the server sent it: with its data, only its ID, none, or left out.
///
/// Servers leave out what is nested deeper than three levels, and the way back of a two-way relationship. Then there may
/// be a related document or not.
public indirect enum Related<Row> {
    case leftOut
    case empty
    case reference(String)
    case loaded(String, Row)

    public var isLeftOut: Bool {
        if case .leftOut = self { return true }
        return false
    }

    /// Nil if there is no related document, or if it was left out.
    public var id: String? {
        switch self {
        case .leftOut, .empty: return nil
        case .reference(let id): return id
        case .loaded(let id, _): return id
        }
    }

    /// Nil if the server sent no data.
    public var document: Row? {
        if case .loaded(_, let row) = self { return row }
        return nil
    }
}

extension Related: Equatable where Row: Equatable {}
extension Related: Hashable where Row: Hashable {}
extension Related: Sendable where Row: Sendable {}

extension Related: Decodable where Row: Decodable {
    public init(from decoder: Decoder) throws {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .empty
        } else if let id = try? value.decode(String.self) {
            self = .reference(id)
        } else if let container = try? decoder.container(keyedBy: DocumentKey.self),
            let id = try container.decodeIfPresent(String.self, forKey: .id)
        {
            self = .loaded(id, try Row(from: decoder))
        } else {
            // An ID that no document has is read as [], or as an object without an ID.
            self = .empty
        }
    }
}

extension Related: Encodable where Row: Encodable {
    public func encode(to encoder: Encoder) throws {
        if case .loaded(_, let row) = self { return try row.encode(to: encoder) }
        var container = encoder.singleValueContainer()
        try container.encode(self.id)
    }
}`,
  RelatedInput: `/// A related document that is written: one that exists, by its ID; a new one; or changes of the one that has the ID.
public indirect enum RelatedInput<Create, Update> {
    case id(String)
    /// Without an ID, the server makes one.
    case create(Create, id: String? = nil, permissions: [String]? = nil)
    case update(String, Update, permissions: [String]? = nil)
}

extension RelatedInput: Equatable where Create: Equatable, Update: Equatable {}
extension RelatedInput: Hashable where Create: Hashable, Update: Hashable {}
extension RelatedInput: Sendable where Create: Sendable, Update: Sendable {}

extension RelatedInput: Encodable where Create: Encodable, Update: Encodable {
    public func encode(to encoder: Encoder) throws {
        switch self {
        case .id(let id):
            var container = encoder.singleValueContainer()
            try container.encode(id)
        case .create(let data, let id, let permissions):
            try data.encode(to: encoder)
            var container = encoder.container(keyedBy: DocumentKey.self)
            try container.encodeIfPresent(id, forKey: .id)
            try container.encodeIfPresent(permissions, forKey: .permissions)
        case .update(let id, let changes, let permissions):
            try changes.encode(to: encoder)
            var container = encoder.container(keyedBy: DocumentKey.self)
            try container.encode(id, forKey: .id)
            try container.encodeIfPresent(permissions, forKey: .permissions)
        }
    }
}`,
  DocumentKey: `private enum DocumentKey: String, CodingKey {
    case id = "$id"
    case permissions = "$permissions"
}`,
  decodeRelated: `private extension KeyedDecodingContainer {
    func decodeRelated<Row: Decodable>(forKey key: Key) throws -> Related<Row> {
        guard contains(key) else { return .leftOut }
        return try decodeNil(forKey: key) ? .empty : decode(Related<Row>.self, forKey: key)
    }
}`,
  encodeChange: `private extension KeyedEncodingContainer {
    mutating func encodeChange<Value: Encodable>(_ change: Change<Value>, forKey key: Key) throws {
        if case .set(let value) = change { try encode(value, forKey: key) }
    }
}`,
  ISODate: `private struct ISODate: Codable {
    let date: Date

    init(_ date: Date) {
        self.date = date
    }

    init(from decoder: Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        let formatter = ISO8601DateFormatter()
        formatter.formatOptions = [.withInternetDateTime, .withFractionalSeconds]
        let precise = formatter.date(from: text)
        formatter.formatOptions = [.withInternetDateTime]
        guard let date = precise ?? formatter.date(from: text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a date of ISO 8601: \\(text)")
        }
        self.date = date
    }

    func encode(to encoder: Encoder) throws {
        let formatter = ISO8601DateFormatter()
        formatter.formatOptions = [.withInternetDateTime, .withFractionalSeconds]
        var container = encoder.singleValueContainer()
        try container.encode(formatter.string(from: date))
    }
}`,
  JSONValue: `/// A value whose type is not known here.
public indirect enum JSONValue: Codable, Hashable, Sendable {
    case null
    case bool(Bool)
    case integer(Int64)
    case double(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    public init(from decoder: Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Int64.self) {
            self = .integer(value)
        } else if let value = try? container.decode(Double.self) {
            self = .double(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([JSONValue].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: JSONValue].self))
        }
    }

    public func encode(to encoder: Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .integer(let value): try container.encode(value)
        case .double(let value): try container.encode(value)
        case .string(let value): try container.encode(value)
        case .array(let value): try container.encode(value)
        case .object(let value): try container.encode(value)
        }
    }
}`,
};
