using MdeHunting.Contract;
using MdeHunting.Indicators;
using MdeHunting.Reporting;
using MdeHunting.Running;
using MdeHunting.Schema;

namespace MdeHunting.Sweeps;

/// <summary>Says which tables of a tenant are searched, and has the ledger know it.</summary>
/// <param name="ledger">The ledger.</param>
/// <param name="options">How the sweep is run.</param>
/// <param name="time">Its time.</param>
internal sealed class SweepPreparation(SweepLedger ledger, SweepOptions options, SweepTime time)
{
    /// <summary>Prepares the sweep of a tenant.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="sought">What is looked for.</param>
    /// <param name="record">What a folder keeps of it; null where nothing is.</param>
    /// <param name="report">What is reported meanwhile.</param>
    /// <param name="isAlone">Whether it is the only tenant.</param>
    /// <param name="token">Ends it.</param>
    /// <returns>The sweep; null where nothing can be had from the connection.</returns>
    /// <exception cref="HuntingException">No table is meant, and there is no other tenant that may have one.</exception>
    public async Task<TenantSweep?> RunAsync(
        MdeConnection connection,
        IReadOnlyList<SweptIndicator> sought,
        SweepRecord? record,
        IHuntingReport report,
        bool isAlone,
        CancellationToken token
    )
    {
        var (tables, failure) = record?.Facts is { } facts
            ? (RecordedSweep.Tables(facts), null)
            : await FindAsync(connection, report, isAlone, token).ConfigureAwait(false);
        if (tables.Searched.Count == 0 && isAlone)
        {
            throw NoTable(connection);
        }

        foreach (var indicator in sought)
        {
            ledger
                .Of(connection, indicator)
                .Plan(
                    time.Range.Start,
                    time.Range.End,
                    [
                        .. tables
                            .Searched.Where(table => SweepPlanner.IsIn(indicator, table))
                            .Select(table => Search(table, failure is null ? SearchState.Waiting : SearchState.Failed, failure?.What)),
                        .. tables
                            .NotThere.Where(table => SweepPlanner.IsIn(indicator, table))
                            .Select(table => Search(table, SearchState.NotThere, "The tenant doesn't have the table, or this account can't see it.")),
                        .. tables
                            .NotMeant.Where(table => SweepPlanner.IsIn(indicator, table))
                            .Select(table => Search(table, SearchState.NotMeant, "-Table doesn't include the table.")),
                    ],
                    options.Tables.Count > 0
                );
        }

        if (failure is not null)
        {
            await report.WriteErrorAsync(failure).ConfigureAwait(false);
            return null;
        }

        if (tables.Searched.Count == 0)
        {
            // The other tenants may have them; this one is a part of the sweep in which there is nothing to do.
            await report.WriteErrorAsync(NoTable(connection)).ConfigureAwait(false);
        }

        return new TenantSweep(connection, tables)
        {
            Indicators = sought,
            Range = time.Range,
            Sending = options.Sending,
            Widens = options.Widens,
            Record = record,
        };
    }

    private async Task<(SweepTables Tables, MdeException? Failure)> FindAsync(
        MdeConnection connection,
        IHuntingReport report,
        bool isAlone,
        CancellationToken token
    )
    {
        IReadOnlyList<KnownTable>? live = null;
        MdeException? failure = null;
        try
        {
            live = await connection.Schema.DiscoverAsync(options.Sending, report, token).ConfigureAwait(false);
        }
        catch (MdeException e) when (NotRunQueries.Ends(e, isAlone) && e is not SignInException { MayPass: true })
        {
            failure = e;
        }
        catch (MdeException e) when (e is HuntingException or SignInException)
        {
            await report.VerboseAsync($"The tables couldn't be listed, so the documented ones are searched: {e.What}").ConfigureAwait(false);
        }

        return (SweepTables.Of(live, EffectiveSchema.Tables(connection), options.Tables), failure);
    }

    private HuntingException NoTable(MdeConnection connection)
    {
        var given = string.Join(", ", options.Tables);
        return new HuntingException(
            HuntingFailure.ArgumentConflict,
            $"No table that {connection.Name} has and that can hold an indicator is named '{given}'.",
            "Get-MdeHuntingSchema lists the tables. Omit -Table to search all of them."
        )
        {
            Target = given,
        };
    }

    private static TableSearch Search(SweptTable table, SearchState state, string? reason) => new(table.Name, table.IsState, state, reason);
}
