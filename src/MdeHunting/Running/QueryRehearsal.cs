using System.Management.Automation;
using System.Text;
using MdeHunting.Contract;
using MdeHunting.Pipeline;
using MdeHunting.Results;
using MdeHunting.Running.Time;
using MdeHunting.Running.Windows;

namespace MdeHunting.Running;

/// <summary>
/// Runs a query that goes nowhere, with a response of its own, while a sign-in waits for the network or for a person: what a process's first query needs
/// compiled takes longer than all the rest of it, and is ready then. It sends nothing, writes nothing, and leaves nothing behind.
/// </summary>
/// <param name="service">Reads the response.</param>
internal sealed class QueryRehearsal(IMdeService service)
{
    private const string Query = "DeviceInfo | where Timestamp > ago(1d) | project Timestamp, DeviceName | take 2";

    // Static, as what has been compiled is the process's.
    private static int _done;

    /// <summary>Runs it on another thread, once a process.</summary>
    /// <param name="service">Reads the response.</param>
    /// <param name="token">Ends it.</param>
    public static Task OnceAsync(IMdeService service, CancellationToken token) =>
        Interlocked.Exchange(ref _done, 1) == 0 ? Task.Run(() => new QueryRehearsal(service).Run(token), CancellationToken.None) : Task.CompletedTask;

    /// <summary>Runs it.</summary>
    /// <returns>The rows of the response, as a query returns them; none where it failed or ended early.</returns>
    public IReadOnlyList<object> Run(CancellationToken token)
    {
        try
        {
            return [.. new Command(HuntAsync, token).Invoke().Cast<object>()];
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A query that somebody asked says what is wrong.
            return [];
        }
    }

    private async Task HuntAsync(PipelineStreams streams, CancellationToken token)
    {
        var runner = new QueryRunner(new RunOptions(TimeRangeRequest.Of(null, null, null), Split.Off, false, null, SendingOptions.Default));
        var options = new BatchOptions(1, false, BatchOptions.UsualConnectionColumn, null, (output, _) => new RowOutput(output.WriteManyAsync));
        var queries = new QueryCollector(isSideBySide: false);
        var notRun = new NotRunQueries();
        using var session = new Session(service);
        var connection = new MdeConnection(session.Cloud, null, session);
        foreach (var batch in (IReadOnlyList<IReadOnlyList<QuerySource>>)[.. queries.Take(QuerySource.Of(Query)), .. queries.Flush()])
        {
            await new QueryBatch([connection], runner, notRun, options, streams).RunAsync(batch, token).ConfigureAwait(false);
        }

        await notRun.ReportAsync(streams).ConfigureAwait(false);
    }

    // PowerShell lets such a command write to a list in place of a pipeline.
    private sealed class Command(Func<PipelineStreams, CancellationToken, Task> body, CancellationToken token) : Cmdlet
    {
        protected override void ProcessRecord()
        {
            var pump = new PipelinePump();
            using var stopping = token.Register(pump.Stop);
            pump.Run(running => body(new PipelineStreams(this, pump), running));
        }
    }

    private sealed class Session(IMdeService service) : IHuntingSession
    {
        private static readonly byte[] _response = Encoding.UTF8.GetBytes(
            """
            {"schema":[{"name":"Timestamp","type":"DateTime"},{"name":"DeviceName","type":"String"},{"name":"ProcessId","type":"Int64"},
            {"name":"IsLocal","type":"SByte"},{"name":"AdditionalFields","type":"Object"}],"results":[{"Timestamp":"2026-01-01T00:00:00.1234567Z",
            "DeviceName":"host","ProcessId":1,"IsLocal":1,"AdditionalFields":{"name":["value"]}},{"Timestamp":null,"DeviceName":"other.example","ProcessId":null,
            "IsLocal":null,"AdditionalFields":null}]}
            """
        );

        public string? TenantId => null;

        public string? TenantDomain => null;

        public string? ApplicationName => null;

        public string? Account => null;

        public MdeApi Api => MdeApi.Graph;

        public string Cloud => nameof(QueryRehearsal);

        public string AuthorityHost => string.Empty;

        public string HuntingHost => string.Empty;

        public SignInMethod Method => SignInMethod.AccessToken;

        public IReadOnlyList<string> Scopes => [];

        public IReadOnlyList<string> Notes => [];

        public DateTime ExpiresOn => DateTime.MaxValue;

        public int RowLimit => 100;

        public long ByteLimit => _response.Length;

        // A moment of its own, as of the response.
        public DateTime UtcNow { get; } = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

        public DateTime? LastUsedOn => null;

        public Task PauseAsync(TimeSpan time, CancellationToken token) => Task.CompletedTask;

        public IReadOnlyList<QuotaState> ReadQuotas() => [];

        public Task<MdeTokenInfo> ReadTokenAsync(IObjectFactory factory, ISignInPrompt prompt, CancellationToken token) => throw new NotSupportedException();

        public async Task<HuntingResponse> HuntAsync(HuntingRequest request, IRowSink receiver, IHuntingPrompt prompt, CancellationToken token)
        {
            using var content = new MemoryStream(_response);
            var rows = await service.ReadStoredAsync(new StoredContent(content, null, Api), receiver, prompt, token).ConfigureAwait(false);
            return new HuntingResponse
            {
                SentQuery = request.Query,
                RowCount = rows.RowCount ?? 0,
                RowsHandedOn = rows.RowCount ?? 0,
                Bytes = rows.ContentBytes,
                ContentBytes = rows.ContentBytes,
                StartedAt = UtcNow,
                FinishedAt = UtcNow,
                Elapsed = TimeSpan.Zero,
                RequestId = string.Empty,
            };
        }

        public Task<IReadOnlyList<KnownTable>?> DiscoverTablesAsync(
            TimeSpan? timeLimit,
            IHuntingPrompt prompt,
            IResponseRecorder? recorder,
            CancellationToken token
        ) => Task.FromResult<IReadOnlyList<KnownTable>?>(null);

        public string Hide(string text, IReadOnlyList<string> others) => text;

        public Task ForgetAccountAsync(CancellationToken token) => Task.CompletedTask;

        public void Dispose() { }
    }
}
