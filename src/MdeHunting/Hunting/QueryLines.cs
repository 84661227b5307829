using System.Collections;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using MdeHunting.Pipeline;

namespace MdeHunting.Hunting;

/// <summary>
/// Tells the lines of a file from queries. Get-Content marks what it emits with the property ReadCount: lines with 1, 2, 3, …, and the whole text of -Raw
/// with 1. Binding to a string parameter drops the mark, so it is noted here, by the very string, before that. What is no text is marked as such.
/// </summary>
internal sealed class QueryLines : ArgumentTransformationAttribute
{
    // Grows and shrinks with the strings themselves.
    private static readonly ConditionalWeakTable<string, object> Places = new();

    /// <summary>The place of a string among what Get-Content emitted: 1 for the first; null where it did not come from there or is a whole text of many lines.</summary>
    public static long? PlaceOf(string query) =>
        Places.TryGetValue(query, out var place) && query.IndexOf('\n') < 0 ? (long)place : null;

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        Note(inputData, wholeBlock: false);
        return NotText.Mark(inputData)!;
    }

    private static void Note(object? data, bool wholeBlock)
    {
        var wrapped = data as PSObject;
        var place = wrapped?.Properties["ReadCount"]?.Value is IConvertible count ? Convert.ToInt64(count, null) : (long?)null;
        switch (wrapped?.BaseObject ?? data)
        {
            case string text:
                Places.Remove(text);
                if ((place ?? (wholeBlock ? 2L : null)) is { } noted)
                {
                    Places.Add(text, noted);
                }

                break;

            // With -ReadCount 0 or n, the mark is on the block of lines.
            case IList list:
                foreach (var item in list)
                {
                    Note(item, wholeBlock: place is not null && list.Count > 1);
                }

                break;
        }
    }
}
