using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MdeHunting.Lab.Kql.Values;

/// <summary>Values of type dynamic, which are JSON. JSON's null is the null of every other type.</summary>
internal static class Dynamics
{
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads a text as JSON. A text that is none is a JSON string, as in the language; an empty one is null.</summary>
    public static JsonNode? Parse(string text)
    {
        if (text.Length == 0)
        {
            return null;
        }

        // Besides text that is no JSON, there is JSON (and text) with half a surrogate pair.
        try
        {
            using var document = JsonDocument.Parse(text);
            return FromElement(document.RootElement);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or ArgumentException)
        {
            return JsonValue.Create(text);
        }
    }

    /// <summary>The value under a key, or null where there is none.</summary>
    public static JsonNode? Member(object? value, string key) => value is JsonObject bag && bag.TryGetPropertyValue(key, out var member) ? member : null;

    /// <summary>The value at a place in an array, from the end where it is negative; null where there is none.</summary>
    public static JsonNode? Element(object? value, long index)
    {
        if (value is not JsonArray array)
        {
            return null;
        }

        var place = index < 0 ? array.Count + index : index;
        return place >= 0 && place < array.Count ? array[(int)place] : null;
    }

    /// <summary>A value of any type as JSON. A value that is JSON is the same node, and may belong to a tree.</summary>
    public static JsonNode? FromValue(object? value) =>
        value switch
        {
            null => null,
            JsonNode node => node,
            bool flag => JsonValue.Create(flag),
            int number => JsonValue.Create(number),
            long number => JsonValue.Create(number),
            decimal number => JsonValue.Create(number),
            double number when double.IsFinite(number) => JsonValue.Create(number),
            _ => JsonValue.Create(Conversions.ToText(value)),
        };

    /// <summary>What a value holds, by the language's names.</summary>
    public static string TypeName(JsonNode? node) =>
        node?.GetValueKind() switch
        {
            JsonValueKind.Array => "array",
            JsonValueKind.Object => "dictionary",
            JsonValueKind.String => "string",
            JsonValueKind.True or JsonValueKind.False => "bool",
            JsonValueKind.Number => Conversions.IsWhole(node) ? "long" : "double",
            _ => "null",
        };

    /// <summary>A value of any type as JSON that belongs to no tree.</summary>
    public static JsonNode? Copy(object? value) => value is JsonNode node ? node.DeepClone() : FromValue(value);

    /// <summary>An array of values. Nodes are copied: a table's own cell must not become part of a result.</summary>
    public static JsonArray Array(IEnumerable<object?> values) => new([.. values.Select(Copy)]);

    /// <summary>A JSON string as the text it holds, anything else as its JSON.</summary>
    public static string ToText(JsonNode node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : node.ToJsonString(Compact);

    // Nodes of their own instead of JsonNode.Parse: that fails late, on first use, where a key comes twice.
    private static JsonNode? FromElement(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var bag = new JsonObject();
                foreach (var property in element.EnumerateObject())
                {
                    bag[property.Name] = FromElement(property.Value);
                }

                return bag;
            case JsonValueKind.Array:
                return new JsonArray([.. element.EnumerateArray().Select(FromElement)]);
            case JsonValueKind.String:
                return JsonValue.Create(element.GetString());
            case JsonValueKind.Number:
                return element.TryGetInt64(out var whole) ? JsonValue.Create(whole) : JsonValue.Create(element.Clone());
            case JsonValueKind.True:
                return JsonValue.Create(true);
            case JsonValueKind.False:
                return JsonValue.Create(false);
            default:
                return null;
        }
    }
}
