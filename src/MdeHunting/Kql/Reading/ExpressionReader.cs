using MdeHunting.Kql.Structure;

namespace MdeHunting.Kql.Reading;

/// <summary>Reads expressions for the functions that they call and the tables that they read in subqueries.</summary>
internal sealed class ExpressionReader(QueryReader reader, QueryFindings findings)
{
    private static readonly HashSet<string> BeforeTable = new(StringComparer.Ordinal) { "in", "has_any", "has_all" };

    private readonly KqlStructure _query = reader.Query;

    /// <summary>Reads an expression, or several.</summary>
    public void Read(KqlSpan span, QueryScope scope) => findings.Nested(span.Start, () =>
    {
        for (var i = span.Start; i < span.End; i++)
        {
            if (_query.KindAt(i) == KqlTokenKind.OpenParenthesis)
                i = ReadGroup(i, scope);
            else if (_query.NameAt(i) is { } name && _query.KindAt(i - 1) != KqlTokenKind.Dot)
                i = ReadName(i, name, scope);
        }

        return null;
    });

    /// <summary>Reads the arguments of a function of the query's own, which may be tables.</summary>
    public void ReadArguments(KqlSpan span, QueryScope scope)
    {
        foreach (var argument in _query.Split(span, KqlTokenKind.Comma))
        {
            if (reader.IsTable(argument, scope))
                ReadSubquery(argument, scope);
            else
                Read(argument, scope);
        }
    }

    // A bare name in parentheses is a table only where a table can be: in (Suspects), has_any (Names).
    private int ReadGroup(int open, QueryScope scope)
    {
        var inside = _query.Inside(open);
        if (reader.IsTable(inside, scope) && (inside.Count > 1 || IsAfterTableWord(open)))
            ReadSubquery(inside, scope);
        else
            Read(inside, scope);
        return inside.End;
    }

    private bool IsAfterTableWord(int open) => BeforeTable.Contains(_query.TextAt(_query.Is(open - 1, "~") ? open - 2 : open - 1));

    private void ReadSubquery(KqlSpan span, QueryScope scope)
    {
        if (reader.ReadTable(span, scope).IsWindowed)
        {
            findings.CannotSplit(
                span.Start, _query.TextAt(span.Start), "it is a table with a time inside of an expression, of which each window would see its own part only",
                "Write its values into the query, or ask for them first.");
        }
    }

    private int ReadName(int token, string name, QueryScope scope)
    {
        if (_query.KindAt(token + 1) == KqlTokenKind.OpenParenthesis)
            return ReadCall(token, name, scope);
        if (!_query.Is(token + 1, "=") && scope.Find(name) is { IsFunction: false } own && own.Rows is { IsWindowed: true })
            ReadSubquery(new KqlSpan(token, token + 1), scope);
        return token;
    }

    private int ReadCall(int token, string name, QueryScope scope)
    {
        var arguments = _query.Inside(token + 1);
        if (scope.Find(name) is { IsFunction: true } own)
        {
            ReadArguments(arguments, scope);
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
            case KqlFunctionKind.Unknown:
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
}
