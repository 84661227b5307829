using System.Collections;
using System.Data;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using System.Xml;
using MdeHunting.Pipeline;

namespace MdeHunting.Commands;

/// <summary>
/// Tells the lines of a file from queries. Get-Content marks what it emits with the property ReadCount: lines with 1, 2, 3, …, and the whole text of -Raw
/// with 1. Binding to a string parameter drops the mark, so it is noted here, by the very string, before that. What is no text is marked as such.
/// </summary>
internal sealed class GetContentLineAttribute : ArgumentTransformationAttribute
{
    private const string Deserialized = "Deserialized.";

    private static readonly string[] Files = [typeof(FileInfo).FullName, typeof(DirectoryInfo).FullName, typeof(PathInfo).FullName, typeof(DataRow).FullName];

    // What comes with .NET and PowerShell itself knows no KQL; what other modules return may.
    private static readonly string[] WithoutKql = ["System.", "Microsoft.PowerShell.", "Microsoft.Management.", "Microsoft.Win32."];

    // Select-String tells the file of each match.
    private static readonly string[] Matches = ["Microsoft.PowerShell.Commands.MatchInfo"];

    // Grows and shrinks with the strings themselves.
    private static readonly ConditionalWeakTable<string, object> Places = new();

    /// <summary>
    /// The place of a string among what Get-Content emitted: 1 for the first; null where it did not come from there or is a whole text of many lines.
    /// </summary>
    public static long? PlaceOf(string query) => Places.TryGetValue(query, out var place) && query.IndexOf('\n') < 0 ? (long)place : null;

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        Note(inputData, wholeBlock: false);
        return NotText.Mark(inputData, MayName)!;
    }

    /// <summary>
    /// Whether an object's properties may name a query or its file: one that was made for such use, of Import-Csv and the like, of a class or a table of one's
    /// own, of another module, or of a file. What .NET and PowerShell have of that name, such as an address's or a process's, is something else.
    /// </summary>
    public static bool MayName(object value) => value is PSObject wrapped ? MayName(wrapped) : IsData(value);

    private static bool MayName(PSObject value) =>
        value.BaseObject is PSCustomObject
            ? value.TypeNames.FirstOrDefault(name => name.StartsWith(Deserialized, StringComparison.Ordinal)) is not { } type
                || IsDataOfOther(type.Substring(Deserialized.Length))
            : IsData(value.BaseObject)
                || value.Properties["PSPath"] is PSNoteProperty
                || (MayKnowKql(value.BaseObject.GetType().FullName ?? string.Empty) && value.Properties["Query"] is not null);

    private static bool IsData(object value) =>
        value is FileSystemInfo or PathInfo or DataRow or DataRowView or XmlNode or MdeHuntingResult
        || value.GetType() is var type && (type.Assembly.IsDynamic || Matches.Contains(type.FullName));

    // What came of it in another process.
    private static bool IsDataOfOther(string type) =>
        MayKnowKql(type)
        || Files.Contains(type)
        || Matches.Contains(type)
        || type.StartsWith("System.Management.Automation.PSCustomObject", StringComparison.Ordinal);

    private static bool MayKnowKql(string type) => !WithoutKql.Any(start => type.StartsWith(start, StringComparison.Ordinal));

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
