using System.Management.Automation;
using MdeHunting.Pipeline;
using MdeHunting.Running;

namespace MdeHunting.Commands;

/// <summary>
/// The queries in files, as <c>-Path</c> and <c>-LiteralPath</c> name them. To be called by the pipeline thread; a file is read when its query is run.
/// </summary>
/// <param name="session">The session whose location and drives the paths are of.</param>
internal sealed class QueryFiles(SessionState session)
{
    private readonly FileNames _names = new();

    /// <summary>The queries. What is not there is told when it is read, as a failure of ours, and the other paths go on.</summary>
    /// <param name="patterns">Paths that may have wildcards.</param>
    /// <param name="literal">Paths as they are.</param>
    public IEnumerable<QuerySource> Of(IEnumerable<string> patterns, IEnumerable<string> literal) =>
        [.. FilePath.Of(session, patterns, literal).Select(Source)];

    private QuerySource Source(FilePath path) => new(() => QueryFile.Read(Named(path)), path.Full) { FileName = _names.Of(path.Full) };

    private static string Named(FilePath path) =>
        path.IsOfFileSystem
            ? path.Full
            : throw new HuntingException(HuntingFailure.QueryFileUnreadable, path.Fault, "Specify the path of a file.") { Target = path.Given };
}
