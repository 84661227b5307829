using MdeHunting.Kql.Writing;

namespace MdeHunting.Sweeps;

/// <summary>A column that is searched.</summary>
/// <param name="Kind">What it holds.</param>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type, as KQL writes it.</param>
internal sealed record SweptColumn(SweptKind Kind, string Name, string Type)
{
    /// <summary>The table that is meant alone; null for every one.</summary>
    public string? Table { get; init; }

    /// <summary>The member of the column's JSON that is searched; null for the column itself.</summary>
    public string? Key { get; init; }

    /// <summary>The action of the rows that are searched; null for all of them.</summary>
    public string? Action { get; init; }

    /// <summary>The column as the query tests it, for a prefilter also where it is one of its members that is searched.</summary>
    public KqlText Tested => Type == "string" ? KqlWriter.Name(Name) : KqlText.Of($"tostring({KqlWriter.Name(Name)})");

    /// <summary>The value that is searched.</summary>
    public KqlText Value => Key is null ? Tested : KqlText.Of($"tostring(parse_json({KqlWriter.Name(Name)})[{KqlWriter.Value(Key)}])");
}
