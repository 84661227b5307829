using System.Collections.Immutable;

namespace MdeHunting.Lab.Kql.Binding;

/// <summary>What every part of a query can see: the tables, the clock, and the names that <c>let</c> has given so far.</summary>
internal sealed record QueryContext(KqlDatabase Database, CancellationToken Token)
{
    private ImmutableDictionary<string, LetValue> Lets { get; init; } = ImmutableDictionary.Create<string, LetValue>(StringComparer.Ordinal);

    private QueryState State { get; } = new();

    public DateTime Now => Database.Now;

    public Random Random => State.Random;

    /// <summary>The functions that <c>union</c> may find by a pattern.</summary>
    public IEnumerable<LetValue.Function> Views => Lets.Values.OfType<LetValue.Function>().Where(function => function.Lambda.IsView);

    public LetValue? Find(string name) => Lets.GetValueOrDefault(name);

    public QueryContext With(string name, LetValue value) => this with { Lets = Lets.SetItem(name, value) };

    /// <summary>The same without the names of values that depend on a row: what a table inside an expression can see.</summary>
    public QueryContext WithoutRow()
    {
        var varying = Lets.Where(let => let.Value is LetValue.Value { Scalar.IsConstant: false }).Select(let => let.Key).ToArray();
        return varying.Length == 0 ? this : this with { Lets = Lets.RemoveRange(varying) };
    }

    /// <summary>Counts an operator or a call that is bound.</summary>
    /// <exception cref="KqlException">There are too many.</exception>
    public void CountStep() => State.CountStep();
}
