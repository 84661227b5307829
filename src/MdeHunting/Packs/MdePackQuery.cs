using MdeHunting.Text;

namespace MdeHunting;

/// <summary>A hunting query of a pack, and what its author says of it.</summary>
public sealed class MdePackQuery : MdeOutput
{
    internal MdePackQuery(string name, string query)
    {
        Name = name;
        Query = query;
    }

    /// <summary>The name: its author's, or that of its file.</summary>
    public string Name { get; }

    /// <summary>The id that its author gave it; null where there is none.</summary>
    public string? Id { get; internal init; }

    /// <summary>The query. Placeholders of the published text are parameters, which it declares.</summary>
    public string Query { get; }

    /// <summary>The parameters that the query declares.</summary>
    public IReadOnlyList<MdePackParameter> Parameters { get; internal init; } = [];

    /// <summary>What its author says of it; null where that is nothing.</summary>
    public string? Description { get; internal init; }

    /// <summary>The ids of the ATT&amp;CK techniques that it hunts, such as T1059.001.</summary>
    public IReadOnlyList<string> Techniques { get; internal init; } = [];

    /// <summary>The ATT&amp;CK tactics that it hunts, such as InitialAccess.</summary>
    public IReadOnlyList<string> Tactics { get; internal init; } = [];

    /// <summary>The tables that it reads.</summary>
    public IReadOnlyList<string> Tables { get; internal init; } = [];

    /// <summary>Its author's tags.</summary>
    public IReadOnlyList<string> Tags { get; internal init; } = [];

    /// <summary>The file and the line that it begins in, such as C:\hunts\lsass.md:12.</summary>
    public string Source => Line == 0 ? File : FormattableString.Invariant($"{File}:{Line}");

    /// <summary>The full path of the file; of one in an archive, that of the archive and its path in there.</summary>
    public string File { get; internal init; } = string.Empty;

    /// <summary>The number of the line of the file in which it begins, counted from 1.</summary>
    public int Line { get; internal init; }

    /// <summary>The names that placeholders have in the published text, by those that the query declares.</summary>
    internal IReadOnlyDictionary<string, string> PublishedNames =>
        Parameters.Where(parameter => parameter.PublishedName is not null).ToDictionary(parameter => parameter.Name, parameter => parameter.PublishedName!);

    /// <summary>How many characters stand ahead of it in each of these lines.</summary>
    internal int Indent { get; init; }

    /// <summary>Whether all its lines stand in one of the file.</summary>
    internal bool IsOneLine { get; init; }

    /// <summary>How many lines stand ahead of its own, which an earlier query of the file has.</summary>
    internal int Carried { get; init; }

    /// <summary>The format in which it is published.</summary>
    public string Format { get; internal init; } = nameof(MdePackFormat.Text);

    /// <summary>Which service it is written for: Defender, Sentinel, or Any.</summary>
    public string Variant { get; internal init; } = nameof(MdePackVariant.Any);

    /// <summary>What stands against running it as it is, or could not be read of it.</summary>
    public IReadOnlyList<string> Problems { get; internal init; } = [];

    /// <inheritdoc/>
    public override string ToString() => TerminalSafeText.Line(Name);
}

/// <summary>A parameter of a pack's query.</summary>
public sealed class MdePackParameter : MdeOutput
{
    internal MdePackParameter(string name, string type)
    {
        Name = name;
        Type = type;
    }

    /// <summary>The name by which the query declares it.</summary>
    public string Name { get; }

    /// <summary>The name within its placeholder; null for a parameter that the query declares itself.</summary>
    internal string? PublishedName { get; init; }

    /// <summary>Its type in KQL, such as string or datetime.</summary>
    public string Type { get; }

    /// <summary>The placeholder that it is in the published text; null where the query declares it itself.</summary>
    public string? Placeholder { get; internal init; }

    /// <summary>Its default value as the query has it; null where a value has to be specified.</summary>
    public string? Default { get; internal init; }

    /// <summary>What its author says of it; null where that is nothing.</summary>
    public string? Description { get; internal init; }

    /// <inheritdoc/>
    public override string ToString() => TerminalSafeText.Line($"{Name}:{Type}");
}

/// <summary>Which service a query is written for.</summary>
internal enum MdePackVariant
{
    Any,
    Defender,
    Sentinel,
}
