namespace MdeHunting.Fuzz;

/// <summary>Something does not hold.</summary>
internal sealed class FuzzException(string what) : Exception(what);
