using System.Management.Automation;
using MdeHunting.Packs;
using MdeHunting.Running;

namespace MdeHunting.Commands.Prompt;

/// <summary>The queries of a command that is being typed, as text or in files, for what is suggested by them.</summary>
internal static class TypedQueries
{
    // A folder can have thousands, and nobody waits for all of them at a prompt.
    private const int MostQueries = 50;

    /// <summary>The queries that the arguments say, as far as they are known while the line is typed.</summary>
    /// <param name="query">The argument of -Query.</param>
    /// <param name="path">That of -Path.</param>
    /// <param name="literalPath">That of -LiteralPath.</param>
    /// <param name="isOfPacks">Whether the files are those of packs.</param>
    public static IEnumerable<string> Of(object? query, object? path, object? literalPath, bool isOfPacks) =>
        Texts(query).Concat(Files("Path", path).Concat(Files("LiteralPath", literalPath)).SelectMany(file => Read(file, isOfPacks))).Take(MostQueries);

    private static IEnumerable<string> Texts(object? value) =>
        value is IEnumerable<object> several ? several.Select(one => one?.ToString()).OfType<string>()
        : value?.ToString() is { } one ? [one]
        : [];

    // The session is busy with the completion, and what runs within that may look at its current folder.
    private static IEnumerable<string> Files(string parameter, object? value)
    {
        string[] paths = [.. Texts(value)];
        if (paths.Length == 0)
        {
            return [];
        }

        using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        shell.AddCommand(@"Microsoft.PowerShell.Management\Resolve-Path").AddParameter(parameter, paths).AddParameter("ErrorAction", ActionPreference.Ignore);
        try
        {
            return [.. shell.Invoke<PathInfo>().Where(path => path.Provider.Name == "FileSystem").Select(path => path.ProviderPath)];
        }
        catch (RuntimeException)
        {
            return [];
        }
    }

    // What cannot be read has nothing to suggest; the run says why.
    private static IEnumerable<string> Read(string path, bool isOfPacks)
    {
        try
        {
            return isOfPacks
                ? new PackReader(MdePackFormat.Auto).Read(path, CancellationToken.None).SelectMany(reading => reading.Queries).Select(query => query.Query)
                : [QueryFile.Read(path)];
        }
        catch (HuntingException)
        {
            return [];
        }
    }
}
