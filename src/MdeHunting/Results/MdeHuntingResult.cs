using System.Management.Automation;
using MdeHunting.Results;

namespace MdeHunting;

/// <summary>The result of one query: its rows, and when, where, and how completely it ran.</summary>
public sealed class MdeHuntingResult : MdeOutput
{
    internal MdeHuntingResult(
        MdeConnection connection,
        string query,
        IReadOnlyList<MdeHuntingColumn> schema,
        IReadOnlyList<PSObject> rows,
        MdeHuntingStatistics statistics
    )
    {
        Query = query;
        Schema = schema;
        Rows = rows;
        Statistics = statistics;
        Connection = connection.Name;
        Api = connection.Api;
        Cloud = connection.Cloud;
        AuthorityHost = connection.AuthorityHost;
        HuntingHost = connection.HuntingHost;
        TenantId = connection.TenantId;
        Account = connection.Account;
    }

    /// <summary>The query as it was given.</summary>
    public string Query { get; }

    /// <summary>What the query is called among those of its pipeline: its file's name, or its number and first words.</summary>
    public string? Name { get; internal init; }

    /// <summary>The query's file; null where it was given as text.</summary>
    public string? Path { get; internal init; }

    /// <summary>
    /// What a file of these rows may be called, without an extension: the name without what the name of a file cannot have on Windows, Linux or macOS, and
    /// another than that of every other query of its pipeline.
    /// </summary>
    public string? FileName { get; internal init; }

    /// <summary>The columns, also where there is no row. Where several responses differ, those of all of them.</summary>
    public IReadOnlyList<MdeHuntingColumn> Schema { get; }

    /// <summary>
    /// The rows: such objects as come without -AsResult. Until one is asked for it takes a fifth of the memory; what is changed of one, or added to it, stays.
    /// </summary>
    public IReadOnlyList<PSObject> Rows { get; }

    /// <summary>The number of rows in <see cref="Rows"/>.</summary>
    public int RowCount => Rows.Count;

    /// <summary>Whether every row of the query's result is here, as far as can be known; false exactly where <see cref="Missing"/> says what is not.</summary>
    public bool IsComplete => Missing.Count == 0;

    /// <summary>What is not here and why, on purpose (-MaxRows) or not; empty where nothing is missing.</summary>
    public IReadOnlyList<MdeMissingWindow> Missing { get; internal init; } = [];

    /// <summary>The number of calls, their duration and size, and what the service reports of its own work.</summary>
    public MdeHuntingStatistics Statistics { get; }

    /// <summary>When the work on the query began (UTC, by this machine's clock).</summary>
    public DateTime StartedAt { get; internal init; }

    /// <summary>When the last row had been read (UTC, by this machine's clock).</summary>
    public DateTime FinishedAt { get; internal init; }

    /// <summary>The start of the time range that the query was limited to (UTC, inclusive); null for the query's own.</summary>
    public DateTime? StartTime { get; internal init; }

    /// <summary>The end of that time range (UTC, exclusive); null for the query's own.</summary>
    public DateTime? EndTime { get; internal init; }

    /// <summary>The query as it was sent; null where there was more than one request: <see cref="Calls"/> has them all.</summary>
    public string? SentQuery => Calls.Count == 1 ? Calls[0].SentQuery : null;

    /// <summary>
    /// The SHA-256 of the response's JSON, decompressed, in lower-case hexadecimal digits; null where there was more than one: <see cref="Calls"/> has them all.
    /// </summary>
    public string? ContentSha256 => Calls.Count == 1 ? Calls[0].ContentSha256 : null;

    /// <summary>The version of the module that ran the query.</summary>
    public string ModuleVersion { get; } = Text.ModuleVersion.Own;

    /// <summary>The service's id of the request; null where there was more than one: <see cref="Calls"/> has them all.</summary>
    public string? RequestId => Calls.Count == 1 ? Calls[0].RequestId : null;

    /// <summary>The name of the connection that was asked.</summary>
    public string Connection { get; }

    /// <summary>The service that ran the query: a name of <see cref="MdeApi"/>.</summary>
    public string Api { get; }

    /// <summary>The cloud's name, or that of the environment file.</summary>
    public string Cloud { get; }

    /// <summary>The host of the identity service that the account signed in at.</summary>
    public string AuthorityHost { get; }

    /// <summary>
    /// The host that answered: the rows are what it says. By it a service of Microsoft's is told from one that an environment file describes.
    /// </summary>
    public string HuntingHost { get; }

    /// <summary>The tenant's id; null where it cannot be known: a supplied token that cannot be read.</summary>
    public string? TenantId { get; }

    /// <summary>The account's sign-in name; null where no user signed in.</summary>
    public string? Account { get; }

    /// <summary>
    /// The address that opens the query, as it was given, in the Defender portal; null for an environment that has none, and for a query that is too long for
    /// an address. Where the query was limited to a time range, the portal shows the shortest of its own that has it: the last day, week, or month until now.
    /// The form of that address isn't documented.
    /// </summary>
    public Uri? PortalUri => PortalLink.Of(Cloud, TenantId, Query, StartedAt - StartTime);

    /// <summary>One entry for each response, in the order in which they came.</summary>
    public IReadOnlyList<MdeHuntingCall> Calls { get; internal init; } = [];

    /// <summary>What a reader of the rows should know: the warnings that were given of their values, and what else there is to say.</summary>
    public IReadOnlyList<string> Notes { get; internal init; } = [];

    /// <inheritdoc/>
    public override string ToString() =>
        FormattableString.Invariant($"{RowCount:N0} {(RowCount == 1 ? "row" : "rows")}, {(IsComplete ? "complete" : "not complete")}");
}
