using System.IO.Compression;
using System.Management.Automation;
using System.Net;
using System.Text;
using MdeHunting.Contract;
using MdeHunting.Results;
using MdeHunting.Service.Hunting;
using MdeHunting.Service.Quota;
using MdeHunting.Service.Sending;
using MdeHunting.Service.Services;
using MdeHunting.Service.Tokens;
using MdeHunting.TestKit;

namespace MdeHunting.Tests.Hunting;

/// <summary>A hunting service that answers what a test gives it, read by the module's own client into the rows that a user gets.</summary>
internal sealed class StubService(HttpContent content, HttpStatusCode status = HttpStatusCode.OK) : HttpMessageHandler
{
    private HuntingRequest? _asked;

    public List<PSObject> Rows { get; } = [];

    /// <summary>Who is told.</summary>
    public RecordedReport Prompt { get; } = new();

    public List<string> Warnings => Prompt.Warnings;

    public List<string> Verbose => Prompt.Verbose;

    public List<string> Debug => Prompt.Debug;

    public HttpRequestMessage? Request { get; private set; }

    public string? RequestBody { get; private set; }

    /// <summary>Called for each request; may throw what a network throws.</summary>
    public Func<HttpRequestMessage, CancellationToken, Task>? OnSend { get; init; }

    /// <summary>Makes the content of each response, where it is sent more than once.</summary>
    public Func<HttpContent>? CreateContent { get; init; }

    public Uri? Location { get; init; }

    /// <summary>The WWW-Authenticate header.</summary>
    public string? Challenge { get; init; }

    /// <summary>The service's own id of the request; none unless a test says otherwise.</summary>
    public string? ServiceRequestId { get; init; }

    /// <summary>The Server header.</summary>
    public string? Server { get; init; }

    /// <summary>The Retry-After header, as it is.</summary>
    public string? RetryAfter { get; init; }

    /// <summary>The token that queries are sent with.</summary>
    public string Bearer { get; init; } = "bearer-token";

    /// <summary>The token that there is after a claims challenge; null where none is expected.</summary>
    public string? RenewedBearer { get; init; }

    /// <summary>The token that was refused, and the claims that were wanted, for each claims challenge.</summary>
    public List<(string Refused, string? Claims)> Renewals { get; } = [];

    /// <summary>The tokens of the requests.</summary>
    public List<string?> SentBearers { get; } = [];

    /// <summary>What is asked besides the query.</summary>
    public HuntingRequest Asked { get; init; } = new("T");

    /// <summary>The same, asked something besides the query.</summary>
    public StubService With(HuntingRequest asked)
    {
        _asked = asked;
        return this;
    }

    /// <summary>What the client told of the response.</summary>
    public HuntingResponse? Response { get; private set; }

    /// <summary>The tenant's quotas; none unless a test says otherwise.</summary>
    public IReadOnlyList<QuotaLimit> Quotas { get; init; } = [];

    /// <summary>What was waited for.</summary>
    public List<WaitNotice> Waits => Prompt.Waits;

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    private static ApiEndpoint Endpoint { get; } = new(new Uri("https://hunting.example/"), "https://hunting.example");

    public static StubService Of(string json) => Of(Encoding.UTF8.GetBytes(json));

    public static StubService Of(byte[] json, string? encoding = null)
    {
        var content = new ByteArrayContent(json);
        content.Headers.ContentType = new("application/json");
        if (encoding is not null)
        {
            content.Headers.ContentEncoding.Add(encoding);
        }

        return new StubService(content);
    }

    /// <summary>A response of one column and one row.</summary>
    public static StubService OfCell(string type, string cell) => Of($$"""{"Schema":[{"Name":"Cell","Type":"{{type}}"}],"Results":[{"Cell":{{cell}}}]}""");

    public static byte[] Gzip(string text) => Gzip(Encoding.UTF8.GetBytes(text));

