using System.Text.RegularExpressions;
using MdeHunting.Contract;
using MdeHunting.Kql;
using MdeHunting.Kql.Time;
using MdeHunting.Kql.Writing;
using MdeHunting.Parameters;
using MdeHunting.Tables;

namespace MdeHunting.Packs;

/// <summary>
/// Makes parameters of the placeholders of a published query, such as {DeviceId}, {{Upn}} and &lt;device&gt;: the query declares each with a type, and has its
/// name where the placeholder was, also within a longer text. So a value is bound as any parameter's is, and never becomes a piece of the query's text.
/// </summary>
internal sealed class Placeholders
{
    private const string ToReplace = ": replace it in the query before you run it.";

    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(2);

    private static readonly Regex Angles = new(@"^<([A-Za-z][A-Za-z0-9_ .-]{0,63})>$", RegexOptions.CultureInvariant, MostTime);

    private static readonly Regex InLiteral = new(
        @"^([A-Za-z]+)\(\s*[""']?(?:\{\{?\s*([A-Za-z_]\w{0,63})\s*\}?\}|<([A-Za-z][\w .-]{0,63})>)[""']?\s*\)$",
        RegexOptions.CultureInvariant,
        MostTime
    );

    // What people hunt in pages and mails, and no placeholder.
    private static readonly HashSet<string> Tags = new(
        "a base body br div embed form head html iframe img input link meta object p script span style svg table title xml".Split(' '),
        StringComparer.OrdinalIgnoreCase
    );

    private readonly TokenTree _query;
    private readonly IReadOnlyList<StatedParameter> _stated;
    private readonly PlaceholderTypes _types;
    private readonly ParameterNames _names;
    private readonly QueryRewriter _rewriter;
    private readonly Dictionary<string, Found> _found = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<int> _lists = [];
    private readonly PlaceholderPlaces _places;
    private readonly List<string> _order = [];
    private readonly List<string> _problems = [];

    private Placeholders(string text, IReadOnlyList<StatedParameter> stated)
    {
        _query = TokenTree.Of(new SourceText(text));
        _stated = stated;
        _types = new PlaceholderTypes(_query, stated);
        _names = new ParameterNames(_query, TableCatalog.Bundled.All);
        _places = new PlaceholderPlaces(_query);
        _rewriter = new QueryRewriter(_query);
    }

    /// <summary>Whether a problem of a query is a placeholder that no value can replace, so that no service takes the query.</summary>
    public static bool IsLeft(string problem) => problem.EndsWith(ToReplace, StringComparison.Ordinal);

    /// <summary>A query with parameters in place of its placeholders.</summary>
    /// <param name="stated">The query as it is published.</param>
    public static BoundText Of(StatedQuery stated)
    {
        var text = stated.HasDoubledBraces ? PlaceholderPieces.Fill(stated.Text, stated.Parameters) : stated.Text;
        if (text.IndexOf('{') < 0 && text.IndexOf('<') < 0)
        {
            return new BoundText(text, [], []);
        }

        var placeholders = new Placeholders(text, stated.Parameters);
        placeholders.Read();
        return placeholders.Write(text);
    }

    private void Read()
    {
        for (var token = 0; token < _query.Whole.End; token++)
        {
            _places.GoTo(token);
            var own = _query.Text.Significant[token];
            if (own.IsString || own.Kind == KqlTokenKind.BracketedName)
            {
                ReadString(token);
            }
            else if (own.Kind == KqlTokenKind.TypedLiteral)
            {
                ReadLiteral(token);
            }
            else if (own.Kind == KqlTokenKind.OpenBrace)
            {
                token = ReadBraces(token);
            }
            else if (_query.Is(token, "<"))
            {
                token = ReadAngles(token);
            }
        }
    }

