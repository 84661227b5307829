using System.Text;
using System.Text.Json;

using MdeHunting.Lab.Hosting;
using MdeHunting.Lab.Kql;

using Microsoft.Net.Http.Headers;

namespace MdeHunting.Lab.HuntingApi;

/// <summary>Answers a hunting query over HTTP: checks the bearer, reads the body, runs the query, streams the rows.</summary>
internal sealed class HuntingEndpoint(HuntingDialect dialect, BearerCheck bearers, TenantData data, LabOptions options)
{
    private const int BytesBeforeFlush = 32 * 1024;

    public void Map(IEndpointRouteBuilder routes) => routes.MapPost(dialect.Path, AnswerAsync);

    private async Task AnswerAsync(HttpContext context)
    {
        var note = RequestNote.Of(context);
        note.Api = dialect.Resource.Name;
        dialect.Begin(context);
        try
        {
            var bearer = await bearers.CheckAsync(context.Request.Headers.Authorization, dialect.Resource);
            note.Tenant = bearer.Tenant?.Id.ToString();
            if (bearer.Problem is not null) throw Refuse(context, bearer);

            var request = dialect.ReadBody(await ReadJsonAsync(context));
            var database = Narrow(data.Of(bearer.Tenant!), request.Timespan);
            var result = Run(request.Query, database, context.RequestAborted);
            await WriteAsync(context, result);
        }
        catch (ServiceErrorException refusal)
        {
            await dialect.WriteErrorAsync(context, refusal.Error);
        }
        catch (Exception exception) when (exception is not OperationCanceledException && !context.Response.HasStarted)
        {
            await dialect.WriteErrorAsync(context, dialect.Failure(exception));
        }
    }

    private ServiceErrorException Refuse(HttpContext context, Bearer bearer)
    {
        var error = dialect.Refuse(bearer);
        if (error.Status == StatusCodes.Status401Unauthorized) context.Response.Headers.WWWAuthenticate = dialect.Challenge(bearer);
        return new(error);
    }

    private async Task<JsonElement?> ReadJsonAsync(HttpContext context)
    {
        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) || !type.MatchesMediaType("application/json"))
            throw new ServiceErrorException(dialect.UnsupportedMediaType(context.Request.ContentType));

        var body = type.Encoding is null or UTF8Encoding
            ? context.Request.Body
            : Encoding.CreateTranscodingStream(context.Request.Body, type.Encoding, Encoding.UTF8, leaveOpen: true);
        try
        {
            using var document = await JsonDocument.ParseAsync(body, cancellationToken: context.RequestAborted);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private KqlDatabase Narrow(KqlDatabase database, string? timespan)
    {
        if (timespan is null) return database;
        var window = HuntingWindow.Parse(timespan, database.Now)
            ?? throw new ServiceErrorException(dialect.BadRequest($"The timespan '{timespan}' is not in a valid ISO 8601 format."));
        return window.Apply(database);
    }

    private HuntingResult Run(string query, KqlDatabase database, CancellationToken cancellationToken)
    {
        var started = options.Clock.GetTimestamp();
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            var table = options.RunQuery(query, database, cancellationToken);
            var kept = table.Rows.Count > options.RowLimit ? table with { Rows = [.. table.Rows.Take(options.RowLimit)] } : table;
            return new(kept, options.Clock.GetElapsedTime(started), GC.GetAllocatedBytesForCurrentThread() - allocated);
        }
        catch (QueryRejectedException rejection)
        {
            throw new ServiceErrorException(dialect.BadRequest(rejection.Message));
        }
    }

    private async Task WriteAsync(HttpContext context, HuntingResult result)
    {
        context.Response.ContentType = dialect.ContentType;
        await using var writer = new Utf8JsonWriter(context.Response.Body, JsonAnswer.WriterOptions);
        dialect.WriteStart(writer, result);
        foreach (var row in result.Table.Rows)
        {
            dialect.WriteRow(writer, result, row);
            if (writer.BytesPending > BytesBeforeFlush) await writer.FlushAsync(context.RequestAborted);
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
