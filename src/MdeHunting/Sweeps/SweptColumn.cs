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

    /// <summary>The column with the key of the registry that its name of a value is below; null for the column alone.</summary>
    public string? Parent { get; init; }

    /// <summary>The member of the column's JSON that is searched; null for the column itself.</summary>
    public string? Key { get; init; }

    /// <summary>The action of the rows that are searched; null for all of them.</summary>
    public string? Action { get; init; }

    /// <summary>The column as the query tests it, for a prefilter also where it is one of its members that is searched.</summary>
    public KqlText Tested => Type == "string" ? KqlWriter.Name(Name) : KqlText.Of($"tostring({KqlWriter.Name(Name)})");

    /// <summary>What the query compares: of a value and its key, the value.</summary>
    public KqlText Compared => Parent is null ? Value : Tested;

    /// <summary>The value that is searched.</summary>
    public KqlText Value =>
        Parent is not null ? KqlText.Of($"strcat({KqlWriter.Name(Parent)}, {KqlWriter.Value(@"\")}, {Tested})")
        : Key is null ? Tested
        : KqlText.Of($"tostring(parse_json({KqlWriter.Name(Name)})[{KqlWriter.Value(Key)}])");
}
