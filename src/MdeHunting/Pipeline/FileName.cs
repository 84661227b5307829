using System.Management.Automation;
using System.Text.RegularExpressions;
using MdeHunting.Kql;

namespace MdeHunting.Pipeline;

/// <summary>Tells a file's name that was given in the place of a query or a table.</summary>
internal static class FileName
{
    // What query files are called, and texts in which people keep queries.
    private static readonly Regex Suffix = new(
        @"\.(kql|csl|kusto|txt|md|json|ya?ml|ps1|sql)$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        TimeSpan.FromSeconds(1)
    );

    // ./x, ../x, ~/x, /x, \\host\x, C:\x; a query begins with none of them.
    private static readonly Regex Beginning = new(@"^((\.{1,2}|~)[\\/]|/|\\|[A-Za-z]:[\\/])", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    /// <summary>Whether a text is a file's name and nothing else.</summary>
    /// <param name="text">The text.</param>
    /// <param name="exists">Whether there is such a file.</param>
    public static bool Is(string text, Func<string, bool> exists)
    {
        var name = Unquoted(text.Trim());
        if (name.Length is 0 or > 4096 || name.StartsWith("//", StringComparison.Ordinal) || name.IndexOfAny(['\r', '\n', '|', ';', '"', '(']) >= 0)
        {
            return false;
        }

        string[] words = name.Split();
        var isOneWord = words.Length == 1;
        return Beginning.IsMatch(name)
            || (Suffix.IsMatch(name) && (isOneWord || !BeginsQuery(words[0]) || exists(name)))
            || (isOneWord && name.IndexOfAny(['.', '/', '\\']) >= 0 && exists(name));
    }

    // A query of one line without a pipe: print d.txt has a member of a dynamic value.
    private static bool BeginsQuery(string word) => (KqlFacts.BeginningOf(word) & (KqlBeginning.Source | KqlBeginning.Range)) != 0;

    private static string Unquoted(string text) =>
        text.Length > 1 && text[0] is '"' or '\'' && text[text.Length - 1] == text[0] ? text.Substring(1, text.Length - 2) : text;

    /// <summary>Whether there is such a file, from where the session is; for the pipeline thread.</summary>
    public static bool Exists(PSCmdlet cmdlet, string name)
    {
        try
        {
            return File.Exists(cmdlet.GetUnresolvedProviderPathFromPSPath(name));
        }
        catch (Exception e) when (e is RuntimeException or ArgumentException or NotSupportedException)
        {
            return false;
        }
    }
}
