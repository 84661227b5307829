namespace MdeHunting.Kql.Analysis;

/// <summary>Reads expressions for the functions that they call and the tables that they read in subqueries.</summary>
internal sealed class ExpressionAnalyzer(QueryAnalyzer analyzer, DiagnosticBag diagnostics)
{
    private readonly TokenTree _query = analyzer.Query;

    private readonly Lazy<HashSet<string>> _made = new(() => Made(analyzer.Query));

    /// <summary>Reads an expression, or several. What a let names may be read here for the first time, and is looked up then, too.</summary>
    public void Read(TokenRange span, QueryScope scope) => diagnostics.Nested(span.Start, () => diagnostics.LookedUp(() => ReadParts(span, scope)));

    /// <summary>Reads the arguments of a function, which may be tables.</summary>
    /// <param name="span">What stands between its parentheses.</param>
    /// <param name="scope">The names that are known there.</param>
    /// <param name="parameters">What it takes, as far as that is known.</param>
    /// <returns>Whether a table with a time is among them, and what those that are tables come from.</returns>
    public (bool IsWindowed, IReadOnlyCollection<RowSource> Sources) ReadArguments(TokenRange span, QueryScope scope, IReadOnlyList<QueryParameter> parameters)
    {
        var isWindowed = false;
        var sources = new List<RowSource>();
        var arguments = span.IsEmpty ? [] : _query.Split(span, KqlTokenKind.Comma);
        var given = new HashSet<QueryName>();
        for (var i = 0; i < arguments.Count; i++)
        {
            var name = _query.Is(arguments[i].Start + 1, "=") ? _query.NameAt(arguments[i].Start) : null;
            var value = name is null ? arguments[i] : arguments[i].From(arguments[i].Start + 2);
            var parameter = name is not null ? parameters.FirstOrDefault(parameter => parameter.Name == name) : parameters.ElementAtOrDefault(i);
            if (parameter.Meaning is { } meaning && given.Add(meaning))
            {
                meaning.Give(value, scope);
            }

            if (!value.IsEmpty && (parameter.IsTable || analyzer.IsTable(value, scope)))
            {
                var rows = ReadRows(value, scope);
                isWindowed |= rows.IsWindowed;
                sources.AddRange(rows.Sources);
            }
            else
            {
                Read(value, scope);
            }
        }

        foreach (var parameter in parameters)
        {
            if (parameter.Meaning is { } meaning && !given.Contains(meaning))
            {
                meaning.LeaveOut();
            }
        }

        return (isWindowed, sources);
    }

    /// <summary>Reads a name that stands by itself for what the query gave it to.</summary>
    public void ReadBareName(int token, QueryScope scope)
    {
        if (analyzer.MeaningOf(_query.NameAt(token)!, scope) is { IsWindowed: true })
        {
            ReadSubquery(new TokenRange(token, token + 1), scope);
        }
    }

    /// <summary>Reads bare names for tables, where an operator may have them among its other arguments.</summary>
    public void ReadTableNames(TokenRange span, QueryScope scope)
    {
        for (var i = span.Start; i < span.End; i++)
        {
            var name = new TokenRange(i, i + 1);
            if (_query.NameAt(i) is not null && _query.KindAt(i - 1) != KqlTokenKind.Dot && !_query.Is(i + 1, "=") && analyzer.IsTable(name, scope))
            {
                ReadSubquery(name, scope);
            }
        }
    }

    private RowsetInfo? ReadParts(TokenRange span, QueryScope scope)
    {
        for (var i = span.Start; i < span.End; i++)
        {
            if (_query.KindAt(i) == KqlTokenKind.OpenParenthesis)
            {
                i = ReadGroup(i, scope);
            }
            else if (_query.NameAt(i) is { } name && _query.KindAt(i - 1) != KqlTokenKind.Dot)
            {
                i = ReadName(i, name, scope);
            }
        }

        return null;
    }

    // A bare name in parentheses is a table only where a table can be: in (Suspects), has_any (Names).
    private int ReadGroup(int open, QueryScope scope)
    {
        var inside = _query.Inside(open);
        var isAfterTableWord = IsAfterTableWord(open);
        if (analyzer.IsTable(inside, scope) && (analyzer.Inner(inside).Count > 1 || isAfterTableWord))
        {
            ReadSubquery(inside, scope);
        }
        else if (isAfterTableWord && analyzer.IsUnknownName(inside, scope) && !IsColumn(analyzer.Inner(inside)))
        {
            ReadSubquery(inside, scope);
        }
        else
        {
            Read(inside, scope);
        }

        return inside.End;
    }

    private bool IsAfterTableWord(int open) => KqlFacts.Is(KqlWordPlaces.BeforeRows, _query.TextAt(open - 1));

    // The columns that tables have are not known here.
    private bool IsColumn(TokenRange name) => _made.Value.Contains(_query.NameAt(name.Start)!);

    private void ReadSubquery(TokenRange span, QueryScope scope) => diagnostics.Used(ReadRows(span, scope).Sources);

