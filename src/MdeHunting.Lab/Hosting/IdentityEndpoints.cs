using System.Globalization;
using MdeHunting.Lab.Authorize;
using MdeHunting.Lab.DeviceCode;
using MdeHunting.Lab.Directory;
using MdeHunting.Lab.Entra;
using MdeHunting.Lab.Tokens;
using MdeHunting.Lab.Web;

namespace MdeHunting.Lab.Hosting;

/// <summary>The routes of the identity server, and the form of its refusals.</summary>
internal sealed class IdentityEndpoints(
    LabDirectory directory,
    TimeProvider clock,
    MetadataEndpoint metadata,
    DeviceCodeEndpoint deviceCode,
    AuthorizeEndpoint authorize,
    AdminConsentEndpoint adminConsent,
    TokenEndpoint token,
    ExternalIssuerEndpoint external,
    ManagedIdentityEndpoint managedIdentity,
    DeviceLoginEndpoint deviceLogin
)
{
    private delegate Task Refusal(HttpContext context, EntraError error);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/{tenant}/v2.0/.well-known/openid-configuration", InTenant(metadata.WriteConfigurationAsync, "invalid_tenant", WriteJsonAsync));
        routes.MapGet("/{tenant}/discovery/v2.0/keys", InTenant((context, _) => metadata.WriteKeysAsync(context), "invalid_tenant", WriteJsonAsync));
        routes.MapPost("/{tenant}/oauth2/v2.0/devicecode", InTenant(deviceCode.RespondAsync, "invalid_request", WriteJsonAsync));
        routes.MapPost("/{tenant}/oauth2/v2.0/token", InTenant(token.RespondAsync, "invalid_request", WriteJsonAsync));
        routes.MapMethods($"/{{tenant}}{AuthorizeEndpoint.Path}", ["GET", "POST"], InTenant(authorize.RespondAsync, "invalid_request", WritePageAsync));
        routes.MapPost($"/{{tenant}}{AuthorizeEndpoint.ContinuePath}", InTenant(authorize.ContinueAsync, "invalid_request", WritePageAsync));
        routes.MapMethods($"/{{tenant}}{AdminConsentEndpoint.Path}", ["GET", "POST"], InTenant(adminConsent.RespondAsync, "invalid_request", WritePageAsync));
        routes.MapMethods(
            $"/{{tenant}}{AdminConsentEndpoint.RegisteredPath}",
            ["GET", "POST"],
            InTenant(adminConsent.RespondToRegisteredAsync, "invalid_request", WritePageAsync)
        );
        external.Map(routes);
        managedIdentity.Map(routes);
        routes.MapGet(DeviceLoginEndpoint.Path, deviceLogin.ShowAsync);
        routes.MapPost(DeviceLoginEndpoint.Path, deviceLogin.SubmitAsync);
    }

    // Entra names an unknown tenant differently in its metadata and in its token service.
    private RequestDelegate InTenant(Func<HttpContext, LabTenant, Task> response, string notFound, Refusal refuse) =>
        async context =>
        {
            var trace = EntraTrace.Begin(context, clock.GetUtcNow());
            context.Response.Headers["x-ms-request-id"] = trace.TraceId;
            context.Response.Headers.CacheControl = "no-store, no-cache";
            context.Response.Headers.Pragma = "no-cache";
            context.Response.Headers.XContentTypeOptions = "nosniff";
            context.Response.Headers.Date = trace.At.ToString("R", CultureInfo.InvariantCulture);
            if (context.Request.Headers["return-client-request-id"] == "true")
            {
                context.Response.Headers["client-request-id"] = trace.CorrelationId;
            }

            var note = RequestNote.Of(context);
            note.Api = "Identity";
            try
            {
                var name = (string)context.GetRouteValue("tenant")!;
                var tenant = directory.Find(name) ?? throw new EntraException(EntraError.TenantNotFound(name, notFound));
                note.Tenant = tenant.Id.ToString();
                await response(context, tenant);
            }
            catch (EntraException refusal)
            {
                await refuse(context, refusal.Error);
            }
            catch (Exception exception) when (exception is not OperationCanceledException && !context.Response.HasStarted)
            {
                await refuse(context, EntraError.Failure(exception));
            }
        };

    private static Task WriteJsonAsync(HttpContext context, EntraError error) =>
        JsonResponse.WriteAsync(context, EntraTrace.Of(context).ToJson(error), error.Status);

    private static Task WritePageAsync(HttpContext context, EntraError error) =>
        AuthorizePages.Refuse(EntraTrace.Of(context).Describe(error)).WriteAsync(context);
}
