using System.Management.Automation;

namespace MdeHunting.Pipeline;

/// <summary>
/// A path as it was given to a parameter, and what PowerShell makes of it. A path of another provider, such as <c>env:HOME</c> or <c>Cert:\CurrentUser</c>, is
/// none of a file: what is left of it without its drive would be looked for in the folder in which the process was started.
/// </summary>
/// <param name="Given">As it was given.</param>
/// <param name="Full">As the file system has it.</param>
/// <param name="Provider">The provider that it belongs to.</param>
internal sealed record FilePath(string Given, string Full, string Provider)
{
    private const string FileSystem = "FileSystem";

    /// <summary>Whether it can be a file.</summary>
    public bool IsOfFileSystem => Provider == FileSystem;

    /// <summary>What is wrong with one that is none of a file.</summary>
    public string Fault => $"'{Given}' is a path of the provider {Provider}, not of a file.";

    /// <summary>A path as it is, without wildcards; it need not be there. To be called by the pipeline thread.</summary>
    public static FilePath Of(SessionState session, string path)
    {
        var full = session.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
        return new FilePath(path, full, provider.Name);
    }

    /// <summary>
    /// The files that patterns fit, and what is none or fits none as it is, so that whoever reads it tells that it is not there. To be called by the pipeline
    /// thread.
    /// </summary>
    public static IEnumerable<FilePath> OfPatterns(SessionState session, IEnumerable<string> patterns) =>
        patterns.SelectMany(pattern =>
            WildcardPattern.ContainsWildcardCharacters(pattern) && Matching(session, pattern) is { Count: > 0 } found ? found : [Of(session, pattern)]
        );

    /// <summary>Those that <c>-Path</c> or <c>-LiteralPath</c> name, of which one is given. To be called by the pipeline thread.</summary>
    /// <param name="session">The session whose location and drives the paths are of.</param>
    /// <param name="patterns">Paths that may have wildcards.</param>
    /// <param name="literal">Paths as they are.</param>
    public static FilePath[] Of(SessionState session, IEnumerable<string> patterns, IEnumerable<string> literal) =>
        [.. OfPatterns(session, patterns), .. literal.Select(path => Of(session, path))];

    // None where it fits none.
    private static IReadOnlyList<FilePath> Matching(SessionState session, string pattern)
    {
        try
        {
            var found = session.Path.GetResolvedProviderPathFromPSPath(pattern, out var provider);
            return [.. found.Select(path => new FilePath(pattern, path, provider.Name))];
        }
        catch (ItemNotFoundException)
        {
            return [];
        }
    }
}
