/** Head of the generated Kotlin file, and declarations that its classes share. */
import { type Support, usesName } from './shapes.ts';

/** Package of the file: files without one can't be imported from a package. */
const packageName = 'appwrite';

const useSerializers = 'kotlinx.serialization.UseSerializers';
const imports: readonly string[] = [
  'java.time.Instant',
  'java.time.OffsetDateTime',
  'kotlinx.serialization.KSerializer',
  'kotlinx.serialization.SerialName',
  'kotlinx.serialization.Serializable',
  'kotlinx.serialization.SerializationException',
  useSerializers,
  'kotlinx.serialization.descriptors.PrimitiveKind',
  'kotlinx.serialization.descriptors.PrimitiveSerialDescriptor',
  'kotlinx.serialization.descriptors.SerialDescriptor',
  'kotlinx.serialization.encoding.Decoder',
  'kotlinx.serialization.encoding.Encoder',
  'kotlinx.serialization.json.Json',
  'kotlinx.serialization.json.JsonArray',
  'kotlinx.serialization.json.JsonDecoder',
  'kotlinx.serialization.json.JsonElement',
  'kotlinx.serialization.json.JsonNull',
  'kotlinx.serialization.json.JsonObject',
  'kotlinx.serialization.json.JsonPrimitive',
];

/** Returns the annotations of the file, its package, and the imports that the declarations need. */
export function kotlinHead(declarations: readonly string[]): readonly string[] {
  const hasDates = usesName(declarations, 'InstantSerializer');
  const annotations = ['@file:Suppress("ktlint", "unused")'];
  if (hasDates) annotations.push('@file:UseSerializers(InstantSerializer::class)');
  return [
    annotations.join('\n'),
    `package ${packageName}`,
    imports
      .filter(
        (name) =>
          usesName(declarations, name.slice(name.lastIndexOf('.') + 1)) ||
          (hasDates && name === useSerializers),
      )
      .map((name) => `import ${name}`)
      .join('\n'),
  ];
}