    private void ReadString(int token)
    {
        var value = _query.Text.ValueOf(_query.Text.Significant[token]);
        if (Angles.Match(value) is { Success: true } whole)
        {
            if (!Tags.Contains(whole.Groups[1].Value))
            {
                Put(token, token, whole.Groups[1].Value, value, ColumnKind.String, name => name);
            }

            return;
        }

        var pieces = PlaceholderPieces.In(value);
        if (pieces.Count == 0)
        {
            return;
        }

        if (_query.KindAt(token) == KqlTokenKind.BracketedName || _places.IsWrittenOut)
        {
            _problems.Add($"The placeholder {Shown(pieces[0])} stands where a query takes no parameter{ToReplace}");
            return;
        }

        if (pieces.Count == 1 && pieces[0].Length == value.Length)
        {
            PutString(token, Declare(pieces[0].Name, value, ColumnKind.String));
            return;
        }

        var parts = new List<KqlText>();
        var place = 0;
        foreach (var piece in pieces)
        {
            if (piece.Start > place)
            {
                parts.Add(KqlWriter.Value(value.Substring(place, piece.Start - place)));
            }

            parts.Add(Declare(piece.Name, Shown(piece), ColumnKind.String));
            place = piece.Start + piece.Length;
        }

        if (place < value.Length)
        {
            parts.Add(KqlWriter.Value(value.Substring(place)));
        }

        PutString(token, KqlText.Of($"strcat({KqlText.Join(KqlText.Of($", "), parts)})"));

        string Shown(PlaceholderPieces.Piece piece) => value.Substring(piece.Start, piece.Length);
    }

    // A dynamic literal holds no names: the list becomes one that is made of values.
    private void PutString(int token, KqlText text)
    {
        _rewriter.Replace(token, token, text);
        if (_places.DynamicList is { } open && _lists.Add(open))
        {
            _rewriter.Replace(open - 2, open, KqlText.Of($"pack_array("));
            _rewriter.Replace(_query.PartnerOf(open), _query.PartnerOf(open) + 1, KqlText.Of($")"));
        }
    }

    // The literal of a moment around it, and the same with quotes.
    private void ReadLiteral(int token)
    {
        if (InLiteral.Match(_query.TextAt(token)) is { Success: true } match && KnownColumn.KindOf(match.Groups[1].Value) is { } type)
        {
            Put(token, token, match.Groups[2].Success ? match.Groups[2].Value : match.Groups[3].Value, match.Value, type, name => name);
        }
    }

    private int ReadBraces(int open)
    {
        var depth = _query.KindAt(open + 1) == KqlTokenKind.OpenBrace ? 2 : 1;
        var name = open + depth;
        var last = name + depth;
        if (
            _query.KindAt(name) != KqlTokenKind.Identifier
            || Enumerable.Range(1, depth).Any(step => _query.KindAt(name + step) != KqlTokenKind.CloseBrace)
            // A function's body may be one name.
            || (depth == 1 && _query.KindAt(open - 1) == KqlTokenKind.CloseParenthesis)
        )
        {
            return open;
        }

        return PutBare(open, last, _query.TextAt(name));
    }

    private int ReadAngles(int open)
    {
        var (start, close) = (_query.Text.Significant[open], open + 1);
        while (_query.KindAt(close) is KqlTokenKind.Identifier or KqlTokenKind.Dot || (_query.Is(close, "-") && close > open + 1))
        {
            close++;
        }

        if (!_query.Is(close, ">") || close == open + 1 || _query.IsValueEnd(open - 1) || _query.Text.Significant[open + 1].Start != start.End)
        {
            return open;
        }

        var end = _query.Text.Significant[close];
        return PutBare(open, close, _query.Text.Source.Substring(start.End, end.Start - start.End));
    }

