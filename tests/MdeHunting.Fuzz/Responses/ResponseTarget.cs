using System.IO.Compression;
using System.Management.Automation;
using System.Text;
using MdeHunting.Contract;
using MdeHunting.Fuzz.Inputs;
using MdeHunting.Results;
using MdeHunting.Service.Hunting;
using MdeHunting.Service.Responses;
using MdeHunting.Service.Sending;
using MdeHunting.Service.Services;
using MdeHunting.Service.Tokens;
using MdeHunting.TestKit;

namespace MdeHunting.Fuzz.Responses;

/// <summary>
/// Responses of the three services, through the module's own client to the rows that a user gets. An input's first byte says which service, and whether the
/// answer is compressed. What must hold: rows come only of JSON that is whole, as the library's parser says; then they are what <see cref="ReferenceResponse"/>
/// says; else there is a failure and no row.
/// </summary>
internal sealed class ResponseTarget : IFuzzTarget
{
    private static readonly MdeApi[] Apis = [MdeApi.Graph, MdeApi.Endpoint, MdeApi.Xdr];
    private static readonly ApiEndpoint Endpoint = new(new Uri("https://hunting.example/"), "https://hunting.example");

    /// <inheritdoc/>
    public string Name => "responses";

    /// <inheritdoc/>
    public byte[] Make(Random random)
    {
        var body = Encoding.UTF8.GetBytes(new ResponseMaker(random).Make());
        var kind = random.Next(24);
        if (random.Next(2) == 0)
        {
            body = Mutation.Of(random, body);
        }

        return [(byte)kind, .. body];
    }

    /// <inheritdoc/>
    public void Check(byte[] input)
    {
        if (input.Length == 0)
        {
            return;
        }

        var api = Apis[input[0] % 3];
        var body = input[1..];
        var expected = ReferenceResponse.Of(body, api);
        var found = new List<string>();
        try
        {
            Hunt(HuntingService.Of(api), body, kind: input[0] / 3 % 8, found);
        }
        catch (MdeException e)
        {
            if (found.Count > 0)
            {
                throw new FuzzException($"{found.Count} rows, and then {e.ErrorId}");
            }

            if (expected is not null)
            {
                throw new FuzzException($"{e.ErrorId} for a response of {expected.Count} rows: {e.Message}");
            }

            return;
        }

        if (expected is null)
        {
            throw new FuzzException($"{found.Count} rows of what is no response");
        }

        for (var row = 0; row < Math.Max(expected.Count, found.Count); row++)
        {
            var (one, other) = (found.ElementAtOrDefault(row), expected.ElementAtOrDefault(row));
            if (one != other)
            {
                throw new FuzzException($"row {row + 1} is\n{one}\nand should be\n{other}");
            }
        }
    }

    // The client is asked now and then; it hands its work from thread to thread, which takes longer than all the rest.
    private static void Hunt(HuntingService api, byte[] body, int kind, List<string> rows)
    {
        using var content = new ByteArrayContent(kind == 0 ? Gzip(body) : body);
        content.Headers.ContentType = new("application/json");
        if (kind == 0)
        {
            content.Headers.ContentEncoding.Add("gzip");
        }

        var output = new RowOutput(
            (batch, count, _) =>
            {
                rows.AddRange(batch.Take(count).Select(row => RowText.Of((PSObject)row)));
                return Task.CompletedTask;
            }
        );
        if (kind == 1 && body.Length % 16 == 0)
        {
            using var http = new ServiceHttp(new OneAnswer(content), TimeProvider.System);
            new HuntingClient(api, Endpoint, new AuthorizedSender(new OneToken(), http, TimeProvider.System), TimeProvider.System)
                .HuntAsync(new HuntingRequest("T"), output, new Listener(), CancellationToken.None)
                .GetAwaiter()
                .GetResult();
            return;
        }

        using var message = new HttpResponseMessage { Content = content };
        using var response = ReceivedResponse.ReadAsync(message, string.Empty, api.Limits, CancellationToken.None).GetAwaiter().GetResult();
        var validated = response.ValidateAsync(CancellationToken.None).GetAwaiter().GetResult();
        if (validated.Columns is not { } columns)
        {
            throw response.Failure(new HuntingFailureFactory(api, Endpoint.BaseAddress), "T");
        }

        Read(response.Content, columns, validated.RowCount, output, api.HasAnnotations);
    }

    private static void Read(ResponseBody body, IReadOnlyList<ResponseColumn> columns, int left, RowOutput output, bool hasAnnotations)
    {
        output.Begin([.. columns.Select(c => c.Column)]);
        using var reader = new RowReader(body, columns, output, hasAnnotations, CancellationToken.None);
        var cells = new object?[8][];
        for (var i = 0; i < cells.Length; i++)
        {
            cells[i] = new object?[columns.Count];
        }

        while (left > 0)
        {
            var count = reader.Read(cells, Math.Min(cells.Length, left));
            output.ReceiveAsync([.. cells.Take(count).Select(output.CreateRow)], count).GetAwaiter().GetResult();
            foreach (var warning in reader.TakeWarnings())
            {
                new Listener().WarnAsync(warning).GetAwaiter().GetResult();
            }

            left -= count;
        }
    }

    private static byte[] Gzip(byte[] body)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest))
        {
            gzip.Write(body);
        }

        return bytes.ToArray();
    }

    private sealed class OneAnswer(HttpContent content) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken token) =>
            Task.FromResult(new HttpResponseMessage { Content = content });
    }

    private sealed class OneToken : ITokenSource
    {
        public SignInMethod Method => SignInMethod.AccessToken;

        public TokenMetadata Latest { get; } = new(null, null, [], DateTime.MaxValue);

        public IReadOnlyList<string> Notes => [];

        public Task<string> GetAsync(TokenDemand demand, CancellationToken token) => Task.FromResult("token");

        public Task<string> RenewAsync(string refused, string? claims, TokenDemand demand, CancellationToken token) => GetAsync(demand, token);

        public Task ForgetAsync(CancellationToken token) => Task.CompletedTask;

        public void Dispose() { }
    }

    private sealed class Listener : SilentReport
    {
        public override Task WarnAsync(string message) =>
            message.Length <= 20_000 ? Task.CompletedTask : throw new FuzzException($"a warning of {message.Length} characters");
    }
}