export const kotlinSupport: Support = {
  DocumentInput: `/** Data of a document that is created or updated. */
interface DocumentInput {
    fun toJsonObject(): JsonObject

    /** Returns the data for the SDK, as JSON text: the SDK would leave out the nulls of a map. */
    fun toJson(): String = toJsonObject().toString()
}`,
  Change: `/** A new value of a field in an update; Change(null) deletes the value. */
data class Change<out T>(val value: T)`,
  Related: `/**
 * A related document as the server sent it: with its data, only its ID, none, or left out.
 *
 * Servers leave out what is nested deeper than three levels, and the way back of a two-way relationship. Then there may
 * be a related document or not.
 */
@Serializable(with = RelatedSerializer::class)
sealed class Related<out T> {
    /** Null if there is no related document, or if it was left out. */
    abstract val id: String?

    /** Null if the server sent no data. */
    abstract val document: T?

    object LeftOut : Related<Nothing>() {
        override val id: String? get() = null
        override val document: Nothing? get() = null
        override fun toString(): String = "LeftOut"
    }

    object None : Related<Nothing>() {
        override val id: String? get() = null
        override val document: Nothing? get() = null
        override fun toString(): String = "None"
    }

    data class Reference(override val id: String) : Related<Nothing>() {
        override val document: Nothing? get() = null
    }

    data class Loaded<out T>(override val id: String, override val document: T) : Related<T>()
}`,
  RelatedSerializer: `class RelatedSerializer<T>(private val row: KSerializer<T>) : KSerializer<Related<T>> {
    override val descriptor: SerialDescriptor =
        PrimitiveSerialDescriptor("appwrite.Related", PrimitiveKind.STRING)

    override fun serialize(encoder: Encoder, value: Related<T>) {
        when (value) {
            is Related.Reference -> encoder.encodeString(value.id)
            is Related.Loaded -> encoder.encodeSerializableValue(row, value.document)
            else -> encoder.encodeSerializableValue(JsonElement.serializer(), JsonNull)
        }
    }

    override fun deserialize(decoder: Decoder): Related<T> {
        val json = decoder as? JsonDecoder ?: throw SerializationException("related documents are read from JSON")
        val element = json.decodeJsonElement()
        if (element is JsonNull) return Related.None
        if (element is JsonPrimitive) return Related.Reference(element.content)
        // An ID that no document has is read as [], or as an object without an ID.
        val id = (element as? JsonObject)?.get("\\$id") as? JsonPrimitive ?: return Related.None
        return Related.Loaded(id.content, json.json.decodeFromJsonElement(row, element))
    }
}`,
  RelatedInput: `/** A related document that is written: one that exists, by its ID; a new one; or changes of the one that has the ID. */
sealed class RelatedInput<out C : DocumentInput, out U : DocumentInput> {
    abstract fun toJsonElement(): JsonElement

    data class Id(val id: String) : RelatedInput<Nothing, Nothing>() {
        override fun toJsonElement(): JsonElement = JsonPrimitive(id)
    }

    /** Without an ID, the server makes one. */
    data class Create<out C : DocumentInput>(
        val data: C,
        val id: String? = null,
        val permissions: List<String>? = null,
    ) : RelatedInput<C, Nothing>() {
        override fun toJsonElement(): JsonElement = documentOf(id, permissions, data)
    }

    data class Update<out U : DocumentInput>(
        val id: String,
        val data: U,
        val permissions: List<String>? = null,
    ) : RelatedInput<Nothing, U>() {
        override fun toJsonElement(): JsonElement = documentOf(id, permissions, data)
    }
}`,
  documentOf: `private fun documentOf(id: String?, permissions: List<String>?, data: DocumentInput): JsonObject {
    val system = jsonObjectOf(
        id?.let { "\\$id" to JsonPrimitive(it) },
        permissions?.let { "\\$permissions" to jsonArrayOf(it) { role -> JsonPrimitive(role) } },
    )
    return JsonObject(system + data.toJsonObject())
}`,
  InstantSerializer: `object InstantSerializer : KSerializer<Instant> {
    override val descriptor: SerialDescriptor =
        PrimitiveSerialDescriptor("appwrite.Instant", PrimitiveKind.STRING)

    override fun serialize(encoder: Encoder, value: Instant) = encoder.encodeString(value.toString())

    override fun deserialize(decoder: Decoder): Instant = OffsetDateTime.parse(decoder.decodeString()).toInstant()
}`,
  appwriteJson: 'private val appwriteJson = Json { ignoreUnknownKeys = true }',
  jsonObjectOf: `private fun jsonObjectOf(vararg entries: Pair<String, JsonElement>?): JsonObject =
    JsonObject(entries.filterNotNull().toMap())`,
  jsonArrayOf: `private fun <T> jsonArrayOf(items: List<T>?, write: (T) -> JsonElement): JsonElement =
    if (items == null) JsonNull else JsonArray(items.map(write))`,
  jsonElementOf: `/** The SDK reads all numbers as doubles; integers must not be written as 3.0. */
private fun jsonElementOf(value: Any?): JsonElement = when (value) {
    null -> JsonNull
    is JsonElement -> value
    is String -> JsonPrimitive(value)
    is Boolean -> JsonPrimitive(value)
    is Double -> if (value % 1.0 == 0.0 && value in -9e18..9e18) JsonPrimitive(value.toLong()) else JsonPrimitive(value)
    is Number -> JsonPrimitive(value)
    is Map<*, *> -> JsonObject(value.entries.associate { (key, item) -> key.toString() to jsonElementOf(item) })
    is Iterable<*> -> JsonArray(value.map(::jsonElementOf))
    else -> throw IllegalArgumentException("not a value of JSON: \${value::class}")
}`,
};
