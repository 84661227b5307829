using MdeHunting.Kql.Structure;

namespace MdeHunting.Kql.Reading;

/// <summary>Computes the values of times that a query writes down. What it cannot compute is null.</summary>
/// <param name="query">The query.</param>
/// <param name="scope">The names that are known there.</param>
/// <param name="now">The moment of the run (UTC).</param>
/// <param name="isTime">Whether a column holds the time of its row.</param>
/// <param name="made">The expressions that a column was made of.</param>
internal sealed class TimeArithmetic(
    KqlStructure query, QueryScope scope, DateTime now, Func<string, bool> isTime, Func<string, IReadOnlyList<(KqlSpan Span, QueryScope Scope)>> made)
{
    // Names may be made of names, each of them twice: no query that is meant has so many.
    private const int MostSteps = 20_000;

    private readonly TimeFunctions _functions = new(now);
    private QueryScope _scope = scope;
    private int _depth;
    private int _steps;

    /// <summary>Whether there is still room to look further.</summary>
    public bool MayGoOn() => _depth < 60 && _steps++ < MostSteps;

    /// <summary>The value of an expression.</summary>
    public TimeTerm? Value(KqlSpan span)
    {
        if (span.IsEmpty || !MayGoOn())
            return null;

        _depth++;
        try
        {
            return Sum(span);
        }
        catch (Exception e) when (e is OverflowException or ArgumentException or DivideByZeroException)
        {
            return null;
        }
        finally
        {
            _depth--;
        }
    }

    // The last sign of the lowest rank divides it, so that what stands before is taken first.
    private TimeTerm? Sum(KqlSpan span)
    {
        var sum = LastSign(span, "+", "-");
        if (sum >= 0)
        {
            var (left, right) = (Value(span with { End = sum }), Value(span.From(sum + 1)));
            return query.Is(sum, "+") ? left + right : left - right;
        }

        var product = LastSign(span, "*", "/");
        if (product >= 0)
        {
            if (Value(span with { End = product }) is not { } left || Value(span.From(product + 1)) is not { } right)
                return null;
            if (query.Is(product, "/"))
                return right.Rows == 0 ? left.Times(1 / right.Ticks) : null;
            return right.Rows == 0 ? left.Times(right.Ticks) : left.Rows == 0 ? right.Times(left.Ticks) : null;
        }

        if (query.Is(span.Start, "-"))
            return Value(span.From(span.Start + 1))?.Times(-1);
        return query.Is(span.Start, "+") ? Value(span.From(span.Start + 1)) : Operand(span);
    }

    private int LastSign(KqlSpan span, string one, string other)
    {
        var last = -1;
        foreach (var i in query.TopLevel(span))
        {
            // A sign that follows another is the number's own.
            if (i > span.Start && (query.Is(i, one) || query.Is(i, other)) && query.KindAt(i - 1) != KqlTokenKind.Operator)
                last = i;
        }

        return last;
    }

    private TimeTerm? Operand(KqlSpan span)
    {
        if (query.IsGroup(span))
            return Value(query.Inside(span.Start));
        if (span.Count == 1)
            return query.NameAt(span.Start) is { } name ? Name(name) : TimeFunctions.Literal(query.Text.Significant[span.Start].Kind, Text(span.Start));
        return query.NameAt(span.Start) is { } function && query.IsGroup(span.From(span.Start + 1)) ? Call(function, query.Inside(span.Start + 1)) : null;
    }

    private string Text(int token) => query.Text.Significant[token].IsString ? query.Text.ValueOf(query.Text.Significant[token]) : query.TextAt(token);

    private TimeTerm? Name(string name)
    {
        if (isTime(name))
            return new TimeTerm(1, 0);
        if (_scope.Find(name) is { } own)
            return Earliest(own.Values);
        return Earliest(made(name));
    }

    private TimeTerm? Call(string function, KqlSpan arguments)
    {
        if (_scope.Find(function) is { } own)
            return Earliest(own.Values);
        if (function == "ingestion_time")
            return new TimeTerm(1, 0);
        if (function == "toscalar" && query.Is(arguments.Start, "print"))
            return Value(arguments.From(arguments.Start + (query.Is(arguments.Start + 2, "=") ? 3 : 1)));

        var items = arguments.IsEmpty ? [] : query.Split(arguments, KqlTokenKind.Comma);
        if (function is "iff" or "iif" && items.Count == 3)
            return Earliest([.. items.Skip(1).Select(item => (item, _scope))]);
        return _functions.Call(function, [.. items.Select(Value)], [.. items.Select(item => item.Count == 1 ? Text(item.Start) : string.Empty)]);
    }

    private TimeTerm? Earliest(IReadOnlyList<(KqlSpan Span, QueryScope Scope)> values)
    {
        var outer = _scope;
        TimeTerm? earliest = null;
        foreach (var (span, inner) in values.ToArray())
        {
            // Of a function's body the last statement is its value, which sees the names before it.
            var statements = KqlStatement.In(query, span).ToArray();
            _scope = statements.OfType<LetStatement>().Aggregate(inner, With);
            if (Value(statements.LastOrDefault(part => part is not LetStatement)?.Span ?? span) is { } value && !(earliest is { } known && known.Rows == value.Rows && known.Ticks <= value.Ticks))
                earliest = value;
        }

        _scope = outer;
        return earliest;
    }

    private static QueryScope With(QueryScope scope, LetStatement let)
    {
        var name = new QueryName(null, static () => null);
        name.Values.Add((let.Value, scope));
        return scope.With(let.Name, name);
    }
}
