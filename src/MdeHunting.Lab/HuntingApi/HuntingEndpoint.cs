using System.Globalization;
using System.Text;
using System.Text.Json;
using MdeHunting.Lab.Directory;
using MdeHunting.Lab.Faults;
using MdeHunting.Lab.Kql;
using MdeHunting.Lab.Settings;
using MdeHunting.Lab.Web;
using Microsoft.Net.Http.Headers;

namespace MdeHunting.Lab.HuntingApi;

/// <summary>Answers a hunting query over HTTP: checks the bearer, reads the body, asks the quota, runs the query, sends the rows.</summary>
internal sealed class HuntingEndpoint(
    HuntingDialect dialect,
    BearerCheck bearers,
    QuotaMeters quotas,
    TenantData data,
    LabFaults faults,
    LabOptions options,
    TimeProvider clock
)
{
    private readonly BoundedExecution _run = new(dialect, options);

    public void Map(IEndpointRouteBuilder routes) => routes.MapPost(dialect.Path, RespondAsync);

    private async Task RespondAsync(HttpContext context)
    {
        var note = RequestNote.Of(context);
        note.Api = dialect.Resource.Name;
        dialect.Begin(context);
        context.Response.Headers.Date = clock.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
        try
        {
            var bearer = await bearers.CheckAsync(context.Request.Headers.Authorization, dialect.Resource);
            note.Tenant = bearer.Tenant?.Id.ToString();
            if (bearer.Problem is not null)
            {
                throw Refuse(context, bearer);
            }

            var request = dialect.ReadBody(await ReadJsonAsync(context));
            (note.Query, note.Timespan) = (request.Query, request.Timespan);
            var use = quotas.Enter(bearer.Tenant!, dialect);
            if (faults.TakeQueryFault(dialect.Resource.Name, note.Tenant!, request.Query, request.Timespan) is { } fault)
            {
                await fault.RespondAsync(new(context, dialect.ContentType, Bytes, error => dialect.WriteErrorAsync(context, error), clock));

                byte[] Bytes()
                {
                    using var body = Respond(bearer.Tenant!, request, use, context.RequestAborted);
                    return body.ToArray();
                }
            }
            else
            {
                await SendAsync(context, note, bearer.Tenant!, request, use);
            }
        }
        catch (LabServiceErrorException refusal)
        {
            await dialect.WriteErrorAsync(context, refusal.Error);
        }
        catch (Exception exception) when (exception is not OperationCanceledException && !context.Response.HasStarted)
        {
            await dialect.WriteErrorAsync(context, dialect.Failure(exception));
        }
    }

    private LabServiceErrorException Refuse(HttpContext context, Bearer bearer)
    {
        var error = dialect.Refuse(bearer);
        if (error.Status == StatusCodes.Status401Unauthorized)
        {
            context.Response.Headers.WWWAuthenticate = dialect.Challenge(bearer);
        }

        return new(error);
    }

    private async Task<JsonElement?> ReadJsonAsync(HttpContext context)
    {
        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) || !type.MatchesMediaType("application/json"))
        {
            throw new LabServiceErrorException(dialect.UnsupportedMediaType(context.Request.ContentType));
        }

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

    private async Task SendAsync(HttpContext context, RequestNote note, LabTenant tenant, LabHuntingRequest request, QuotaUse use)
    {
        using var body = Respond(tenant, request, use, context.RequestAborted);
        (note.Rows, note.Bytes) = (body.Rows, body.Length);
        context.Response.ContentType = dialect.ContentType;
        await body.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    private HuntingResponseBody Respond(LabTenant tenant, LabHuntingRequest request, QuotaUse use, CancellationToken token)
    {
        var database = Narrow(data.Of(tenant), request.Timespan ?? dialect.DefaultTimespan) with { TakesDeclarations = options.TakesDeclarations };
        return HuntingResponseBody.Write(dialect, _run.Run(request.Query, database, use, token), options.ByteLimit, token);
    }

    private KqlDatabase Narrow(TimedDatabase database, string? timespan)
    {
        if (timespan is null)
        {
            return database.All;
        }

        var window =
            GraphTimespan.Parse(timespan, database.All.Now)
            ?? throw new LabServiceErrorException(dialect.BadRequest($"The timespan '{timespan}' is not in a valid ISO 8601 format."));
        return database.Within(window);
    }
}
