using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MdeHunting.Lab.HuntingApi;

/// <summary>Writes the Stats of the older services: what the query cost here. The lab has no cache, so nothing hits one.</summary>
internal static class StatsWriter
{
    public static void Write(Utf8JsonWriter writer, HuntingResult result)
    {
        var elapsed = result.Elapsed.ToString("c", CultureInfo.InvariantCulture);
        writer.WriteStartObject("Stats");
        writer.WritePropertyName("ExecutionTime");
        writer.WriteReal(result.Elapsed.TotalSeconds);
        writer.WriteStartObject("resource_usage");
        writer.WriteStartObject("cache");
        WriteCache(writer, "memory");
        WriteCache(writer, "disk");
        writer.WriteEndObject();
        writer.WriteStartObject("cpu");
        writer.WriteString("user", elapsed);
        writer.WriteString("kernel", "00:00:00");
        writer.WriteString("total cpu", elapsed);
        writer.WriteEndObject();
        writer.WriteStartObject("memory");
        writer.WriteNumber("peak_per_node", result.AllocatedBytes);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteStartArray("dataset_statistics");
        writer.WriteStartObject();
        writer.WriteNumber("table_row_count", result.Table.Rows.Count);
        writer.WriteNumber("table_size", result.Table.Rows.Sum(row => row.Sum(SizeOf)));
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteCache(Utf8JsonWriter writer, string name)
    {
        writer.WriteStartObject(name);
        writer.WriteNumber("hits", 0);
        writer.WriteNumber("misses", 0);
        writer.WriteNumber("total", 0);
        writer.WriteEndObject();
    }

    private static long SizeOf(object? value) =>
        value switch
        {
            null => 0,
            string text => Encoding.UTF8.GetByteCount(text),
            JsonNode node => Encoding.UTF8.GetByteCount(node.ToJsonString()),
            bool => 1,
            int => 4,
            Guid or decimal => 16,
            _ => 8,
        };
}
