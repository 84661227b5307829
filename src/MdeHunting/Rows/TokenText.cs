using System.Text.RegularExpressions;
using MdeHunting.Text;

namespace MdeHunting.Rows;

/// <summary>
/// The longer texts of a token's view, which answers "may I hunt with it?" on one screen of 80 by 25: lists are cut, and broken here, to the 59 characters that
/// such a screen leaves beside the labels, for Format-List breaks lines within words.
/// </summary>
internal static class TokenText
{
    private const int LineWidth = 59;
    private const int MostNames = 110;
    private const int MostExcess = 98;
    private const int MostName = 200;

    // There are no more than these of any service; a token could repeat them.
    private const int MostNeeded = 10;

    private static readonly Regex Words = new($"(.{{1,{LineWidth}}})(?: |$)", RegexOptions.CultureInvariant);

    /// <summary>The application's name and id.</summary>
    public static string Application(string? name, string? id) => Wrap(string.IsNullOrEmpty(name) ? Short(id) : $"{Short(name)} ({Short(id)})");

    /// <summary>How many permissions hunting does not need, and the first of them.</summary>
    public static string Excess(string[] all)
    {
        if (all.Length == 0)
        {
            return "none";
        }

        var shown = Short(all[0]);
        var count = 1;
        for (; count < all.Length && shown.Length + 2 + all[count].Length <= MostExcess; count++)
        {
            shown += $", {Short(all[count])}";
        }

        return Wrap(
            FormattableString.Invariant(
                $"{all.Length}: {shown}{(count < all.Length ? FormattableString.Invariant($", and {all.Length - count} more") : string.Empty)}"
            )
        );
    }

    /// <summary>A token's scopes or roles: all of them, or where they are many those that hunting needs and how many more there are.</summary>
    public static string Names(string[] all, string[] excess)
    {
        if (all.Length == 0)
        {
            return "none";
        }

        if (all.Sum(name => (long)name.Length) + (2 * (all.Length - 1)) <= MostNames)
        {
            return Wrap(string.Join(", ", all.Select(Short)));
        }

        // PowerShell's -notin, which this was, has no case.
        var beyond = new HashSet<string>(excess, StringComparer.OrdinalIgnoreCase);
        var needed = all.Where(name => !beyond.Contains(name)).ToList();
        return Wrap(
            needed.Count == 0
                ? FormattableString.Invariant($"{all.Length}, all beyond hunting")
                : FormattableString.Invariant($"{string.Join(", ", needed.Take(MostNeeded).Select(Short))} and {all.Length - needed.Count} beyond hunting")
        );
    }

    private static string Short(string? text) => TerminalSafeText.Start(text ?? string.Empty, MostName);

    private static string Wrap(string text) => Words.Replace(text, "$1\n").TrimEnd();
}
