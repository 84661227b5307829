using MdeHunting.Contract;
using MdeHunting.Kql;
using MdeHunting.Tables;

namespace MdeHunting.Packs;

/// <summary>Of which type the value of a placeholder is.</summary>
/// <param name="query">The query.</param>
/// <param name="stated">What its author says of its parameters.</param>
internal sealed class PlaceholderTypes(TokenTree query, IReadOnlyList<StatedParameter> stated)
{
    private static readonly Dictionary<string, ColumnKind> StatedTypes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["str"] = ColumnKind.String,
        ["text"] = ColumnKind.String,
        ["list"] = ColumnKind.Dynamic,
        ["array"] = ColumnKind.Dynamic,
        ["integer"] = ColumnKind.Int64,
        ["number"] = ColumnKind.Int64,
        ["float"] = ColumnKind.Double,
        ["timedelta"] = ColumnKind.TimeSpan,
    };

    /// <summary>By what stands beside it; null where that says nothing.</summary>
    /// <param name="first">The number of its first token.</param>
    /// <param name="last">That of its last one.</param>
    public ColumnKind? At(int first, int last)
    {
        var before = query.TextAt(first - 1);
        if (query.KindAt(first - 1) == KqlTokenKind.OpenParenthesis)
        {
            var word = query.TextAt(first - 2) is "~" ? query.TextAt(first - 3) : query.TextAt(first - 2);
            var isAlone = query.PartnerOf(first - 1) == last + 1;
            return word == "ago" ? ColumnKind.TimeSpan
                : isAlone && (word is "in" || word.StartsWith("has_", StringComparison.Ordinal)) ? ColumnKind.Dynamic
                : null;
        }

        return KqlFacts.Operator(before) is { } operation && operation.Takes(KqlArguments.Number) ? ColumnKind.Int64
            : query.Is(first - 1, "=") && query.Is(first - 3, "let") ? TypeOf(query.NameAt(first - 2))
            : KqlFacts.TextInfixOf(before) is not null && query.KindAt(first - 1) == KqlTokenKind.Identifier ? ColumnKind.String
            : query.KindAt(first - 1) == KqlTokenKind.Operator ? ColumnType(query.NameAt(first - 2))
            : null;
    }

    // let TimeFrame = {TimeFrame}; … ago(TimeFrame)
    private ColumnKind? TypeOf(string? name) =>
        Enumerable
            .Range(0, query.Whole.End)
            .Where(token => query.NameAt(token) == name && !query.Is(token - 1, "let"))
            .Select(token => At(token, token))
            .FirstOrDefault(type => type is not null);

    private ColumnKind? ColumnType(string? column)
    {
        var types = TableCatalog
            .Bundled.All.SelectMany(table => table.Columns)
            .Where(known => known.Name == column)
            .Select(known => KnownColumn.KindOf(known.Type))
            .Distinct()
            .ToArray();
        return types.Length == 1 ? types[0] : null;
    }

    /// <summary>By what the author says of it; null where that is nothing.</summary>
    /// <param name="placeholder">Its name.</param>
    public ColumnKind? Stated(string placeholder) =>
        stated.FirstOrDefault(parameter => string.Equals(parameter.Name, placeholder, StringComparison.OrdinalIgnoreCase))?.Type is not { } type ? null
        : StatedTypes.TryGetValue(type, out var known) ? known
        : KnownColumn.KindOf(type.ToLowerInvariant());
}
