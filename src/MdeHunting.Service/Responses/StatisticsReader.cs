using System.Globalization;
using System.Text.Json;
using MdeHunting.Contract;
using MdeHunting.Service.Json;

namespace MdeHunting.Service.Responses;

/// <summary>
/// Reads the <c>Stats</c> of the older services (https://learn.microsoft.com/defender-xdr/api-advanced-hunting). They are not needed for the rows, so whatever
/// is not as documented is null and never a failure. Nothing else of them is kept, not even for the moment.
/// </summary>
internal static class StatisticsReader
{
    // [-][d.]hh:mm:ss[.fffffff]
    private const int LongestSpan = 32;

    /// <summary>The statistics that begin at the current token, which may be any; afterwards its last token is the current one.</summary>
    /// <returns>Null where there is nothing in them that can be read.</returns>
    public static ServiceStatistics? Read(JsonCursor cursor, ref Utf8JsonReader reader)
    {
        TimeSpan? execution = null,
            cpu = null;
        long? memory = null,
            rows = null;
        var members = new Members(cursor, reader.TokenType is JsonTokenType.StartObject);
        while (members.Next(ref reader) is { } name)
        {
            if (members.IsFirst(name, "ExecutionTime"))
            {
                execution = Seconds(ref reader);
            }
            else if (members.IsFirst(name, "resource_usage"))
            {
                (cpu, memory) = Usage(cursor, ref reader);
            }
            else if (members.IsFirst(name, "dataset_statistics"))
            {
                rows = Rows(cursor, ref reader);
            }

            cursor.Skip(ref reader);
        }

        cursor.Skip(ref reader);
        var read = new ServiceStatistics(execution, cpu, memory, rows);
        return read == new ServiceStatistics(null, null, null, null) ? null : read;
    }

    private static (TimeSpan? Cpu, long? Memory) Usage(JsonCursor cursor, ref Utf8JsonReader reader)
    {
        TimeSpan? cpu = null;
        long? memory = null;
        var members = new Members(cursor, reader.TokenType is JsonTokenType.StartObject);
        while (members.Next(ref reader) is { } name)
        {
            if (members.IsFirst(name, "cpu"))
            {
                cpu = Member(cursor, ref reader, "total cpu", Span);
            }
            else if (members.IsFirst(name, "memory"))
            {
                memory = Member(cursor, ref reader, "peak_per_node", Count);
            }

            cursor.Skip(ref reader);
        }

        return (cpu, memory);
    }

    private static long? Rows(JsonCursor cursor, ref Utf8JsonReader reader)
    {
        if (reader.TokenType is not JsonTokenType.StartArray)
        {
            return null;
        }

        long? sum = null;
        var isWhole = true;
        for (cursor.Read(ref reader); reader.TokenType is not JsonTokenType.EndArray; cursor.Read(ref reader))
        {
            var rows = Member(cursor, ref reader, "table_row_count", Count);
            isWhole &= rows <= long.MaxValue - (sum ?? 0);
            sum = isWhole ? (sum ?? 0) + rows : null;
            cursor.Skip(ref reader);
        }

        return sum;
    }

    private static T? Member<T>(JsonCursor cursor, ref Utf8JsonReader reader, string name, Value<T> read)
        where T : struct
    {
        T? value = null;
        var members = new Members(cursor, reader.TokenType is JsonTokenType.StartObject);
        while (members.Next(ref reader) is { } member)
        {
            if (members.IsFirst(member, name))
            {
                value = read(ref reader);
            }

            cursor.Skip(ref reader);
        }

        return value;
    }

    private static TimeSpan? Seconds(ref Utf8JsonReader reader)
    {
        // Ticks, since TimeSpan.FromSeconds rounds to milliseconds on .NET Framework.
        var ticks = reader.TokenType is JsonTokenType.Number && reader.TryGetDouble(out var seconds) ? seconds * TimeSpan.TicksPerSecond : double.NaN;
        return ticks >= 0 && ticks < TimeSpan.MaxValue.Ticks ? TimeSpan.FromTicks((long)Math.Round(ticks)) : null;
    }

    private static TimeSpan? Span(ref Utf8JsonReader reader) =>
        reader.TokenType is JsonTokenType.String
        && reader.ValueSpan.Length <= LongestSpan
        && TimeSpan.TryParseExact(JsonText.Read(ref reader), "c", CultureInfo.InvariantCulture, out var span)
        && span >= TimeSpan.Zero
            ? span
            : null;

    private static long? Count(ref Utf8JsonReader reader) =>
        reader.TokenType is JsonTokenType.Number && reader.TryGetInt64(out var count) && count >= 0 ? count : null;

    private delegate T? Value<T>(ref Utf8JsonReader reader)
        where T : struct;

    /// <summary>Goes over an object's members; over nothing where it is no object.</summary>
    private struct Members(JsonCursor cursor, bool isObject)
    {
        // The longest name that is looked for, each character of it escaped.
        private const int LongestName = 6 * 32;

        private HashSet<string>? _seen;

        /// <summary>
        /// Goes to the next member's value; null at the object's end, which is then the current token. A name that is too long to be one of those looked for is
        /// empty.
        /// </summary>
        public readonly string? Next(ref Utf8JsonReader reader)
        {
            if (!isObject)
            {
                return null;
            }

            cursor.Read(ref reader);
            if (reader.TokenType is not JsonTokenType.PropertyName)
            {
                return null;
            }

            var name = reader.ValueSpan.Length <= LongestName ? JsonText.Read(ref reader) : string.Empty;
            cursor.Read(ref reader);
            return name;
        }

        /// <summary>Whether the name is this one, whatever its case, and comes for the first time.</summary>
        public bool IsFirst(string name, string wanted) =>
            string.Equals(name, wanted, StringComparison.OrdinalIgnoreCase) && (_seen ??= new HashSet<string>(StringComparer.Ordinal)).Add(wanted);
    }
}
