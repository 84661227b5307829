using MdeHunting.Contract;
using MdeHunting.Tables;
using MdeHunting.Text;

namespace MdeHunting.Schema;

/// <summary>Reads what a connected tenant has of the tables that are meant.</summary>
/// <param name="connection">The connection.</param>
/// <param name="sending">How patiently each query is sent.</param>
/// <param name="prompt">How the session turns to the person.</param>
/// <param name="showProgress">Shows which table is asked for, and how many there are.</param>
internal sealed class SchemaReader(MdeConnection connection, SendingOptions sending, IHuntingPrompt prompt, Func<string, int, int, Task> showProgress)
{
    private static readonly TableCatalog Documented = TableCatalog.Bundled;

    /// <summary>A session that records what is asked of the connection's; null for that one itself.</summary>
    public IHuntingSession? Through { get; init; }

    /// <summary>Reads the tables that a selection means, each when it is known.</summary>
    /// <param name="selection">What is meant.</param>
    /// <param name="receive">Takes a table.</param>
    /// <param name="fail">Takes a failure after which the rest goes on.</param>
    /// <param name="token">Ends the reading.</param>
    /// <exception cref="SchemaException">The tenant could not be asked for all of them.</exception>
    public async Task ReadAsync(SchemaSelection selection, Func<MdeTableSchema, Task> receive, Func<SchemaException, Task> fail, CancellationToken token)
    {
        var whole = await connection.Schema.DiscoverAsync(sending, prompt, token, Through).ConfigureAwait(false);
        if (whole is null)
        {
            await prompt
                .VerboseAsync(
                    "The service doesn't list its tables, so each table is checked with a query that returns no rows. A custom table of the tenant is found only "
                        + "by its name."
                )
                .ConfigureAwait(false);
        }

        var given = new HashSet<string>(StringComparer.Ordinal);
        var asked = new List<(string Pattern, IReadOnlyList<string> Names)>();
        foreach (var pattern in selection.Tables)
        {
            asked.Add((pattern, Names(pattern, whole)));
        }

        var total = asked.Sum(one => one.Names.Count);
        var place = 0;
        foreach (var (pattern, names) in asked)
        {
            if (names.Count == 0)
            {
                await fail(NotInTenant(pattern, whole)).ConfigureAwait(false);
            }

            foreach (var name in names)
            {
                await showProgress(name, place, total).ConfigureAwait(false);
                var live = await ReadTableAsync(name, total - place, token).ConfigureAwait(false);
                place++;
                if (live is null && SchemaSelection.IsName(pattern))
                {
                    await fail(NotInTenant(pattern, whole)).ConfigureAwait(false);
                }
                else if (given.Add(name))
                {
                    var documented = Documented.Find(name);
                    await receive(
                            live is null ? TableComparison.Missing(documented!, connection.Name) : TableComparison.Live(live, documented, connection.Name)
                        )
                        .ConfigureAwait(false);
                }
            }
        }
    }

    // What is retired is not asked for unless it is meant by its name: the services have it no more.
    private static IReadOnlyList<string> Names(string pattern, IReadOnlyList<KnownTable>? whole)
    {
        var isName = SchemaSelection.IsName(pattern);
        var names = SchemaSelection
            .Match(pattern, Documented.All.Where(table => isName || table.RetiredOn is null), NamesOf)
            .Select(table => table.Name)
            .Concat(SchemaSelection.Match(pattern, whole ?? [], NamesOf).Select(table => table.Name))
            .Distinct(StringComparer.Ordinal)
            .OrderBy(name => name, StringComparer.OrdinalIgnoreCase)
            .ToList();

        // A table of the tenant's own, which only the tenant knows.
        return names.Count == 0 && isName && whole is null ? [pattern] : names;
    }

    private static IEnumerable<string> NamesOf(KnownTable table) => [table.Name, .. table.Aliases];

    private async Task<KnownTable?> ReadTableAsync(string name, int left, CancellationToken token)
    {
        try
        {
            return await connection.Schema.ReadTableAsync(name, sending, prompt, token, Through).ConfigureAwait(false);
        }
        catch (MdeException e)
        {
            throw new SchemaException(
                SchemaFailure.LiveSchemaIncomplete,
                $"{connection.Name} couldn't be queried for {name}"
                    + (left > 1 ? FormattableString.Invariant($" and {left - 1:N0} more {(left == 2 ? "table" : "tables")}") : string.Empty)
                    + $": {e.What}",
                $"{NextStep(e)} The returned schema is correct, and is cached: the same command continues from here.",
                e
            )
            {
                Target = name,
                ServiceCode = e.GetServiceCode(),
                ServiceMessage = e.GetServiceMessage(),
                RequestId = e.GetRequestId(),
            };
        }
    }

    // The query is none of the person's, and takes no time that could be less.
    private string NextStep(MdeException failure) =>
        failure switch
        {
            HuntingException { Failure: HuntingFailure.RequestTimeout } => "Check the network: a VPN, a proxy, or a firewall may have lost the connection. "
                + $"If that isn't it, {(sending.TimeLimit is null ? null : "allow more time with -TimeoutSec, or ")}run it again later.",
            HuntingException { Failure: HuntingFailure.QueryTimeout or HuntingFailure.ProcessingResourcesExceeded } => "Run it again later.",
            _ => failure.NextStep,
        };

    private SchemaException NotInTenant(string pattern, IReadOnlyList<KnownTable>? whole)
    {
        var documented = SchemaSelection.Match(pattern, Documented.All, NamesOf).FirstOrDefault();
        if (documented is { Successor: { } successor, RetiredOn: { } day })
        {
            return new SchemaException(
                SchemaFailure.TableNotFound,
                $"The tenant of {connection.Name} has no table '{documented.Name}', which was retired on {UtcText.Day(day)}.",
                $"Its successor is {successor}."
            )
            {
                Target = pattern,
            };
        }

        if (documented is not null && SchemaSelection.IsName(pattern))
        {
            return new SchemaException(
                SchemaFailure.TableNotFound,
                $"The tenant of {connection.Name} has no table '{documented.Name}' that this account can see, although it's documented.",
                "The product that fills it might not be licensed or deployed there, or the account doesn't have a Defender role for it."
            )
            {
                Target = pattern,
            };
        }

        var known = (whole ?? connection.Schema.Remembered).Concat(Documented.All).Select(table => table.Name);
        return SchemaSelection.NoTable(pattern, known, $"The tenant of {connection.Name} has");
    }
}
