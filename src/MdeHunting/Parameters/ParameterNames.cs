using System.Text;
using MdeHunting.Contract;
using MdeHunting.Kql;
using MdeHunting.Kql.Binding;
using MdeHunting.Kql.Parsing;
using MdeHunting.Kql.Writing;
using MdeHunting.Tables;

namespace MdeHunting.Parameters;

/// <summary>
/// What the names of a query's parameters may not be. A name of a <c>let</c> that is a column too means the column wherever there is one, without a word:
/// <c>let FileName = "x"; DeviceFileEvents | where FileName == FileName</c> lets every row through.
/// </summary>
internal sealed class ParameterNames
{
    private readonly TokenTree _query;
    private readonly Dictionary<string, string> _taken = new(StringComparer.OrdinalIgnoreCase);
    private readonly ILookup<string, string> _ofTables;
    private readonly HashSet<string> _aggregates = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _paths = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _numbered = new(StringComparer.OrdinalIgnoreCase) { UnnamedColumn };
    private readonly HashSet<string> _given;
    private readonly bool _numbersColumns;
    private readonly TableRows _rows;
    private readonly Lazy<HashSet<string>> _columns;
    private readonly Lazy<HashSet<string>> _used;

    // What the service calls a column that the query gives no name, with a number behind it; and what print does.
    private const string UnnamedColumn = "Column";
    private const string PrintedColumn = "print_";

    private const string MadeColumn = "a possible name of the query's columns";

    // What count and getschema return.
    private const string CountColumn = "Count";
    private static readonly string[] SchemaColumns = ["ColumnName", "ColumnOrdinal", "DataType", "ColumnType"];

    /// <param name="query">The query.</param>
    /// <param name="tables">The tables that there are.</param>
    /// <param name="lets">The parameters, of which some are tables with columns of their own.</param>
    /// <param name="given">The names of all parameters that are specified or declared, which are no suggestions for another.</param>
    public ParameterNames(TokenTree query, IReadOnlyList<KnownTable> tables, IEnumerable<ParameterLet>? lets = null, IEnumerable<string>? given = null)
    {
        _query = query;
        _rows = TableRows.Of(tables);
        _columns = new Lazy<HashSet<string>>(() => Columns(query));
        _used = new Lazy<HashSet<string>>(() => new HashSet<string>(Tokens.Select(query.NameAt).OfType<string>(), StringComparer.OrdinalIgnoreCase));
        _given = new HashSet<string>(given ?? [], StringComparer.OrdinalIgnoreCase);
        _ofTables = (lets ?? [])
            .SelectMany(let => let.Columns.Select(column => (Column: column, let.Name)))
            .ToLookup(one => one.Column, one => one.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var name in tables.SelectMany(table => table.Aliases.Append(table.Name)))
        {
            _taken[name] = "the name of a table";
        }

        var reached = Reached(tables);
        foreach (var table in tables.Where(table => reached is null || reached.Contains(table.Name) || table.Aliases.Any(reached.Contains)))
        {
            foreach (var column in table.Columns)
            {
                _taken[column.Name] = $"a column of {table.Name}";
            }
        }

        foreach (var name in Tokens.Any(token => KqlFacts.SourceOf(query.TextAt(token)) == KqlSource.Profile) ? FileProfile.Names : [])
        {
            _taken[name] = "a column that the query adds";
        }

        foreach (var token in Tokens)
        {
            Take(token);
            if (KqlFacts.PrefixOf(query.TextAt(token)) is { Length: > 0 } prefix)
            {
                _aggregates.Add(prefix);
            }
        }

        // f(a).b is the column b, and a["b"] is a_b.
        KqlNodes.Visit(
            KqlParser.Parse(query).Statements,
            (node, _) =>
            {
                if (node is PathNode && ColumnNames.Of(node, query) is { } made && !_taken.ContainsKey(made))
                {
                    _taken[made] = MadeColumn;
                }
            }
        );

        if (Tokens.Any(token => KqlFacts.SourceOf(query.TextAt(token)) == KqlSource.Printed))
        {
            _numbered.Add(PrintedColumn);
        }

        _numbersColumns = Tokens.Any(token => KqlFacts.Operator(query.TextAt(token)) is { Columns: KqlColumnEffect.Joined or KqlColumnEffect.United });
    }

