using MdeHunting.Contract;
using MdeHunting.Kql.Writing;

namespace MdeHunting.Connections;

/// <summary>What is known of a connected tenant's tables: asked once, and remembered for as long as the connection.</summary>
/// <param name="session">The tenant.</param>
internal sealed class LiveSchema(IHuntingSession session)
{
    private readonly object _gate = new();

    // Null for a table that the tenant does not have.
    private readonly Dictionary<string, KnownTable?> _tables = new(StringComparer.Ordinal);
    private bool _isWhole;
    private bool _isDiscovered;

    /// <summary>The tenant's tables, as far as they were asked for.</summary>
    public IReadOnlyList<KnownTable> Remembered
    {
        get
        {
            lock (_gate)
            {
                return [.. _tables.Values.OfType<KnownTable>()];
            }
        }
    }

    /// <summary>Whether those are all that the tenant has.</summary>
    public bool IsWhole
    {
        get
        {
            lock (_gate)
            {
                return _isWhole;
            }
        }
    }

    /// <summary>Forgets what was asked.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            _tables.Clear();
            (_isWhole, _isDiscovered) = (false, false);
        }
    }

    /// <summary>All of the tenant's tables at once, where its service tells them; null where it does not, and each has to be asked for.</summary>
    /// <param name="sending">How patiently it is asked.</param>
    /// <param name="prompt">How the session turns to the person.</param>
    /// <param name="token">Ends it.</param>
    /// <param name="through">A session that records what is asked of this one; null for this one itself.</param>
    public async Task<IReadOnlyList<KnownTable>?> DiscoverAsync(
        SendingOptions sending,
        IHuntingPrompt prompt,
        CancellationToken token,
        IHuntingSession? through = null
    )
    {
        lock (_gate)
        {
            if (_isDiscovered)
            {
                return _isWhole ? [.. _tables.Values.OfType<KnownTable>()] : null;
            }
        }

        var found = await (through ?? session).DiscoverTablesAsync(sending.TimeLimit, prompt, null, token).ConfigureAwait(false);
        lock (_gate)
        {
            _isDiscovered = true;
            _isWhole = found is not null;
            foreach (var table in found ?? [])
            {
                _tables[table.Name] = table;
            }
        }

        return found;
    }

    /// <summary>One table, by a query that gives no row; null where the tenant does not have it.</summary>
    /// <exception cref="HuntingException">It could not be asked.</exception>
    /// <exception cref="SignInException">The sign-in is no longer good.</exception>
    /// <param name="name">The table.</param>
    /// <param name="sending">How patiently the query is sent.</param>
    /// <param name="prompt">How the session turns to the person.</param>
    /// <param name="token">Ends it.</param>
    /// <param name="through">A session that records what is asked of this one; null for this one itself.</param>
    public async Task<KnownTable?> ReadTableAsync(
        string name,
        SendingOptions sending,
        IHuntingPrompt prompt,
        CancellationToken token,
        IHuntingSession? through = null
    )
    {
        lock (_gate)
        {
            if (_tables.TryGetValue(name, out var known) || _isWhole)
            {
                return known;
            }
        }

        var table = await QueryAsync(through ?? session, name, sending, prompt, token).ConfigureAwait(false);
        lock (_gate)
        {
            _tables[name] = table;
        }

        return table;
    }

    private static async Task<KnownTable?> QueryAsync(
        IHuntingSession session,
        string name,
        SendingOptions sending,
        IHuntingPrompt prompt,
        CancellationToken token
    )
    {
        var receiver = new SchemaReceiver();
        try
        {
            await session
                .HuntAsync(new HuntingRequest(KqlText.Of($"{KqlWriter.Name(name)} | take 0")) { Sending = sending }, receiver, prompt, token)
                .ConfigureAwait(false);
        }
        catch (HuntingException e) when (e.Failure is HuntingFailure.QueryRefused)
        {
            // A table that the account may not see is refused as one that does not exist.
            await prompt.VerboseAsync($"{name} isn't available to this account: {e.ServiceMessage ?? e.What}").ConfigureAwait(false);
            return null;
        }

        return new KnownTable(name, receiver.Columns);
    }
}

/// <summary>Takes a response's columns and none of its rows.</summary>
internal sealed class SchemaReceiver : IRowSink
{
    /// <summary>The columns of the response.</summary>
    public IReadOnlyList<KnownColumn> Columns { get; private set; } = [];

    /// <summary>The same as the service tells them.</summary>
    public IReadOnlyList<MdeHuntingColumn> Received { get; private set; } = [];

    /// <inheritdoc/>
    public void Begin(IReadOnlyList<MdeHuntingColumn> columns)
    {
        Received = [.. columns];
        Columns = [.. columns.Select(KnownColumn.Of)];
    }

    /// <inheritdoc/>
    public object CreateRow(object?[] cells) => this;

    /// <inheritdoc/>
    public object CreateObject(IReadOnlyList<string> names, IReadOnlyList<object?> values) => this;

    /// <inheritdoc/>
    public Task ReceiveAsync(object[] rows, int count) => Task.CompletedTask;
}
