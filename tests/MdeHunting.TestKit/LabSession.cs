using System.Text.Json.Nodes;
using MdeHunting.Contract;
using MdeHunting.Kql.Time;
using MdeHunting.Lab.HuntingApi;
using MdeHunting.Lab.Kql;

namespace MdeHunting.TestKit;

/// <summary>
/// A session that the lab's query engine answers within this process: with the limits of a service, and with the faults that a test wants. It sends a request
/// again as the real one does, but without a pause.
/// </summary>
internal sealed class LabSession(KqlDatabase database, TimeSpan retention) : StubSession(null, tenant: null)
{
    private const int Frame = 10;

    private readonly TimedDatabase _data = new(database, retention);

    /// <summary>The tables that it answers from.</summary>
    public KqlDatabase Database => database;

    /// <summary>What was asked, in order.</summary>
    public List<LabCall> Calls { get; } = [];

    /// <summary>More calls than any run may need: then it would never end.</summary>
    public int MostCalls { get; init; } = 100_000;

    /// <summary>What a call fails with; null where it does not.</summary>
    public Func<LabCall, MdeException?> Fault { get; init; } = static _ => null;

    /// <summary>What becomes of a call's response.</summary>
    public Func<LabCall, KqlTable, KqlTable> Respond { get; init; } = static (_, table) => table;

    /// <summary>How many rows a query may give, before any limit, without running too long.</summary>
    public int MostRowsInTime { get; init; } = int.MaxValue;

    /// <summary>How many bytes a row of so many has.</summary>
    public Func<object?[], int> RowSize { get; init; } = static _ => 0;

    /// <inheritdoc/>
    public override DateTime UtcNow => database.Now;

    /// <summary>The rows of a query over some times, by one run of it on each, without a limit and without what the module makes of it.</summary>
    public IEnumerable<object?[]> RowsOf(string query, params IEnumerable<TimeRange> times) =>
        times.SelectMany(time => KqlEngine.Run(query, _data.Within(new GraphTimespan(time.Start, time.End.AddTicks(-1)))).Rows);

    /// <inheritdoc/>
    public override Task<HuntingResponse> HuntAsync(HuntingRequest request, IRowSink receiver, IHuntingPrompt prompt, CancellationToken token)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return RequestAsync(request, receiver, token);
            }
            catch (HuntingException e) when (attempt <= request.Sending.RetryLimit && request.MayRepeatAfter(e, isFirst: attempt == 1)) { }
        }
    }

    // Whatever fails does so before there is a task: nothing here waits.
    private Task<HuntingResponse> RequestAsync(HuntingRequest request, IRowSink receiver, CancellationToken token)
    {
        token.ThrowIfCancellationRequested();
        if (Calls.Count == MostCalls)
        {
            throw new InvalidOperationException($"The run does not end: {MostCalls} calls, the last {request.Query}");
        }

        var call = new LabCall(Calls.Count + 1, request);
        Calls.Add(call);
        if (Fault(call) is { } fault)
        {
            throw fault;
        }

        var table = Respond(
            call,
            KqlEngine.Run(request.Query, request.Timespan is { } timespan ? _data.Within(GraphTimespan.Parse(timespan, database.Now)!) : _data.All, token)
        );
        call.Rows = table.Rows.Count;
        if (table.Rows.Count > MostRowsInTime)
        {
            throw Failure(HuntingFailure.QueryTimeout, narrowing: true);
        }

        var count = Math.Min(table.Rows.Count, RowLimit);
        var bytes = Frame + table.Rows.Take(count).Sum(row => (long)RowSize(row));
        if (bytes > ByteLimit)
        {
            throw Failure(HuntingFailure.ResultTooLarge, narrowing: true);
        }

        return HandOnAsync(call, table, count, bytes, receiver);
    }

    private static async Task<HuntingResponse> HandOnAsync(LabCall call, KqlTable table, int count, long bytes, IRowSink receiver)
    {
        var wanted = count >= call.Request.SetAsideFrom ? 0 : Math.Min(count, call.Request.MaxRows ?? int.MaxValue);
        if (!(count >= call.Request.SetAsideFrom))
        {
            receiver.Begin([.. table.Columns.Select(column => new MdeHuntingColumn(column.Name, column.Type.ToWireName()))]);
            var rows = table.Rows.Take(wanted).Select(row => receiver.CreateRow(Array.ConvertAll(row, Cell))).ToArray();
            await receiver.ReceiveAsync(rows, wanted).ConfigureAwait(false);
        }

        return new HuntingResponse
        {
            SentQuery = call.Request.Query,
            RowCount = count,
            RowsHandedOn = wanted,
            Bytes = bytes,
            ContentBytes = bytes,
            StartedAt = DateTime.UnixEpoch,
            FinishedAt = DateTime.UnixEpoch,
            Elapsed = TimeSpan.Zero,
            RequestId = $"request-{call.Number}",
        };
    }

    private static object? Cell(object? cell) => cell is JsonNode node ? node.ToJsonString() : cell;

    /// <summary>A failure of the lab.</summary>
    public static HuntingException Failure(HuntingFailure failure, bool narrowing = false, bool passing = false) =>
        new(failure, $"The lab's {failure}.", "None.")
        {
            Remedies = (narrowing ? HuntingRemedies.Narrow : HuntingRemedies.None) | (passing ? HuntingRemedies.Repeat : HuntingRemedies.None),
        };
}