    private IEnumerable<int> Tokens => Enumerable.Range(0, _query.Whole.End);

    /// <summary>Checks a name.</summary>
    /// <exception cref="HuntingException">It is no name, or that of something else.</exception>
    public void Check(string name)
    {
        if (What(name) is not { } what)
        {
            return;
        }

        var instead = Free(name);
        throw new HuntingException(
            HuntingFailure.ParameterNameTaken,
            $"A parameter can't be called '{name}': that is {what}.",
            $"Use '{instead}', in -Parameter and in the query."
        )
        {
            Target = name,
        };
    }

    /// <summary>The name itself where it is free, or one like it.</summary>
    public string Near(string name) => What(name) is null ? name : Free(name);

    private string Free(string name)
    {
        var letters = new string([.. name.Where(KqlCharacters.IsNamePart)]);
        var start = letters.Length == 0 ? "value" : letters;
        return Enumerable
            .Range(1, int.MaxValue)
            .Select(number => number == 1 ? $"p_{start}" : FormattableString.Invariant($"p{number}_{start}"))
            .First(candidate => What(candidate) is null && !_given.Contains(candidate) && !IsUsed(candidate));
    }

    // Whatever it is there, -Parameter would take its place.
    private bool IsUsed(string name) => _used.Value.Contains(name);

    private string? What(string name) =>
        name.Length == 0 ? "not a name"
        : _taken.TryGetValue(name, out var what) ? what
        : _ofTables[name].FirstOrDefault(table => !string.Equals(table, name, StringComparison.OrdinalIgnoreCase)) is { } table
            ? $"a column of the parameter '{table}'"
        : IsOfLanguage(name) ? "a keyword of KQL"
        : !KqlWriter.IsPlainName(name) ? "not valid in KQL without brackets"
        : name.IndexOf('_') is > 0 and var end && _aggregates.Contains(name.Substring(0, end)) ? MadeColumn
        : name.TrimEnd(Digits) is var start && start.Length < name.Length && _numbered.Contains(start) ? MadeColumn
        : _paths.Any(path => name.StartsWith(path, StringComparison.OrdinalIgnoreCase)) ? MadeColumn
        : _numbersColumns && name.TrimEnd(Digits) is { Length: > 0 } stem && stem.Length < name.Length && _taken.ContainsKey(stem) ? MadeColumn
        : IsUsed(name) && IsMade(name) ? MadeColumn
        : null;

    // Whether the query has a column of that name where it doesn't write it: percentile_FileSize_95, or FileSize_long of a union of different types. Of the few
    // names that the query as it stands has among its columns, it's seen by what is left of them under another name.
    private bool IsMade(string name)
    {
        if (!_columns.Value.Contains(name))
        {
            return false;
        }

        var text = new StringBuilder(_query.Text.Source);
        foreach (var token in Tokens.Reverse().Where(token => string.Equals(_query.TextAt(token), name, StringComparison.OrdinalIgnoreCase)))
        {
            text.Insert(_query.Text.Significant[token].End, OtherName);
        }

        return Columns(TokenTree.Of(new SourceText(text.ToString()))).Contains(name);
    }

