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
        var unknown = failure is not null || tables.Unknown.Count == 0 ? null : string.Join(" ", tables.Unknown.Select(name => name.What));
        var texts = IndicatorColumns.Bundled.TextsOf(tables.Searched);
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
                    options.Tables.Count > 0,
                    unknown,
                    IsOfTexts(indicator.Indicator.Kind) ? texts : []
                );
        }

        if (failure is not null)
        {
            await report.WriteErrorAsync(failure).ConfigureAwait(false);
            return null;
        }

        MdeException[] failures = tables.Searched.Count == 0 && tables.Unknown.Count == 0 ? [NoTable(connection, tables)] : [.. tables.Unknown];
        if (tables.Searched.Count == 0 && isAlone)
        {
            throw failures[0];
        }

        // The other tenants may have them; this one is a part of the sweep in which there is less to do, or nothing.
        foreach (var one in failures)
        {
            await report.WriteErrorAsync(one).ConfigureAwait(false);
        }

        return new TenantSweep(connection, tables)
        {
            Indicators = sought,
            Time = time,
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

        return (SweepTables.Of(live, EffectiveSchema.Tables(connection), options.Tables, connection.Name), failure);
    }

    private HuntingException NoTable(MdeConnection connection, SweepTables tables)
    {
        string[] away = [.. tables.NotThere.Select(table => table.Name)];
        return new HuntingException(
            HuntingFailure.ArgumentConflict,
            tables.WithoutColumn.Count > 0 ? $"No column of {string.Join(", ", tables.WithoutColumn)} can hold an indicator."
                : away.Length > 0
                    ? $"{connection.Name} doesn't have the {(away.Length == 1 ? "table" : "tables")} {string.Join(", ", away)}, or this account can't query {(away.Length == 1 ? "it" : "them")}."
                : $"{connection.Name} has no table that can hold an indicator.",
            "Get-MdeHuntingSchema -Live lists the tables of the tenant. Omit -Table to search all of them."
        )
        {
            Target = string.Join(", ", options.Tables),
        };
    }

    // What command lines name, and scripts that stand in the registry.
    private static bool IsOfTexts(MdeIndicatorType type) =>
        type
            is MdeIndicatorType.FileName
                or MdeIndicatorType.FilePath
                or MdeIndicatorType.Domain
                or MdeIndicatorType.Url
                or MdeIndicatorType.IPv4
                or MdeIndicatorType.IPv6
                or MdeIndicatorType.Cidr
                or MdeIndicatorType.RegistryKey
                or MdeIndicatorType.RegistryValue;

    private static TableSearch Search(SweptTable table, SearchState state, string? reason) => new(table.Name, table.IsState, state, reason);
}
