using System.Collections.Concurrent;
using MdeHunting.Pipeline;

namespace MdeHunting.Running;

/// <summary>
/// The queries of a command that are not run on a connection, since an earlier one showed that its sign-in is no longer valid; told once, when the command
/// ends.
/// </summary>
internal sealed class NotRunQueries
{
    private const int MostNames = 10;

    private readonly ConcurrentDictionary<MdeConnection, ConcurrentQueue<QuerySource>> _queries = new();

    /// <summary>Whether nothing more can be had from a connection after a failure; of the only one, one that is not there is the command's.</summary>
    public static bool Ends(MdeException failure, bool isAlone) =>
        failure is SignInException or HuntingException { Failure: HuntingFailure.Unauthorized } || (failure is ConnectionException && !isAlone);

    /// <summary>Whether a connection's queries are not run any more.</summary>
    public bool Has(MdeConnection connection) => _queries.ContainsKey(connection);

    /// <summary>From now on a connection's queries are not run.</summary>
    /// <returns>Whether that was not known.</returns>
    public bool TryAdd(MdeConnection connection) => _queries.TryAdd(connection, new ConcurrentQueue<QuerySource>());

    /// <summary>Leaves out a query of such a connection.</summary>
    public void LeaveOut(MdeConnection connection, QuerySource query) => _queries[connection].Enqueue(query);

    /// <summary>Writes an error for each connection that has queries that were not run.</summary>
    public async Task ReportAsync(PipelineStreams streams)
    {
        foreach (var (connection, queries) in _queries.Where(c => !c.Value.IsEmpty).Select(c => (c.Key, c.Value)))
        {
            var failure = new HuntingException(
                HuntingFailure.NotAsked,
                FormattableString.Invariant($"{queries.Count:N0} more {(queries.Count == 1 ? "query wasn't" : "queries weren't")} run on ")
                    + $"{connection.Name}, because its sign-in is no longer valid{Files(queries)}.",
                "Connect again with Connect-MdeTenant, and run them again."
            )
            {
                Target = connection,
            };
            failure.SetSubject(null, connection.Name, connection.TenantId, null);
            await streams.WriteErrorAsync(failure).ConfigureAwait(false);
        }
    }

    private static string Files(IEnumerable<QuerySource> queries)
    {
        string[] names = [.. queries.OrderBy(query => query.Number).Select(query => query.FileName).OfType<string>()];
        return names.Length == 0 ? string.Empty : $": {string.Join(", ", names.Take(MostNames))}{(names.Length > MostNames ? ", …" : string.Empty)}";
    }
}
