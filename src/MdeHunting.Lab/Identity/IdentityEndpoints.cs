using System.Globalization;
using System.Text.Json.Nodes;

using MdeHunting.Lab.Hosting;

namespace MdeHunting.Lab.Identity;

/// <summary>The routes of the identity server, and the form of its refusals.</summary>
internal sealed class IdentityEndpoints(
    LabDirectory directory,
    TimeProvider clock,
    MetadataEndpoint metadata,
    DeviceCodeEndpoint deviceCode,
    TokenEndpoint token,
    DeviceLoginEndpoint deviceLogin)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/{tenant}/v2.0/.well-known/openid-configuration", InTenant(metadata.WriteConfigurationAsync, "invalid_tenant"));
        routes.MapGet("/{tenant}/discovery/v2.0/keys", InTenant((context, _) => metadata.WriteKeysAsync(context), "invalid_tenant"));
        routes.MapPost("/{tenant}/oauth2/v2.0/devicecode", InTenant(deviceCode.AnswerAsync, "invalid_request"));
        routes.MapPost("/{tenant}/oauth2/v2.0/token", InTenant(token.AnswerAsync, "invalid_request"));
        routes.MapGet(DeviceLoginEndpoint.Path, deviceLogin.ShowAsync);
        routes.MapPost(DeviceLoginEndpoint.Path, deviceLogin.SubmitAsync);
    }

    // Entra names an unknown tenant differently in its metadata and in its token service.
    private RequestDelegate InTenant(Func<HttpContext, LabTenant, Task> answer, string notFound) => async context =>
    {
        var traceId = Guid.NewGuid();
        var correlationId = context.Request.Headers["client-request-id"].ToString() is { Length: > 0 } given ? given : Guid.NewGuid().ToString();
        context.Response.Headers["x-ms-request-id"] = traceId.ToString();
        context.Response.Headers.CacheControl = "no-store, no-cache";
        context.Response.Headers.Pragma = "no-cache";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        if (context.Request.Headers["return-client-request-id"] == "true") context.Response.Headers["client-request-id"] = correlationId;

        var note = RequestNote.Of(context);
        note.Api = "Identity";
        try
        {
            var name = (string)context.GetRouteValue("tenant")!;
            var tenant = directory.Find(name) ?? throw new EntraException(EntraError.TenantNotFound(name, notFound));
            note.Tenant = tenant.Id.ToString();
            await answer(context, tenant);
        }
        catch (EntraException refusal)
        {
            await JsonAnswer.WriteAsync(context, Describe(refusal.Error, traceId.ToString(), correlationId), refusal.Error.Status);
        }
        catch (Exception exception) when (exception is not OperationCanceledException && !context.Response.HasStarted)
        {
            var error = EntraError.Failure(exception);
            await JsonAnswer.WriteAsync(context, Describe(error, traceId.ToString(), correlationId), error.Status);
        }
    };

    private JsonObject Describe(EntraError error, string traceId, string correlationId)
    {
        var timestamp = clock.GetUtcNow().ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var body = new JsonObject
        {
            ["error"] = error.Error,
            ["error_description"] = $"AADSTS{error.Code}: {error.Text} Trace ID: {traceId} Correlation ID: {correlationId} Timestamp: {timestamp}",
            ["error_codes"] = new JsonArray(error.Code),
            ["timestamp"] = timestamp,
            ["trace_id"] = traceId,
            ["correlation_id"] = correlationId,
            ["error_uri"] = $"https://login.microsoftonline.com/error?code={error.Code}",
        };
        if (error.SubError is { } subError) body["suberror"] = subError;
        return body;
    }
}
