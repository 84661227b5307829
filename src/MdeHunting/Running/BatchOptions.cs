using MdeHunting.Checks;
using MdeHunting.Parameters;
using MdeHunting.Reporting;
using MdeHunting.Results;

namespace MdeHunting.Running;

/// <summary>How the jobs of a batch run.</summary>
/// <param name="ThrottleLimit">How many run at once.</param>
/// <param name="IsUnordered">Whether they write their output as it comes.</param>
/// <param name="ConnectionColumn">The column that says where a row comes from, where more than one connection is asked.</param>
/// <param name="QueryColumn">The column that says which query a row is of; null where only one is asked.</param>
/// <param name="CreateSink">Creates what becomes of a job's rows.</param>
internal sealed record BatchOptions(
    int ThrottleLimit,
    bool IsUnordered,
    string ConnectionColumn,
    string? QueryColumn,
    Func<SequencedStreams, JobSubject, IResultSink> CreateSink
)
{
    /// <summary>Whether rows get those columns; the sink puts them there itself where not.</summary>
    public bool LabelsRows { get; init; } = true;

    /// <summary>The values of the queries' parameters.</summary>
    public QueryParameters Parameters { get; init; } = QueryParameters.None;

    /// <summary>Whether the command has several queries, of which each may use some of the values.</summary>
    public bool AreSeveral { get; init; }

    /// <summary>What checks the queries; null for nothing.</summary>
    public RunCheck? Check { get; init; }

    /// <summary>The name of the column that says where a row comes from, unless told otherwise.</summary>
    public const string UsualConnectionColumn = "MdeConnection";
}