    private RowsetInfo ReadRows(TokenRange span, QueryScope scope)
    {
        var rows = diagnostics.LookedUp(() => analyzer.ReadTable(span, scope));
        if (!rows.IsWindowed)
        {
            return rows;
        }

        var place = analyzer.Beginning(span);
        diagnostics.CannotSplit(
            place,
            _query.TextAt(place),
            "it's a table with a time column inside an expression, and each window would read only a part of it",
            "Write its values into the query, or query them first."
        );
        return rows;
    }

    // A name of the query's own may stand anywhere: x['Name'] is an element of x, but where['Name'] is a name, and by what is before it they are not always to
    // be told apart. A function without arguments is called by its bare name too. Where there is a column of that name, this reads more than the service does.
    private int ReadName(int token, string name, QueryScope scope)
    {
        if (_query.KindAt(token + 1) == KqlTokenKind.OpenParenthesis)
        {
            return ReadCall(token, name, scope);
        }

        if (!_query.Is(token + 1, "="))
        {
            ReadBareName(token, scope);
        }

        return token;
    }

    private int ReadCall(int token, string name, QueryScope scope)
    {
        var arguments = _query.Inside(token + 1);
        if (scope.Find(name) is { } own)
        {
            diagnostics.Used(ReadArguments(arguments, scope, own.Parameters ?? []).Sources);
            if (own.Rows is { IsWindowed: true })
            {
                ReadSubquery(new TokenRange(token, arguments.End + 1), scope);
            }

            return arguments.End;
        }

        if (_query.KindAt(token) == KqlTokenKind.BracketedName)
        {
            diagnostics.BracketedFunction(token, name);
            return token;
        }

        var source = KqlFacts.SourceOf(name);
        if (source == KqlSource.Scalar && !analyzer.IsTable(arguments, scope) && !analyzer.IsUnknownName(arguments, scope))
        {
            Read(arguments, scope);
            return arguments.End;
        }

        if (source is KqlSource.Scalar or KqlSource.Argument or KqlSource.Named)
        {
            ReadSubquery(source == KqlSource.Scalar ? arguments : new TokenRange(token, arguments.End + 1), scope);
            return arguments.End;
        }

        if (!IsKeyword(token, name))
        {
            Judge(token, name);
        }

        return token;
    }

    // Most of the language's words may be names of functions too, such as one that is saved in the tenant: x to (1) has a word where on(1) has a function.
    private bool IsKeyword(int token, string name) =>
        KqlFacts.KindOf(name) switch
        {
            KqlFunctionKind.Word => true,
            KqlFunctionKind.Keyword => IsOperand(token - 1) || IsContinued(_query.TextAt(token - 1)),
            KqlFunctionKind.Unknown => KqlFacts.IsOperator(name) && IsOperand(token - 1),
            _ => false,
        };

    // scan with (…), matches regex (…)
    private static bool IsContinued(string word) => KqlFacts.Operator(word) is { Rows: KqlRowEffect.Scanned } || KqlFacts.MatchOf(word) == KqlTextMatch.Pattern;

    private bool IsOperand(int token) =>
        _query.KindAt(token) switch
        {
            KqlTokenKind.Identifier => KqlFacts.Is(KqlWordPlaces.EndOfKey, _query.TextAt(token))
                || (!KqlFacts.IsWord(_query.TextAt(token)) && !KqlFacts.IsOperator(_query.TextAt(token))),
            KqlTokenKind.Operator
            or KqlTokenKind.Comma
            or KqlTokenKind.Pipe
            or KqlTokenKind.Semicolon
            or KqlTokenKind.Dot
            or KqlTokenKind.Unknown
            or KqlTokenKind.OpenParenthesis
            or KqlTokenKind.OpenBracket
            or KqlTokenKind.OpenBrace => false,
            _ => true,
        };

    private void Judge(int token, string name)
    {
        switch (KqlFacts.KindOf(name))
        {
            case KqlFunctionKind.Unknown or KqlFunctionKind.Plugin or KqlFunctionKind.Outer or KqlFunctionKind.Keyword:
                diagnostics.UnknownFunction(token, name);
                break;
            case KqlFunctionKind.Window:
                diagnostics.CannotSplit(
                    token,
                    name,
                    "its value depends on the rows before and after, which may lie in another window",
                    "Remove it, and compute it from the returned rows."
                );
                break;
            case KqlFunctionKind.Random:
                diagnostics.CannotSplit(token, name, "its value is different each time", "Remove it, and compute it from the returned rows.");
                break;
            case KqlFunctionKind.Unordered:
                diagnostics.CannotSplit(token, name, "its value depends on all rows and their order", "Remove it, and compute it from the returned rows.");
                break;
        }
    }

    // What the query makes: Name = …, and Name:type of parse and datatable.
    private static HashSet<string> Made(TokenTree query)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < query.Whole.End; i++)
        {
            if (query.NameAt(i) is { } name && (query.Is(i + 1, "=") || query.Is(i + 1, ":")))
            {
                names.Add(name);
            }
        }

        return names;
    }
}
