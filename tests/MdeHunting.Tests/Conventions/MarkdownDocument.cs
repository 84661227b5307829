using System.Text.RegularExpressions;
using MdeHunting.TestKit;

namespace MdeHunting.Tests.Conventions;

/// <summary>A document of the repository: what it marks as code, where it leads, and its sections.</summary>
internal sealed partial class MarkdownDocument
{
    private readonly string _text;

    private MarkdownDocument(string text)
    {
        _text = text;
        Prose = Fence().Replace(text, string.Empty);
    }

    /// <summary>What stands between backticks, without whole blocks of code.</summary>
    public IReadOnlyList<string> Code => [.. CodeSpan().Matches(Prose).Select(match => match.Groups["code"].Value).Distinct(StringComparer.Ordinal)];

    /// <summary>The addresses of its links, but for those that lead out of the repository.</summary>
    public IReadOnlyList<string> Links =>
        [.. Link().Matches(Prose).Select(match => match.Groups["address"].Value).Where(address => !address.Contains("://", StringComparison.Ordinal))];

    private string Prose { get; }

    private IEnumerable<string> Anchors =>
        Heading().Matches(Prose).Select(match => NotInAnchor().Replace(match.Groups["title"].Value.ToLowerInvariant(), string.Empty).Replace(' ', '-'));

    /// <summary>Reads a document.</summary>
    /// <param name="file">Its path from the repository's root.</param>
    public static MarkdownDocument Read(string file) => new(File.ReadAllText(Path.Combine(ModuleSetup.RepositoryRoot, file)).ReplaceLineEndings("\n"));

    /// <summary>Whether a link of a document leads to a file or a folder, and to a heading where it names one.</summary>
    public static bool Resolves(string file, string link)
    {
        var (path, anchor) = link.Split('#', 2) is [var before, var after] ? (before, after) : (link, null);
        var target = path.Length == 0 ? file : Path.Combine(Path.GetDirectoryName(file)!, path);
        return Path.Exists(Path.Combine(ModuleSetup.RepositoryRoot, target))
            && (anchor is null || Read(target).Anchors.Contains(anchor, StringComparer.Ordinal));
    }

    /// <summary>Its sections under the headings of a level, in their order.</summary>
    public IEnumerable<(string Title, string Text)> Sections(int level)
    {
        var parts = Regex.Split(_text, $"^{new string('#', level)} (.+)$", RegexOptions.Multiline);
        for (var i = 1; i < parts.Length; i += 2)
        {
            yield return (parts[i].Trim(), parts[i + 1].Trim());
        }
    }

    [GeneratedRegex("^ *```.*?^ *```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex("`(?<code>[^`\n]+)`", RegexOptions.ExplicitCapture)]
    private static partial Regex CodeSpan();

    [GeneratedRegex(@"\]\((?<address>[^)\s]+)\)", RegexOptions.ExplicitCapture)]
    private static partial Regex Link();

    [GeneratedRegex("^#+ (?<title>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchor();
}
