using System.Text.Json;
using System.Text.Json.Nodes;
using MdeHunting.Lab.Kql;
using MdeHunting.Lab.Web;

namespace MdeHunting.Lab.HuntingApi;

/// <summary>
/// Writes a cell as Graph does, an open OData property: a bool is an SByte with a note of its type beside it, a null is {}, a bag says what it is,
/// and an array is a collection of text whatever it holds. Seen in responses of a live tenant; the corners that nobody has published are the lab's guess.
/// </summary>
internal static class GraphCellWriter
{
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JsonResponse.WriterOptions.Encoder };
    private const string Bag = "#microsoft.graph.security.dynamicColumnValue";

    public static void Write(Utf8JsonWriter writer, KqlColumn column, object? value)
    {
        if (value is JsonNode node)
        {
            WriteDynamic(writer, column.Name, node);
            return;
        }
        if (value is bool)
        {
            WriteType(writer, column.Name, "#SByte");
        }

        writer.WritePropertyName(column.Name);
        if (value is null)
        {
            WriteNull(writer);
        }
        else
        {
            writer.WriteScalar(value);
        }
    }

    private static void WriteDynamic(Utf8JsonWriter writer, string name, JsonNode? node)
    {
        if (node is JsonArray)
        {
            WriteType(writer, name, "#Collection(String)");
        }

        if (node is JsonValue number && IsInteger(number))
        {
            WriteType(writer, name, "#Int64");
        }

        writer.WritePropertyName(name);
        switch (node)
        {
            case null:
                WriteNull(writer);
                break;
            case JsonObject bag:
                WriteBag(writer, bag);
                break;
            case JsonArray array:
                WriteArray(writer, array);
                break;
            default:
                node.WriteTo(writer);
                break;
        }
    }

    private static void WriteBag(Utf8JsonWriter writer, JsonObject bag)
    {
        writer.WriteStartObject();
        if (bag.Count > 0)
        {
            writer.WriteString("@odata.type", Bag);
        }

        foreach (var (name, node) in bag)
        {
            WriteDynamic(writer, name, node);
        }

        writer.WriteEndObject();
    }

    private static void WriteArray(Utf8JsonWriter writer, JsonArray array)
    {
        writer.WriteStartArray();
        foreach (var item in array)
        {
            writer.WriteStringValue(Text(item));
        }

        writer.WriteEndArray();
    }

    // What is not text becomes its JSON, which a client has to read a second time.
    private static string Text(JsonNode? item) =>
        item is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : item?.ToJsonString(Compact) ?? "null";

    private static void WriteType(Utf8JsonWriter writer, string name, string type) => writer.WriteString($"{name}@odata.type", type);

    private static void WriteNull(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteEndObject();
    }

    private static bool IsInteger(JsonValue value) => value.GetValueKind() == JsonValueKind.Number && long.TryParse(value.ToJsonString(), out _);
}