    private int PutBare(int first, int last, string placeholder)
    {
        var shown = _query.Text.Source.Substring(
            _query.Text.Significant[first].Start,
            _query.Text.Significant[last].End - _query.Text.Significant[first].Start
        );
        if (IsPlaceOfRows(first) || PackQueries.IsPlaceOfSource(_query, first, last))
        {
            _problems.Add($"The placeholder {shown} stands for a part of the query and not for a value{ToReplace}");
            return last;
        }

        // {days}d: so many of that unit.
        if (
            _query.KindAt(last + 1) == KqlTokenKind.Identifier
            && _query.Text.Significant[last + 1].Start == _query.Text.Significant[last].End
            && KqlTimespan.Parse($"1{_query.TextAt(last + 1)}") is { } unit
        )
        {
            Put(first, last + 1, placeholder, shown, ColumnKind.Int64, name => KqlText.Of($"({name} * {KqlWriter.Value(unit)})"));
            return last + 1;
        }

        var type = _types.At(first, last) ?? _types.Stated(placeholder);
        if (type is null)
        {
            _problems.Add($"The type of the placeholder {shown} isn't known: it's declared as a string.");
        }

        Put(first, last, placeholder, shown, type ?? ColumnKind.String, name => name);
        return last;
    }

    // Where a table, a column or an operator would stand.
    private bool IsPlaceOfRows(int token) =>
        token == 0
        || _query.KindAt(token - 1) is KqlTokenKind.Pipe or KqlTokenKind.Semicolon or KqlTokenKind.Dot
        || KqlFacts.Operator(_query.TextAt(token - 1)) is { } operation && !operation.Takes(KqlArguments.Number)
        || _query.TextAt(token - 1) is "by" or "on";

    private void Put(int first, int last, string placeholder, string shown, ColumnKind type, Func<KqlText, KqlText> write) =>
        _rewriter.Replace(first, last, write(Declare(placeholder, shown, type)));

    private KqlText Declare(string placeholder, string shown, ColumnKind type)
    {
        if (!_found.TryGetValue(placeholder, out var found))
        {
            var letters = new string([.. placeholder.Where(c => KqlCharacters.IsNamePart(c))]);
            var name = _names.Near(letters);
            while (!_taken.Add(name))
            {
                name += "_";
            }

            _found[placeholder] = found = new Found(name, shown, type);
            _order.Add(placeholder);
        }
        else if (found.Type != type)
        {
            _problems.Add(
                $"The placeholder {shown} is used as {KnownColumn.NameOf(found.Type)} and as {KnownColumn.NameOf(type)}: it's declared as the first of them."
            );
        }

        return KqlWriter.Name(found.Name);
    }

    private BoundText Write(string text)
    {
        if (_order.Count == 0)
        {
            return new BoundText(text, [], _problems);
        }

        var parameters = new List<MdePackParameter>();
        var declared = new List<KqlText>();
        foreach (var placeholder in _order)
        {
            var found = _found[placeholder];
            var stated = _stated.FirstOrDefault(parameter => string.Equals(parameter.Name, placeholder, StringComparison.OrdinalIgnoreCase));
            var value = PlaceholderDefault.Of(stated?.Default, found.Type);
            declared.Add(
                value is { } written
                    ? KqlText.Of($"{KqlWriter.Name(found.Name)}:{KqlWriter.Type(found.Type)} = {written}")
                    : KqlText.Of($"{KqlWriter.Name(found.Name)}:{KqlWriter.Type(found.Type)}")
            );
            parameters.Add(
                new MdePackParameter(found.Name, KnownColumn.NameOf(found.Type)!)
                {
                    Placeholder = found.Shown,
                    PublishedName = placeholder,
                    Default = value?.ToString(),
                    Description = stated?.Description,
                }
            );
        }

        var head = KqlText.Of($"declare query_parameters({KqlText.Join(KqlText.Of($", "), declared)});\n");
        return new BoundText(head + _rewriter.Write(text.Length, KqlText.None), parameters, _problems);
    }

    private sealed record Found(string Name, string Shown, ColumnKind Type);
}

/// <summary>A query whose placeholders are parameters.</summary>
/// <param name="Text">The query, which declares them.</param>
/// <param name="Parameters">They.</param>
/// <param name="Problems">What could not become one.</param>
internal sealed record BoundText(string Text, IReadOnlyList<MdePackParameter> Parameters, IReadOnlyList<string> Problems);
