namespace MdeHunting.Hunting;

/// <summary>A column of an answer, as its Schema names it.</summary>
public sealed class HuntingColumn
{
    internal HuntingColumn(string name, string type)
    {
        Name = name;
        Type = type;
    }

    /// <summary>The column's name in the query's result.</summary>
    public string Name { get; }

    /// <summary>The type as the service spells it: <c>String</c>, <c>DateTime</c>, <c>Int64</c>, <c>SByte</c> (a bool), …</summary>
    public string Type { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {Type}";
}
