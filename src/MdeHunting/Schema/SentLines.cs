using MdeHunting.Kql;
using MdeHunting.Parameters;

namespace MdeHunting.Schema;

/// <summary>
/// The lines of a query as they were sent: one that is bounded in time has its bounds ahead, and one with parameters their values, each in a line of its own.
/// </summary>
internal readonly record struct SentLines
{
    private readonly ComposedQuery _query;
    private readonly int _filters;

    /// <param name="refusal">What was refused, whose target is the text that was sent.</param>
    /// <param name="query">The query with its parameters.</param>
    public SentLines(HuntingException refusal, ComposedQuery query)
    {
        _query = query;
        _filters = refusal.GetTarget() is string sent ? Math.Max(0, LineEnds(sent) - LineEnds(query.Text)) : 0;
    }

    /// <summary>What stands ahead of the query.</summary>
    public string Ahead =>
        _filters == 0 ? "the values of -Parameter are ahead"
        : _query.LinesAhead == 0 ? "the time filters are ahead"
        : "the time filters and the values of -Parameter are ahead";

    /// <summary>A place of what was sent, in the query as it was given; null for one in what stands ahead.</summary>
    public KqlPosition? InGiven(KqlPosition sent) => sent.Line <= _filters ? null : _query.InGiven(sent with { Line = sent.Line - _filters });

    private static int LineEnds(string text) => text.Count(c => c == '\n');
}
