using MdeHunting.Kql.Structure;

namespace MdeHunting.Kql.Reading;

/// <summary>Reads expressions for the functions that they call and the tables that they read in subqueries.</summary>
internal sealed class ExpressionReader(QueryReader reader, QueryFindings findings)
{
    private static readonly HashSet<string> BeforeTable = new(StringComparer.Ordinal) { "in", "has_any", "has_all" };

    private readonly KqlStructure _query = reader.Query;

    private readonly Lazy<HashSet<string>> _made = new(() => Made(reader.Query));

    /// <summary>Reads an expression, or several.</summary>
    public void Read(KqlSpan span, QueryScope scope) => findings.Nested(span.Start, () =>
    {
        for (var i = span.Start; i < span.End; i++)
        {
            if (_query.KindAt(i) == KqlTokenKind.OpenParenthesis)
                i = ReadGroup(i, scope);
            else if (_query.NameAt(i) is { } name && !IsMember(i))
                i = ReadName(i, name, scope);
        }

        return null;
    });

    /// <summary>Reads the arguments of a function, which may be tables.</summary>
    /// <param name="span">What stands between its parentheses.</param>
    /// <param name="scope">The names that are known there.</param>
    /// <param name="parameters">What it takes, as far as that is known.</param>
    /// <returns>Whether a table with a time is among them.</returns>
    public bool ReadArguments(KqlSpan span, QueryScope scope, IReadOnlyList<QueryParameter> parameters)
    {
        var isWindowed = false;
        var arguments = _query.Split(span, KqlTokenKind.Comma);
        for (var i = 0; i < arguments.Count; i++)
        {
            var name = _query.Is(arguments[i].Start + 1, "=") ? _query.NameAt(arguments[i].Start) : null;
            var value = name is null ? arguments[i] : arguments[i].From(arguments[i].Start + 2);
            var parameter = name is not null ? parameters.FirstOrDefault(parameter => parameter.Name == name) : parameters.ElementAtOrDefault(i);
            if (!value.IsEmpty && (parameter.IsTable || reader.IsTable(value, scope)))
                isWindowed |= ReadSubquery(value, scope);
            else
                Read(value, scope);
        }

        return isWindowed;
    }

    /// <summary>Reads bare names for tables, where an operator may have them among its other arguments.</summary>
    public void ReadTableNames(KqlSpan span, QueryScope scope)
    {
        for (var i = span.Start; i < span.End; i++)
        {
            var name = new KqlSpan(i, i + 1);
            if (_query.NameAt(i) is not null && !IsMember(i) && !_query.Is(i + 1, "=") && reader.IsTable(name, scope))
                ReadSubquery(name, scope);
        }
    }

    // x.Name and x['Name'] are no names of their own.
    private bool IsMember(int token)
    {
        var before = _query.KindAt(token - 1);
        return before == KqlTokenKind.Dot
            || (before is KqlTokenKind.Identifier or KqlTokenKind.BracketedName or KqlTokenKind.CloseBracket or KqlTokenKind.CloseParenthesis
                && _query.KindAt(token) == KqlTokenKind.BracketedName && _query.Text.Significant[token - 1].End == _query.Text.Significant[token].Start);
    }

    // A bare name in parentheses is a table only where a table can be: in (Suspects), has_any (Names).
    private int ReadGroup(int open, QueryScope scope)
    {
        var inside = _query.Inside(open);
        var isAfterTableWord = IsAfterTableWord(open);
        if (reader.IsTable(inside, scope) && (reader.Inner(inside).Count > 1 || isAfterTableWord))
            ReadSubquery(inside, scope);
        else if (isAfterTableWord && reader.IsUnknownName(inside, scope) && !IsColumn(reader.Inner(inside)))
            ReadSubquery(inside, scope);
        else
            Read(inside, scope);
        return inside.End;
    }

    private bool IsAfterTableWord(int open) => BeforeTable.Contains(_query.TextAt(_query.Is(open - 1, "~") ? open - 2 : open - 1));

    // The columns that tables have are not known here.
    private bool IsColumn(KqlSpan name) => _made.Value.Contains(_query.NameAt(name.Start)!);

    private bool ReadSubquery(KqlSpan span, QueryScope scope)
    {
        if (!reader.ReadTable(span, scope).IsWindowed)
            return false;

        var place = reader.Beginning(span);
        findings.CannotSplit(
            place, _query.TextAt(place), "it is a table with a time inside of an expression, of which each window would see its own part only",
            "Write its values into the query, or ask for them first.");
        return true;
    }

    private int ReadName(int token, string name, QueryScope scope)
    {
        if (_query.KindAt(token + 1) == KqlTokenKind.OpenParenthesis)
            return ReadCall(token, name, scope);
        if (!_query.Is(token + 1, "=") && scope.Find(name) is { Parameters: null } own && own.Rows is { IsWindowed: true })
            ReadSubquery(new KqlSpan(token, token + 1), scope);
        return token;
    }

    private int ReadCall(int token, string name, QueryScope scope)
    {
        var arguments = _query.Inside(token + 1);
        if (scope.Find(name) is { Parameters: { } parameters } own)
        {
            ReadArguments(arguments, scope, parameters);
            if (own.Rows is { IsWindowed: true })
                ReadSubquery(new KqlSpan(token, arguments.End + 1), scope);
            return arguments.End;
        }

        if (name is "toscalar" or "materialize" or "table")
        {
            ReadSubquery(name == "toscalar" ? arguments : new KqlSpan(token, arguments.End + 1), scope);
            return arguments.End;
        }

        Judge(token, name);
        return token;
    }

    private void Judge(int token, string name)
    {
        switch (KqlFunctions.KindOf(name))
        {
            case KqlFunctionKind.Unknown when !OperatorReader.IsOperator(name):
                findings.UnknownFunction(token, name);
                break;
            case KqlFunctionKind.Window:
                findings.CannotSplit(token, name, "its value depends on the rows before and after, which may lie in another window", "Leave it out, and compute it from the rows.");
                break;
            case KqlFunctionKind.Random:
                findings.CannotSplit(token, name, "it has another value each time", "Leave it out, and compute it from the rows.");
                break;
            case KqlFunctionKind.Unordered:
                findings.CannotSplit(token, name, "its value depends on all rows and their order", "Leave it out, and compute it from the rows.");
                break;
        }
    }

    // What the query makes: Name = …, and Name:type of parse and datatable.
    private static HashSet<string> Made(KqlStructure query)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < query.Whole.End; i++)
        {
            if (query.NameAt(i) is { } name && (query.Is(i + 1, "=") || query.Is(i + 1, ":")))
                names.Add(name);
        }

        return names;
    }
}
