namespace MdeHunting.Text;

/// <summary>Text that came from outside, as far as a message shows it.</summary>
internal static class ForeignText
{
    /// <summary>How many characters of it are shown: a service's longest messages have some hundreds.</summary>
    public const int MostShown = 4_096;

    /// <summary>The text, or its beginning and how long it is.</summary>
    public static string Cut(string text) => Cut(text, MostShown);

    /// <summary>The text, or so many characters of it and how long it is.</summary>
    public static string Cut(string text, int most) =>
        text.Length <= most
            ? text
            : FormattableString.Invariant($"{text.Substring(0, char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)} [cut: {text.Length:N0} characters]");
}
