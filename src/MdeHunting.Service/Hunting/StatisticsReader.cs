using System.Globalization;
using System.Text.Json;
using MdeHunting.Service.Json;

namespace MdeHunting.Service.Hunting;

/// <summary>
/// Reads the <c>Stats</c> of the older services (https://learn.microsoft.com/defender-xdr/api-advanced-hunting). They are not needed for the rows, so whatever
/// is not as documented is null and never a failure.
/// </summary>
internal static class StatisticsReader
{
    /// <summary>The statistics that begin at the current token, which may be any; afterwards its last token is the current one.</summary>
    /// <returns>Null where there is nothing in them that can be read.</returns>
    public static ServiceStatistics? Read(JsonCursor cursor, ref Utf8JsonReader reader)
    {
        var stats = DynamicReader.Read(cursor, ref reader, MemberFactory.Instance, new DynamicMembers());
        var usage = Member(stats, "resource_usage");
        var read = new ServiceStatistics(
            Seconds(Member(stats, "ExecutionTime")),
            Span(Member(Member(usage, "cpu"), "total cpu")),
            Count(Member(Member(usage, "memory"), "peak_per_node")),
            Rows(Member(stats, "dataset_statistics")));
        return read == new ServiceStatistics(null, null, null, null) ? null : read;
    }

    private static object? Member(object? value, string name) => (value as Members)?.Find(name);

    private static TimeSpan? Seconds(object? value)
    {
        var seconds = value switch { long whole => whole, double real => real, decimal exact => (double)exact, _ => double.NaN };

        // Ticks, since TimeSpan.FromSeconds rounds to milliseconds on .NET Framework.
        var ticks = seconds * TimeSpan.TicksPerSecond;
        return ticks >= 0 && ticks < TimeSpan.MaxValue.Ticks ? TimeSpan.FromTicks((long)Math.Round(ticks)) : null;
    }

    private static TimeSpan? Span(object? value) =>
        value is string text && TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var span) && span >= TimeSpan.Zero ? span : null;

    private static long? Count(object? value) => value is long and >= 0 ? (long)value : null;

    private static long? Rows(object? value)
    {
        if (value is not object?[] { Length: > 0 } tables)
        {
            return null;
        }

        var sum = 0L;
        foreach (var table in tables)
        {
            if (Count(Member(table, "table_row_count")) is not { } rows || rows > long.MaxValue - sum)
            {
                return null;
            }

            sum += rows;
        }

        return sum;
    }

    private sealed class Members(IReadOnlyList<string> names, IReadOnlyList<object?> values)
    {
        public object? Find(string name)
        {
            for (var i = 0; i < names.Count; i++)
            {
                if (string.Equals(names[i], name, StringComparison.OrdinalIgnoreCase))
                {
                    return values[i];
                }
            }

            return null;
        }
    }

    private sealed class MemberFactory : IDynamicFactory
    {
        public static readonly MemberFactory Instance = new();

        public object CreateObject(IReadOnlyList<string> names, IReadOnlyList<object?> values) => new Members([.. names], [.. values]);
    }
}