    private HashSet<string> Columns(TokenTree query)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var rows in QueryBinder.Bind(KqlParser.Parse(query), _rows).AllRows)
        {
            foreach (var column in rows.Columns)
            {
                names.Add(column.Name);
                if (rows.HasUnclearUnion)
                {
                    names.UnionWith(KqlTypes.Names.Select(type => $"{column.Name}_{type}"));
                }
            }
        }

        return names;
    }

    private const string OtherName = "_other_0";

    private static readonly char[] Digits = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];

    private static bool IsOfLanguage(string name) =>
        KqlFacts.IsWord(name)
        || KqlFacts.IsOperator(name)
        || KqlFacts.BeginningOf(name) != KqlBeginning.None
        || KqlFacts.LiteralOf(name) != KqlLiteral.None
        || KqlFacts.KindOf(name) != KqlFunctionKind.Unknown
        || KqlFacts.TextInfixOf(name) is not null;

    // null where the query reads tables that it does not name.
    private HashSet<string>? Reached(IReadOnlyList<KnownTable> tables)
    {
        var known = new HashSet<string>(tables.SelectMany(table => table.Aliases.Append(table.Name)), StringComparer.Ordinal);
        var reached = new HashSet<string>(StringComparer.Ordinal);
        foreach (var token in Tokens)
        {
            var name = _query.NameAt(token) ?? (_query.Text.Significant[token].IsString ? _query.Text.ValueOf(_query.Text.Significant[token]) : null);
            if (name is not null && known.Contains(name))
            {
                reached.Add(name);
            }

            // search, find and union * read what they do not name, and so may a function of the tenant.
            var operation = KqlFacts.Operator(_query.TextAt(token));
            if (
                operation is { Rows: KqlRowEffect.Searched }
                || KqlFacts.SourceOf(_query.TextAt(token)) is KqlSource.Searched or KqlSource.Found
                || (operation is { Rows: KqlRowEffect.United } && _query.TopLevel(_query.Whole.From(token)).Any(other => _query.Is(other, "*")))
            )
            {
                return null;
            }
        }

        return reached;
    }

    // Name = value, Name:type, let Name, as Name, range Name from …, withsource=Name, and what parse names.
    private void Take(int token)
    {
        if (_query.NameAt(token) is { } name && _query.KindAt(token - 1) != KqlTokenKind.Dot && (IsGiven(token) || IsNamedBefore(token)))
        {
            _taken[name] = "a name that the query uses for something else";
        }

        // a.b["c"] is the column a_b_c.
        if (_query.NameAt(token) is { } path && (_query.KindAt(token + 1) == KqlTokenKind.Dot || _query.Is(token + 1, "[")))
        {
            _paths.Add(path + "_");
        }

        if (KqlFacts.Operator(_query.TextAt(token)) is not { } operation)
        {
            return;
        }

        if (operation.Columns is KqlColumnEffect.Parsed or KqlColumnEffect.ParsedKeys)
        {
            TakeParsed(token + 1);
        }

        var isStep = _query.KindAt(token - 1) == KqlTokenKind.Pipe;
        foreach (
            var made in !isStep ? []
            : operation.Columns == KqlColumnEffect.Schema ? SchemaColumns
            : operation.Columns == KqlColumnEffect.Counted ? [CountColumn]
            : []
        )
        {
            _taken[made] = MadeColumn;
        }
    }

    private bool IsGiven(int token) => _query.Is(token + 1, "=") || _query.Is(token + 1, ":");

    private bool IsNamedBefore(int token) =>
        _query.Is(token - 1, "let")
        || (_query.Is(token - 1, "=") && _query.TextAt(token - 2).StartsWith("with", StringComparison.Ordinal))
        || KqlFacts.SourceOf(_query.TextAt(token - 1)) == KqlSource.Sequence
        || KqlFacts.Operator(_query.TextAt(token - 1)) is { Rows: KqlRowEffect.Named };

    private void TakeParsed(int start)
    {
        for (var token = start; token < _query.Whole.End && _query.KindAt(token) is not (KqlTokenKind.Pipe or KqlTokenKind.Semicolon); token++)
        {
            if (_query.NameAt(token) is { } name)
            {
                _taken[name] = "a name that the query uses for something else";
            }
        }
    }
}
