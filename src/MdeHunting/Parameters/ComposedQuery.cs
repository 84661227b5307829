using MdeHunting.Contract;
using MdeHunting.Kql;
using MdeHunting.Kql.Writing;

namespace MdeHunting.Parameters;

/// <summary>A query with the values of its parameters ahead of it.</summary>
/// <param name="Given">The query as it was given.</param>
/// <param name="Text">The query with the values.</param>
/// <param name="LinesAhead">How many lines stand in it ahead of those of the query as it was given; what stands in them has the same columns.</param>
internal sealed record ComposedQuery(string Given, string Text, int LinesAhead)
{
    /// <summary>The literals of it that may not be shown, as they are written.</summary>
    public IReadOnlyList<string> HiddenLiterals { get; init; } = [];

    /// <summary>The texts that those stand for.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>The request of a text of which it is a part.</summary>
    public HuntingRequest ToRequest(string text) =>
        new(text) { Redacted = HiddenLiterals.Count == 0 ? null : Shown(text), Secrets = [.. Secrets, .. HiddenLiterals] };

    /// <summary>The names of the values that are no tables.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>A query without parameters.</summary>
    public static implicit operator ComposedQuery(string query) => new(query, query, 0);

    /// <summary>The line behind which those lines are: 0 where they are ahead of all others.</summary>
    public int LineBefore { get; init; }

    /// <summary>A place of the text, in the query as it was given; null where it is in a line that stands ahead.</summary>
    public KqlPosition? InGiven(KqlPosition place) =>
        place.Line <= LineBefore ? place
        : place.Line > LinesAhead && place.Line - LinesAhead >= LineBefore ? place with { Line = place.Line - LinesAhead }
        : null;

    /// <summary>A text of which it is a part, to be shown: without what may not be.</summary>
    public string Shown(string text) => HiddenLiterals.Aggregate(text, static (shown, literal) => shown.Replace(literal, KqlWriter.HiddenMark));
}