    public static byte[] Gzip(byte[] content)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest))
        {
            gzip.Write(content);
        }

        return bytes.ToArray();
    }

    public async Task<StubService> HuntAsync(string query = "T", MdeApi api = MdeApi.Graph, CancellationToken token = default)
    {
        using var http = new ServiceHttp(this, Clock);
        Response = await Client(http, api).HuntAsync((_asked ?? Asked) with { Query = query }, Output(), Prompt, token);
        return this;
    }

    /// <summary>The tables that it tells.</summary>
    public async Task<IReadOnlyList<KnownTable>?> DiscoverAsync(TimeSpan? timeLimit = null)
    {
        using var http = new ServiceHttp(this, Clock);
        return await new TableDiscovery(HuntingService.Of(MdeApi.Graph), Endpoint, Sender(http), Clock).ReadTablesAsync(
            timeLimit,
            Prompt,
            null,
            CancellationToken.None
        );
    }

    /// <summary>A connection to it, for a run as the cmdlet makes it.</summary>
    public MdeConnection Connect(MdeApi api = MdeApi.Graph, int rowLimit = 100_000)
    {
        var http = new ServiceHttp(this, Clock);
        var environment = new CloudEnvironment("Stub", new Uri("https://identity.example/"), new Dictionary<MdeApi, ApiEndpoint>(), null);
        var sender = Sender(http);
        var session = new HuntingSession(
            environment,
            sender,
            new HuntingClient(HuntingService.Of(api), Endpoint, sender, Clock),
            new TableDiscovery(HuntingService.Of(api), Endpoint, sender, Clock),
            new ResponseLimits(rowLimit, 1_000_000),
            new TenantQuota(new QuotaLedger(Clock), Quotas),
            http,
            Clock
        );
        return new MdeConnection("Stub", null, session);
    }

    /// <summary>What takes the rows, as a user gets them.</summary>
    public IResultSink Output() =>
        new RowOutput(
            (batch, count, _) =>
            {
                Rows.AddRange(batch.Take(count).Cast<PSObject>());
                return Task.CompletedTask;
            }
        );

    /// <summary>The failure that asking ends with; no row may have been given out.</summary>
    public async Task<HuntingException> FailAsync(string query = "T", MdeApi api = MdeApi.Graph)
    {
        var failure = await Xunit.Assert.ThrowsAsync<HuntingException>(() => HuntAsync(query, api));
        Xunit.Assert.Empty(Rows);
        return failure;
    }

    /// <summary>The one cell of the one row.</summary>
    public async Task<object?> CellAsync(MdeApi api = MdeApi.Graph)
    {
        await HuntAsync(api: api);
        var value = Rows.Single().Properties.Single().Value;
        return value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken token)
    {
        Request = request;
        SentBearers.Add(request.Headers.Authorization?.Parameter);
        RequestBody = request.Content is null ? null : await request.Content.ReadAsStringAsync(token);
        if (OnSend is { } act)
        {
            await act(request, token);
        }

        var response = new HttpResponseMessage(status) { Content = CreateContent?.Invoke() ?? content, Headers = { Location = Location } };
        if (ServiceRequestId is not null)
        {
            response.Headers.Add("request-id", ServiceRequestId);
        }

        if (Server is not null)
        {
            response.Headers.Server.ParseAdd(Server);
        }

        if (RetryAfter is not null)
        {
            response.Headers.Date = Clock.GetUtcNow();
            response.Headers.TryAddWithoutValidation("Retry-After", RetryAfter);
        }

        if (Challenge is not null)
        {
            response.Headers.TryAddWithoutValidation("WWW-Authenticate", Challenge);
        }

        return response;
    }

    private HuntingClient Client(ServiceHttp http, MdeApi api) => new(HuntingService.Of(api), Endpoint, Sender(http), Clock);

    private AuthorizedSender Sender(ServiceHttp http) => new(new StubTokens(this), http, Clock);

    private sealed class StubTokens(StubService stub) : ITokenSource
    {
        public SignInMethod Method => SignInMethod.AccessToken;

        public TokenMetadata Latest { get; } = new("11111111-1111-1111-1111-111111111111", "responder@stub.example", [], DateTime.MaxValue);

        public IReadOnlyList<string> Notes => [];

        public Task<string> GetAsync(TokenDemand demand, CancellationToken token) => Task.FromResult(stub.Bearer);

        public Task<string> RenewAsync(string refused, string? claims, TokenDemand demand, CancellationToken token)
        {
            stub.Renewals.Add((refused, claims));
            return Task.FromResult(stub.RenewedBearer ?? refused);
        }

        public Task ForgetAsync(CancellationToken token) => Task.CompletedTask;

        public void Dispose() { }
    }
}
