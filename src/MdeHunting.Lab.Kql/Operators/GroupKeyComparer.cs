namespace MdeHunting.Lab.Kql.Operators;

/// <summary>Finds rows of cells equal that are equal cell by cell; here null equals null.</summary>
internal sealed class GroupKeyComparer : IEqualityComparer<object?[]>
{
    public bool Equals(object?[]? x, object?[]? y) => x.AsSpan().SequenceEqual(y);

    public int GetHashCode(object?[] key)
    {
        var hash = default(HashCode);
        foreach (var cell in key)
        {
            hash.Add(cell);
        }

        return hash.ToHashCode();
    }
}
