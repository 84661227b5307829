namespace MdeHunting.Lab.Kql.Values;

/// <summary>The two bools as objects, so that a predicate over a million rows allocates none.</summary>
internal static class Boxed
{
    public static readonly object True = true;
    public static readonly object False = false;

    public static object Of(bool value) => value ? True : False;

    public static object? Of(bool? value) => value is { } known ? Of(known) : null;
}
