using System.Collections.Immutable;

namespace MdeHunting.Lab.Kql.Binding;

/// <summary>What every part of a query can see: the tables, the clock, and the names that <c>let</c> has given so far.</summary>
internal sealed record QueryContext(KqlDatabase Database, CancellationToken Token)
{
    private ImmutableDictionary<string, LetValue> Lets { get; init; } = ImmutableDictionary.Create<string, LetValue>(StringComparer.Ordinal);

    public DateTime Now => Database.Now;

    public LetValue? Find(string name) => Lets.GetValueOrDefault(name);

    public QueryContext With(string name, LetValue value) => this with { Lets = Lets.SetItem(name, value) };
}
